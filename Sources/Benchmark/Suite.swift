import Foundation

/// Runs what a plan names, on the built programs.
package final class Suite {
    let plan: Plan
    let client: Program
    let server: Program
    let progress: (String) -> Void
    package internal(set) var figures = Figures()

    /// `progress` is told what is being done.
    package init(_ plan: Plan, progress: @escaping (String) -> Void) throws {
        self.plan = plan
        self.progress = progress
        client = try Program(named: "caunoi")
        server = try Program(named: "caunoi-server")
    }

    package func run() throws -> Figures {
        try FileManager.default.createDirectory(
            atPath: plan.folder,
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: plan.folder) }
        if plan.works.contains(.limits) || !plan.works.isDisjoint(with: [.W1, .W2]) {
            progress("limits of this machine")
            try Limits(folder: plan.folder, records: plan.records).measure(&figures)
        }
        if !plan.works.isSubset(of: [.limits, .growth, .crowd]) { try measureRegister() }
        if plan.works.contains(.growth) { try measureGrowth() }
        if plan.works.contains(.crowd) { try measureCrowd() }
        return figures
    }

    func set(_ work: Work, _ name: String, _ value: Double?) {
        if plan.works.contains(work) { figures[work.rawValue + "." + name] = value }
    }

    /// Everything that one register is enough for, in an order in which each part stands on the former.
    private func measureRegister() throws {
        let bench = try Bench(plan.folder + "/main", self)
        defer { bench.server.stop() }
        try upload(bench)
        let needsSecond: Set<Work> = [.W2, .W3, .W5, .storage, .memory]
        if !plan.works.isDisjoint(with: needsSecond) { try download(bench) }
        if plan.works.contains(.storage) { try measureStorage(bench) }
        if plan.works.contains(.W3) { try exchange(bench) }
        if plan.works.contains(.W4) { try idle(bench) }
        if plan.works.contains(.local) { try measureLocal(bench) }
        if plan.works.contains(.W5) { try dispute(bench) }
        if plan.works.contains(.W6) { try load(bench) }
        set(.memory, "server_peak_mb", Double(bench.server.peakBytes) / 1_048_576)
    }

    private func measureStorage(_ bench: Bench) throws {
        let stored = try databaseBytes(bench.server.folder + "/register/server.sqlite")
        set(.storage, "bytes_per_record", Double(stored) / Double(plan.records))
        let replica = try databaseBytes(bench.second.home + "/replica.sqlite")
        set(.storage, "client_bytes_per_record", Double(replica) / Double(plan.records))
    }
}

/// A register and two devices.
final class Bench {
    let server: RegisterServer
    let first: Replica
    let second: Replica

    init(_ folder: String, _ suite: Suite) throws {
        suite.progress("a register and two devices")
        server = try RegisterServer(in: folder, suite.server)
        first = try Replica.enrolled("first", at: server, suite.client).replica
        second = try Replica.enrolled("second", at: server, suite.client).replica
    }

    /// Whether all hold the same.
    func checkEqual(_ left: Replica.Sync, _ right: Replica.Sync) throws {
        guard left.digest == right.digest else {
            throw BenchmarkFailure("the two devices do not hold the same after syncing")
        }
    }
}
