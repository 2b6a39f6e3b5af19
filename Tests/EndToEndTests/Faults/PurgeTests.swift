import Foundation
import Shared
import Testing

/// Personal data is removed for good, on request.
@Suite(.serialized)
struct PurgeTests {
    private static let canary = "Canary-7QX2KM-Nightingale"

    @Test func `a purge erases the content on the server and on every device`() async throws {
        let world = try await World()
        let (e, f, u) = (world.e, world.f, world.u)
        let contact = try await world.create(e, "contacts", "name=\(Self.canary)")
        try await world.synchronizeAll()
        for home in world.homes { try await home.run("search", Self.canary) }
        try await f.run("set", contact, "name=\(Self.canary) the second")
        try await f.run("sync")
        try await e.run("sync")
        try await e.run("delete", contact)
        try await e.run("sync")
        try await world.server.administer("purge", contact, "--reason", "as asked for")
        for home in world.homes { try await home.run("sync") }

        let history = try await u.history(contact)
        #expect(history.last?["kind"]?.string == "purge")
        #expect(history.last?["note"]?.string == "as asked for")
        #expect(history.count { $0["purged"]?.boolean == true } == 3)
        let report = try await world.server.administer("verify", "--json").json
        #expect(report?["problems"]?.array?.isEmpty == true)
        try await world.hold()

        try await world.server.stop()
        let names = ["register"] + world.homes.map(\.name)
        for name in names { try expectNoCanary(in: world.server.folder + "/" + name) }
    }

    @Test func `what a restored backup brings back of purged data is erased again`() async throws {
        let world = try await World()
        let (server, e, u) = (world.server, world.e, world.u)
        let contact = try await world.create(e, "contacts", "name=\(Self.canary)")
        try await world.synchronizeAll()
        let backup = server.folder + "/backup.sqlite"
        try await server.administer("backup", backup)
        try await e.run("delete", contact)
        try await e.run("sync")
        try await server.administer("purge", contact, "--reason", "as asked for")
        try await world.synchronizeAll()

        try await server.stop()
        try await server.administer("restore", backup)
        try await server.serve()
        try await world.synchronizeAll()
        // Whoever comes anew sees none of it either.
        let fresh = try await server.enrol("fresh", department: "finance", person: "Giang")
        for home in [e, u, fresh] { try await expectNoCanary(of: contact, at: home) }
        // (The purge itself was made after the backup, and only its effect came back.)
        let changes = try await e.json("history", contact)["changes"]?.array ?? []
        #expect(changes.first?["purged"]?.boolean == true)
        try await world.hold()
        try await server.administer("verify")

        try await server.stop()
        for name in ["register", "fresh"] + world.homes.map(\.name) {
            try expectNoCanary(in: server.folder + "/" + name)
        }
    }

    @Test func `a late edit to purged data is gone once it is settled that it stays deleted`()
        async throws
    {
        let world = try await World()
        let (server, e, u) = (world.server, world.e, world.u)
        let contact = try await world.create(e, "contacts", "name=Trần Chín")
        try await world.synchronizeAll()
        try await u.run("set", contact, "name=\(Self.canary)")
        try await e.run("delete", contact)
        try await e.run("sync")
        try await server.administer("purge", contact, "--reason", "as asked for")
        try await u.run("sync", status: 3)
        #expect(try await u.value(contact, "name")?.string == Self.canary)
        try await e.settle()

        try await u.run("resolve", contact, "--keep-deleted")
        let shown = try await u.run("show", contact).output
        #expect(!shown.contains(Self.canary), "\(shown)")
        try await world.synchronizeAll()
        for home in world.homes { try await expectNoCanary(of: contact, at: home) }
        try await world.hold()

        try await server.stop()
        for name in ["register"] + world.homes.map(\.name) {
            try expectNoCanary(in: server.folder + "/" + name)
        }
    }

    @Test func `an edit that meets a purge is shown with its author's own copy`() async throws {
        let world = try await World()
        let (e, f, u) = (world.e, world.f, world.u)
        let contact = try await world.create(e, "contacts", "name=Trần Chín", "languages=fr")
        try await world.synchronizeAll()
        try await e.run("delete", contact)
        try await e.run("sync")
        try await f.run("set", contact, "languages+=en")
        try await world.server.administer("purge", contact, "--reason", "as asked for")
        try await f.run("sync", status: 3)
        let record = try await f.record(contact)
        #expect(record["fields"]?["languages"]?.count ?? 0 >= 1)
        #expect(try await f.conflicts().first?["kind"]?.string == "delete")
        try await u.run("sync", status: 3)
    }

    @Test(.enabled(if: Program.hasOtherClocks))
    func `a device that was away for two years is let in, and brings nothing back to life`()
        async throws
    {
        let world = try await World()
        let (server, e, f) = (world.server, world.e, world.f)
        var away = world.u
        let gone = try await world.create(e, "partners", "name.en=Gone")
        let deleted = try await world.create(e, "partners", "name.en=Deleted")
        let kept = try await world.create(e, "partners", "name.en=Kept")
        try await world.synchronizeAll()
        try await away.run("set", kept, "abbr=AWAY")
        let new = try await world.create(away, "partners", "name.en=Written on the way")

        for ref in [gone, deleted] { try await e.run("delete", ref) }
        try await e.run("set", kept, "name.vi=Còn")
        try await e.run("sync")
        try await server.administer("purge", gone, "--reason", "as asked for")
        try await server.stop()
        server.clock = "+2y"
        try await server.serve()
        away.clock = "+2y"
        let report = try await away.json("sync")
        #expect(report["pushed"]?.integer == 2, "\(report)")
        for home in [e, f] { try await home.settle() }
        for home in [e, f, away] {
            #expect(
                try await home.partnerNames().sorted() == ["Kept", "Written on the way"],
                "\(home.name)"
            )
            #expect(try await home.conflicts().isEmpty)
            #expect(try await home.value(kept, "abbr")?.string == "AWAY")
            #expect(try await home.value(kept, "name")?["vi"]?.string == "Còn")
        }
        #expect(try await e.history(new).count == 1)
        try await world.hold()
    }

    /// Neither the record nor its history says anything of it.
    private func expectNoCanary(of ref: String, at home: Home) async throws {
        for command in ["show", "history"] {
            let told = try await home.run(command, ref, "--json").output
            #expect(!told.contains(Self.canary), "\(home.name): \(told)")
        }
    }

    private func expectNoCanary(in folder: String) throws {
        let manager = FileManager.default
        for name in try manager.contentsOfDirectory(atPath: folder) {
            let data = manager.contents(atPath: folder + "/" + name) ?? Data()
            // As it was written, and as a word of an index.
            for text in [Self.canary, "nightingale"] {
                let found = data.range(of: Data(text.utf8))
                #expect(found == nil, "\(folder): \(name) still has \(text)")
            }
        }
    }
}
