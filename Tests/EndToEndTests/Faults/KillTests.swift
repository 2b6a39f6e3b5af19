import Foundation
import Glibc
import Shared
import Testing

/// Story 9: both programs killed at every call that writes, and at any moment.
@Suite(.serialized, .enabled(if: Faults.shared != nil, "there is no C compiler"))
struct KillTests {
    private static let clientKills = amount("CAUNOI_TEST_CLIENT_KILLS", 200)
    private static let serverKills = amount("CAUNOI_TEST_SERVER_KILLS", 100)

    /// What a device has been told is saved, and what it has tried to save.
    fileprivate struct Ledger {
        var saved: Set<String> = []
        var tried: Set<String> = []
    }

    @Test func `a client that is killed loses nothing that it called saved`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let f = try await server.enrol("f", department: "urban-planning", person: "Uyên")
        let shared = try await e.newRecord("partners", "name.en=Shared")
        var names = Ledger()
        var tags = Ledger()
        // The next call to die at, for each kind of command.
        var calls = [1, 1, 1]
        var kills = 0
        var turn = 0
        while kills < Self.clientKills {
            turn += 1
            let kind = turn % 3
            let word = "w\(turn)"
            let command = [
                ["sync", "--json"], ["add", "partners", "name.en=\(word)", "--json"],
                ["set", shared, "tags+=\(word)", "--json"],
            ][kind]
            let outcome =
                turn % 4 == 0
                ? try await killed(e, command, after: .milliseconds(Int.random(in: 1...40)))
                : try await killed(e, command, at: calls[kind])
            let isKilled = outcome.status == 128 + SIGKILL
            if turn % 4 != 0 { calls[kind] = isKilled ? calls[kind] + 1 : 1 }
            if isKilled { kills += 1 } else { #expect(outcome.status == 0, "\(outcome.errors)") }
            // What it printed is said, even when it dies right after.
            let isSaid = outcome.json != nil
            if kind == 1 { names.note(word, isSaid) }
            if kind == 2 { tags.note(word, isSaid) }
            try await e.run("status")
        }
        try await e.run("sync")
        try await f.run("sync")
        for home in [e, f] {
            let list = try await home.json("list", "partners")
            let found = list["records"]?.array?
                .compactMap { $0["fields"]?["name"]?["en"]?.string }
            try names.check(found, besides: ["Shared"], home.name)
            let value = try await home.value(shared, "tags")
            try tags.check(value?.array?.compactMap { $0.string } ?? [], besides: [], home.name)
        }
        try await Invariants(homes: [e, f]).hold()
        try await server.administer("verify")
    }

    @Test func `a server that is killed loses nothing that it acknowledged`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let f = try await server.enrol("f", department: "urban-planning", person: "Uyên")
        var names = Ledger()
        var acknowledged: Set<String> = []
        var kills = 0
        var call = 1
        var turn = 0
        try await server.stop()
        while kills < Self.serverKills {
            turn += 1
            let isRandom = turn % 3 == 0
            let faults = isRandom ? [:] : Faults.shared?.killing(at: call) ?? [:]
            let isUp = try await server.serve(with: faults)
            let word = "w\(turn)"
            names.note(word, try await e.newRecord("partners", "name.en=\(word)") != "")
            if isUp {
                let sync = try Program.client.start(["sync"], environment: e.environment)
                if isRandom {
                    try await Task.sleep(for: .milliseconds(Int.random(in: 0...40)))
                    await server.kill()
                }
                let status = try await sync.end(within: .seconds(120))
                #expect(status == 0 || status == 5, "\(turn): \(sync.errors)")
                if status == 0 { acknowledged = names.saved }
                sync.removeFiles()
            }
            let survived = server.isServing
            if survived { try await server.stop() } else { kills += 1 }
            if !isRandom { call = survived ? 1 : call + 1 }
            if turn % 10 == 0 { try await server.administer("verify") }
        }
        try await server.serve()
        try await f.run("sync")
        let list = try await f.json("list", "partners")
        let found =
            list["records"]?.array?.compactMap { $0["fields"]?["name"]?["en"]?.string } ?? []
        #expect(acknowledged.isSubset(of: found))
        #expect(Set(found).count == found.count)
        try await e.run("sync")
        try await f.run("sync")
        for home in [e, f] {
            let list = try await home.json("list", "partners")
            let found = list["records"]?.array?
                .compactMap { $0["fields"]?["name"]?["en"]?.string }
            try names.check(found, besides: [], home.name)
        }
        try await Invariants(homes: [e, f]).hold()
        try await server.administer("verify")
    }

    private func killed(
        _ home: Home,
        _ command: [String],
        at call: Int
    ) async throws -> Program.Outcome {
        let faults = try #require(Faults.shared).killing(at: call)
        let environment = home.environment.merging(faults) { $1 }
        return try await Program.client.run(command, environment: environment)
    }

    private func killed(
        _ home: Home,
        _ command: [String],
        after delay: Duration
    ) async throws -> Program.Outcome {
        try await Program.client.run(command, environment: home.environment, deadline: delay)
    }
}

extension KillTests.Ledger {
    mutating func note(_ word: String, _ isSaved: Bool) {
        tried.insert(word)
        if isSaved { saved.insert(word) }
    }

    /// All that was saved is there, each once, and nothing that nobody tried to save.
    func check(_ found: [String]?, besides others: Set<String>, _ who: String) throws {
        let words = try #require(found)
        #expect(Set(words).count == words.count, "\(who): something is there twice")
        #expect(saved.isSubset(of: words), "\(who): lost \(saved.subtracting(words))")
        #expect(Set(words).isSubset(of: tried.union(others)), "\(who)")
    }
}
