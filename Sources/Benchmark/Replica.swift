import ClientCLI
import ClientCore
import ClientSQLite
import CryptoAdapters
import Foundation
import Glibc
import Shared

/// One device: a home folder that the built client works on.
struct Replica {
    let home: String
    private let program: Program
    private let folder: String

    /// Joins the register as a device of this name; the cost is that of joining.
    static func enrolled(
        _ name: String,
        at server: RegisterServer,
        _ program: Program
    ) throws -> (replica: Replica, cost: Cost) {
        let code = try server.invite(name)
        let replica = Replica(
            home: server.folder + "/" + name,
            program: program,
            folder: server.folder
        )
        let cost = try server.cost {
            try replica.run(["enroll", server.url, code, "--device", name]).cost
        }
        return (replica, cost)
    }

    private init(home: String, program: Program, folder: String) {
        self.home = home
        self.program = program
        self.folder = folder
    }

    /// Runs a command of the client, which must succeed or say that disagreements are open.
    @discardableResult
    func run(_ arguments: [String]) throws -> Program.Outcome {
        let outcome = try program.run(arguments, home: home, in: folder)
        guard [0, 3].contains(outcome.status) else {
            throw BenchmarkFailure(
                "caunoi \(arguments[0]) ended with \(outcome.status): "
                    + outcome.errors.prefix(1000)
                    + String(decoding: outcome.output.prefix(1000), as: UTF8.self)
            )
        }
        return outcome
    }

    /// Starts a command that goes on until it is ended.
    ///
    /// - Parameters:
    ///   - arguments: The command.
    ///   - output: The file that takes what it prints.
    /// - Returns: Its process.
    /// - Throws: ``BenchmarkFailure`` when it cannot be started.
    func start(_ arguments: [String], output: String) throws -> pid_t {
        try program.spawn(arguments, home: home, output: output, errors: output + ".errors")
    }

    /// What one sync did.
    struct Sync {
        let cost: Cost
        let bytesSent: Int
        let bytesReceived: Int
        let roundTrips: Int
        let pushed: Int
        let pulled: Int
        let conflicts: Int
        let digest: String

        var bytes: Int { bytesSent + bytesReceived }
    }

    func sync(with server: RegisterServer) throws -> Sync {
        var outcome: Program.Outcome?
        let cost = try server.cost {
            let done = try run(["sync", "--json"])
            outcome = done
            return done.cost
        }
        guard let json = outcome.flatMap({ try? JSONParser.parse($0.output) }) else {
            throw BenchmarkFailure("caunoi sync --json printed no document")
        }
        func number(_ key: String) throws -> Int {
            guard let value = json[key]?.integer else {
                throw BenchmarkFailure("caunoi sync --json says nothing of \(key)")
            }
            return Int(value)
        }
        return Sync(
            cost: cost,
            bytesSent: try number("bytes_sent"),
            bytesReceived: try number("bytes_received"),
            roundTrips: try number("round_trips"),
            pushed: try number("pushed"),
            pulled: try number("pulled"),
            conflicts: try number("conflicts_open"),
            digest: json["digest"]?.string ?? ""
        )
    }

    /// What its database takes on the disk.
    var storedBytes: Int { folderBytes(home) }
}

// MARK: - Saving in this process

extension Replica {
    func workspace() throws -> Workspace {
        var options = GlobalOptions()
        options.home = home
        return try Workspace.open(options)
    }

    /// Saves drafts as acts of their own, `batch` of them in each transaction; calls `onBatch` after each.
    func save(
        _ drafts: some Sequence<Draft>,
        batch: Int = 1000,
        onBatch: (Int) -> Void = { _ in }
    ) throws {
        let workspace = try workspace()
        var waiting: [Draft] = []
        var count = 0
        func flush() throws {
            try workspace.save(waiting)
            count += waiting.count
            waiting.removeAll(keepingCapacity: true)
            onBatch(count)
        }
        for draft in drafts {
            waiting.append(draft)
            if waiting.count == batch { try flush() }
        }
        if !waiting.isEmpty { try flush() }
        try workspace.store.checkpoint()
    }
}

extension Workspace {
    /// Saves each draft as an act of its own, all in one transaction.
    func save(_ drafts: [Draft]) throws {
        var random = SecureRandom()
        let engine = ReplicaEngine(hash: SHA256Hash.self)
        try store.write { transaction in
            for draft in drafts {
                _ = try engine.save(
                    [draft],
                    in: .common,
                    by: author,
                    at: Workspace.now,
                    using: &random,
                    in: &transaction
                )
            }
        }
    }
}
