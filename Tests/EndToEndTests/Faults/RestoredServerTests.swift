import Shared
import Testing

/// Story 6: a server restored from last night's copy is filled again by its clients.
@Suite(.serialized)
struct RestoredServerTests {
    @Test(arguments: [1, 2])
    func `a restored server gets back what its clients hold`(times: Int) async throws {
        let world = try await World()
        let (server, e, f, u) = (world.server, world.e, world.f, world.u)
        for number in 1...20 { _ = try await e.newRecord("partners", "name.en=Night \(number)") }
        try await world.synchronizeAll()
        let backup = server.folder + "/backup.sqlite"
        try await server.administer("backup", backup)
        let night = try await server.changes()

        let first = try await e.newRecord("partners", "name.en=E 1")
        for number in 2...30 { _ = try await e.newRecord("partners", "name.en=E \(number)") }
        try await e.run("sync")
        try await f.run("sync")
        try await f.run("set", first, "abbr=F")
        for number in 2...5 { _ = try await f.newRecord("partners", "name.en=F \(number)") }
        try await f.run("sync")
        let digest = try await f.json("verify")["digest"]?.string
        let names = try await f.partnerNames()
        #expect(names.count == 54)
        #expect(try await server.changes() - night == 35)

        for _ in 0..<times {
            try await server.stop()
            try await server.administer("restore", backup)
            try await server.serve()
            #expect(try await server.changes() == night)
        }

        // U, who has none of it: nothing is deleted anywhere.
        try await u.run("sync")
        #expect(try await u.partnerNames().count == 20)
        #expect(try await e.partnerNames().count == 50)
        // F offers its own and E's.
        try await f.run("sync")
        #expect(try await server.refilled("f")?["brought_back"]?.integer == 5)
        #expect(try await server.refilled("e")?["not_handed_in"]?.integer == 30)
        #expect(try await f.partnerNames() == names)
        try await u.run("sync")
        #expect(try await u.partnerNames() == names)
        #expect(try await u.json("verify")["digest"]?.string == digest)
        // E's signed changes complete the history, and change no record.
        let report = try await e.json("sync")
        #expect(report["pushed"]?.integer == 30)
        #expect(report["pulled"]?.integer == 5)
        #expect(try await server.changes() - night == 35)
        #expect(try await server.refilled("e")?["brought_back"]?.integer == 30)
        #expect(try await server.refilled("e")?["not_handed_in"]?.integer == 0)
        #expect(try await server.refilled("u") == nil)
        for home in world.homes {
            try await home.run("sync")
            #expect(try await home.json("verify")["digest"]?.string == digest, "\(home.name)")
            #expect(try await home.partnerNames() == names)
            #expect(try await home.history(first).count == 2)
        }
        world.remember(first, "abbr", "F")
        try await world.hold()
        try await server.administer("verify")
    }

    /// As when the machine goes back to a snapshot of its disk: nothing tells the server of it.
    @Test(arguments: [1, 2, 5])
    func `a server that was put back without a word gets back what its clients hold`(
        pushes: Int
    ) async throws {
        let world = try await World()
        let (server, e, f, u) = (world.server, world.e, world.f, world.u)
        let partner = try await e.newRecord("partners", "name.en=Before")
        try await world.synchronizeAll()
        let snapshot = server.folder + "/snapshot"
        try await server.stop()
        try shell("cp -a '\(server.data)' '\(snapshot)'")
        try await server.serve()
        try await e.run("set", partner, "abbr=E1")
        _ = try await e.newRecord("partners", "name.en=E2")
        try await e.run("sync")
        try await f.run("sync")
        try await f.run("set", partner, "name.vi=Trước")
        try await f.run("sync")
        try await server.stop()
        try shell("rm -rf '\(server.data)' && mv '\(snapshot)' '\(server.data)'")
        try await server.serve()

        for number in 1...pushes {
            _ = try await u.newRecord("partners", "name.en=U \(number)")
            try await u.run("sync")
        }
        for home in [e, f, u, e, f, u] { try await home.run("sync") }
        let names = try await e.partnerNames()
        #expect(names.count == 2 + pushes)
        for home in world.homes { #expect(try await home.partnerNames() == names) }
        world.remember(partner, "abbr", "E1")
        try await world.hold()
        try await server.administer("verify")
    }

    /// What is left of the register that the backup replaces.
    enum Remains: CaseIterable { case everything, damaged, nothing }

    @Test(arguments: Remains.allCases)
    func `a device that was enrolled after the backup loses nothing`(
        remains: Remains
    ) async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let backup = server.folder + "/backup.sqlite"
        try await server.administer("backup", backup)
        let g = try await server.enrol("g", department: "urban-planning", person: "Giang")
        let sent = try await g.newRecord("partners", "name.en=Sent")
        try await g.run("sync")
        let unsent = try await g.newRecord("partners", "name.en=Unsent")
        try await server.stop()
        switch remains {
        case .everything: break
        case .damaged: try shell("printf 'no database at all' > '\(server.data)/server.sqlite'")
        case .nothing: try shell("rm -r '\(server.data)'")
        }
        try await server.administer("restore", backup)
        try await server.serve()

        try await g.run("sync")
        try await e.run("sync")
        #expect(try await e.partnerNames() == ["Sent", "Unsent"])
        for ref in [sent, unsent] {
            let history = try await e.history(ref)
            #expect(history.first?["person"]?.string == "Giang")
            #expect(history.first?["department"]?.string?.isEmpty == false)
        }
        try await Invariants(homes: [e, g]).hold()
        try await server.administer("verify")
    }
}

extension RunningServer {
    /// What a device has brought back since the last restore, as `stats --json` tells it.
    fileprivate func refilled(_ name: String) async throws -> JSONValue? {
        let stats = try await administer("stats", "--json").json
        let devices = try #require(stats?["restored"]?["devices"]?.array)
        return devices.first { $0["name"]?.string == name }
    }
}
