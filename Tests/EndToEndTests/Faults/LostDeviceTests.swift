import Foundation
import Shared
import Testing

/// A laptop is stolen.
@Suite(.serialized)
struct LostDeviceTests {
    @Test func `a stolen laptop hands in its changes for review and gets nothing`() async throws {
        let world = try await World()
        let (e, f, u) = (world.e, world.f, world.u)
        let g1 = try await world.create(e, "agreements", "title.en=Agreement G1", "place=Huế")
        try await world.synchronizeAll()
        let devices = try await world.server.administer("devices", "--json").json?["devices"]?.array
        let device = try #require(
            devices?.first { $0["name"]?.string == "e" }?["id"]?.string
        )

        // Four edits that were never sent; later two by the thief.
        try await e.run("set", g1, "place=Hà Nội")
        let own = try await world.create(e, "partners", "name.en=Honest partner")
        try await e.run("set", own, "abbr=HP")
        try await e.run("set", g1, "legal_basis=Decree 64")
        let lost = ISO8601DateFormatter().string(from: Date().addingTimeInterval(1))
        try await Task.sleep(for: .seconds(2))
        try await e.run("set", g1, "place=nowhere")
        let forged = try await world.create(e, "partners", "name.en=Forged partner")
        try await world.server.administer("devices", "revoke", device, "--lost-since", lost)
        let secret = try await world.create(f, "partners", "name.en=Made after the theft")
        try await f.run("sync")

        for _ in 0..<2 {
            let refused = try await e.run("sync", status: 6)
            #expect(refused.errors.contains("held for review"), "\(refused.errors)")
        }
        try await e.run("show", secret, status: 1)
        for home in [f, u] {
            try await home.run("sync")
            #expect(try await home.value(g1, "place")?.string == "Huế")
            try await home.run("show", forged, status: 1)
        }

        var held = try await world.review(device)
        #expect(held.count == 6)
        #expect(held.allSatisfy { $0["state"]?.string == "waiting" })
        #expect(held.allSatisfy { $0["person"]?.string == "Lan" })
        #expect(held.map { $0["since_lost"]?.boolean } == [false, false, false, false, true, true])
        #expect(held[0]["record"]?.string == g1)
        #expect(held[0]["fields"]?["place"]?["old"]?.string == "Huế")
        #expect(held[0]["fields"]?["place"]?["new"]?.string == "Hà Nội")
        #expect(held[4]["fields"]?["place"]?["old"]?.string == "Hà Nội")
        let names = held.compactMap { $0["change"]?.string }
        let table = try await world.server.administer("devices", "review", device).output
        #expect(table.contains("Hà Nội") && table.contains("nowhere"), "\(table)")

        held = try await world.review(
            device,
            ["--accept"] + names.prefix(4) + ["--reject"] + names.suffix(2)
        )
        #expect(
            held.map { $0["state"]?.string }
                == Array(repeating: "accepted", count: 4) + ["rejected", "rejected"]
        )
        for home in [f, u] {
            try await home.run("sync")
            #expect(try await home.value(g1, "place")?.string == "Hà Nội")
            #expect(try await home.value(g1, "legal_basis")?.string == "Decree 64")
            #expect(try await home.value(own, "abbr")?.string == "HP")
            try await home.run("show", forged, status: 1)
        }
        try await e.run("sync", status: 6)
        #expect(try await world.review(device).count == 6)

        // The person's new laptop has everything that had been sent, and what was accepted.
        let people = try await world.server.administer("person", "list", "--json").json
        let lan = try #require(
            people?["persons"]?.array?.first { $0["name"]?.string == "Lan" }?["id"]?.string
                ?? people?["people"]?.array?.first { $0["name"]?.string == "Lan" }?["id"]?.string
        )
        let fresh = try await world.server.enrol(
            "fresh",
            department: "external-relations",
            person: lan
        )
        #expect(try await fresh.value(g1, "place")?.string == "Hà Nội")
        #expect(try await fresh.value(own, "abbr")?.string == "HP")
        let author = try await f.history(g1).last { $0["fields"]?["place"] != nil }
        #expect(author?["person"]?.string == "Lan")
        #expect(author?["kind"]?.string == "acceptance")
    }

    @Test(arguments: Restoring.allCases)
    func `an old image of a withdrawn laptop loses none of its changes either`(
        restoring: Restoring
    ) async throws {
        let world = try await World()
        let (e, f) = (world.e, world.f)
        let partner = try await world.create(e, "partners", "name.en=Partner")
        try await world.synchronizeAll()
        let image = try e.image("before")
        try await e.run("set", partner, "abbr=SENT")
        try await e.run("sync")
        let devices = try await world.server.administer("devices", "--json").json?["devices"]?.array
        let device = try #require(
            devices?.first { $0["name"]?.string == "e" }?["id"]?.string
        )
        try await world.server.administer("devices", "revoke", device)
        try await e.run("set", partner, "abbr=HELD")
        try await e.run("sync", status: 6)

        try e.restore(image, as: restoring)
        try await e.run("set", partner, "abbr=IMAGE")
        try await e.run("set", partner, "name.vi=Ảnh")
        for _ in 0..<2 {
            let refused = try await e.run("sync", status: 6)
            #expect(refused.errors.contains("held for review"), "\(refused.errors)")
        }
        let held = try await world.review(device)
        #expect(held.count == 3, "\(held)")
        #expect(held.allSatisfy { $0["state"]?.string == "waiting" })
        let written = held.compactMap { $0["fields"]?["abbr"]?["new"]?.string }
        #expect(written.sorted() == ["HELD", "IMAGE"])

        let accepted = try await world.review(device, ["--accept", "all"])
        #expect(accepted.allSatisfy { $0["state"]?.string == "accepted" })
        try await f.run("sync", status: 3)
        let values = try await f.conflicts().flatMap { conflict in
            conflict["candidates"]?.array?.compactMap { $0["value"]?.string } ?? []
        }
        #expect(Set(values).isSuperset(of: ["HELD", "IMAGE"]), "\(values)")
        #expect(try await f.value(partner, "name")?["vi"]?.string == "Ảnh")
    }
}

extension World {
    /// The held changes of a device, as `devices review --json` lists them.
    func review(_ device: String, _ arguments: [String] = []) async throws -> [JSONValue] {
        let outcome = try await Program.server.run(
            ["devices", "review", device] + arguments + ["--json", "--data", server.data]
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try #require(outcome.json?["changes"]?.array)
    }
}
