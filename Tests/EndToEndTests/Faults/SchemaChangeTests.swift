import Shared
import Testing

/// The schema changes while devices are away.
@Suite(.serialized)
struct SchemaChangeTests {
    @Test func `an old device's edits are taken, mapped, and nothing is downloaded twice`()
        async throws
    {
        let world = try await World()
        let (e, f, u) = (world.e, world.f, world.u)
        let g1 = try await world.create(
            f,
            "agreements",
            "title.en=Agreement G1",
            "kind=mou",
            "place=Hà Nội"
        )
        for number in 1...30 {
            _ = try await world.create(f, "partners", "name.en=Partner \(number)")
        }
        try await world.synchronizeAll()

        var schema = try await SchemaEditor(world.server)
        schema.rename("mou", to: "memorandum", in: "AgreementKind")
        schema.change("place", of: "agreements") { $0["retired"] = true }
        schema.add(
            [
                "id": "archive_code", "number": 900, "type": "text", "vi": "Mã lưu",
                "en": "Archive code", "sensitivity": "public", "expected": true,
                "example": "A-12",
            ],
            to: "agreements"
        )
        schema.add(collection: [
            "id": "visits", "number": 900, "vi": "Chuyến thăm", "en": "Visits",
            "label": ["title"],
            "fields": [
                [
                    "id": "title", "number": 901, "type": "text", "vi": "Tên", "en": "Title",
                    "sensitivity": "public", "title": true, "example": "Visit",
                ]
            ],
        ])
        try await schema.update(world.server)
        try await u.run("sync")
        let visit = try await world.create(u, "visits", "title=Delegation of Lyon")
        try await u.run("set", g1, "archive_code=A-7")
        try await u.run("sync")

        // Twenty edits under the old schema, five of them on what has changed.
        for number in 1...15 {
            _ = try await world.create(e, "contacts", "name=Person \(number)")
        }
        let mou = try await world.create(e, "agreements", "title.en=Old one", "kind=mou")
        try await e.run("set", g1, "place=Huế")
        try await e.run("set", mou, "place=Đà Nẵng")
        try await e.run("set", mou, "kind=twinning")
        try await e.run("set", mou, "kind=mou")
        let report = try await e.json("sync")
        #expect(report["pushed"]?.integer == 20)
        #expect(report["needs_correction"]?.integer == 0)
        #expect((report["pulled"]?.integer ?? 99) <= 2)

        for home in world.homes {
            try await home.run("sync")
            #expect(try await home.value(mou, "kind")?.string == "memorandum")
            #expect(try await home.value(g1, "kind")?.string == "memorandum")
            #expect(try await home.value(g1, "archive_code")?.string == "A-7")
            #expect(try await home.value(g1, "place") == nil)
            #expect(try await home.value(visit, "title")?.string == "Delegation of Lyon")
            #expect(try await home.conflicts().isEmpty)
        }
        let again = try await e.json("sync")
        #expect(again["pulled"]?.integer == 0)
        world.remember(g1, "place", "Huế")
        world.remember(mou, "place", "Đà Nẵng")
        try await world.hold()
    }

    @Test func `numbers and names are never used again`() async throws {
        let server = try await RunningServer()
        var schema = try await SchemaEditor(server)
        schema.change("place", of: "agreements") { $0["number"] = 901 }
        schema.change("occasion", of: "agreements") { $0["id"] = "event" }
        let said = try await schema.update(server, "--narrow", status: 1).errors
        #expect(said.contains("agreements.place"))
        #expect(said.contains("agreements.occasion"))
    }
}
