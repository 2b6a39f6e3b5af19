import Shared
import Testing

/// Values that the server refuses: nothing is held up by them, and nothing of them is lost.
@Suite(.serialized)
struct RefusalTests {
    @Test func `one bad value among two hundred changes holds nothing up`() async throws {
        let world = try await World()
        let (e, f, u) = (world.e, world.f, world.u)
        let bank = try await world.create(f, "partners", "name.en=ADB")
        let old = try await world.create(
            f,
            "projects",
            "title.en=Upgrading",
            "framework=\(bank)"
        )
        let g1 = try await world.create(f, "agreements", "title.en=Agreement G1")
        try await world.synchronizeAll()

        // E is away while the server's schema is narrowed.
        var schema = try await SchemaEditor(world.server)
        schema.change("number_of_projects", of: "projects") { $0["type"] = "money" }
        schema.change("framework", of: "projects") { $0["to"] = ["partners"] }
        let refusal = try await schema.update(world.server, status: 1).errors
        #expect(refusal.contains("projects.number_of_projects"))
        #expect(refusal.contains("--narrow"))
        try await schema.update(world.server, "--narrow")

        var bad = ""
        var holder = ""
        for number in 1...200 {
            switch number {
            case 57:
                bad = try await world.create(
                    e,
                    "projects",
                    "title.en=Project 57",
                    "number_of_projects=about 25 projects"
                )
            case 58:
                holder = try await world.create(
                    e,
                    "agreements",
                    "title.en=Agreement 58",
                    "projects=\(bad)"
                )
            case 120: try await e.run("set", old, "framework=\(g1)")
            default: _ = try await world.create(e, "partners", "name.en=Partner \(number)")
            }
        }
        #expect(try await e.json("status")["needs_correction"]?.integer == 0)

        let report = try await e.json("sync", status: 4)
        #expect(report["pushed"]?.integer == 200)
        #expect(report["needs_correction"]?.integer == 2)
        #expect(try await e.json("status", status: 4)["pending"]?.integer == 0)

        for home in [f, u, e] {
            try await home.run("sync", status: home.name == "e" ? 4 : 0)
            let project = try await home.record(bad)
            #expect(project["fields"]?["title"]?["en"]?.string == "Project 57")
            #expect(project["fields"]?["number_of_projects"] == nil)
            #expect(try await home.value(holder, "projects")?[0]?.string == bad)
            #expect(try await home.value(old, "framework")?.string == bank)
            #expect(try await home.conflicts().isEmpty)
        }

        // The list works offline, and says all that is needed.
        try await world.server.stop()
        var list = try await e.corrections()
        #expect(list.count == 2)
        #expect(list[0]["ref"]?.string == bad)
        #expect(list[0]["field"]?.string == "number_of_projects")
        #expect(list[0]["reason"]?.string == "wrong_type")
        #expect(list[0]["command"]?.string?.hasPrefix("caunoi set projects/#") == true)
        #expect(list[1]["ref"]?.string == old)
        #expect(list[1]["field"]?.string == "framework")
        #expect(list[1]["value"]?.string == g1)
        #expect(list[1]["reason"]?.string == "wrong_collection")
        let shown = try await e.run("corrections").output
        #expect(shown.contains("25 projects") && shown.contains("Upgrading"), "\(shown)")
        try await world.server.serve()

        // One is mended, which counts at once; the other is dropped, which is asked first.
        try await e.run("set", bad, "number_of_projects=25 USD")
        #expect(try await e.corrections().count == 1)
        try await e.run("sync", status: 4)
        let change = try #require(list[1]["change"]?.string)
        try await e.run("corrections", "--drop", change, status: 1)
        try await e.run("corrections", "--drop", change, "--yes")
        try await e.run("corrections", "--drop", change, "--yes", status: 1)
        list = try await e.corrections()
        #expect(list.isEmpty)
        try await e.run("sync")
        try await e.run("status")

        for home in [f, u] { try await home.run("sync") }
        #expect(try await u.value(bad, "number_of_projects")?.amount == "25 USD")
        world.remember(old, "framework", g1)
        world.remember(bad, "number_of_projects", "25 projects")
        try await world.hold()
    }
}

extension Home {
    /// The refused values of this device, as `corrections --json` lists them.
    func corrections(sourceLocation: SourceLocation = #_sourceLocation) async throws -> [JSONValue]
    {
        let document = try await json("corrections", sourceLocation: sourceLocation)
        let list = try #require(document["corrections"]?.array, sourceLocation: sourceLocation)
        #expect(document["needs_correction"]?.integer == Int64(list.count))
        return list
    }
}
