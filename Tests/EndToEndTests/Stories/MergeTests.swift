import Foundation
import Shared
import Testing

/// Story 11: one partner that was entered three times.
@Suite(.serialized)
struct MergeTests {
    /// Three departments that have each entered the same network, with two agreements each; and a fourth
    /// device that holds Finance's copy.
    private struct Story {
        let world: World
        let k: Home
        var refs: [String] = []
        var meeting = ""

        private static let names = [
            "name.en=AIMF", "name.fr=Association Internationale des Maires Francophones",
            "name.vi=Hiệp hội Thị trưởng các thành phố nói tiếng Pháp (AIMF)",
        ]

        init() async throws {
            world = try await World()
            k = try await world.server.enrol("k", department: "finance", person: "Khoa")
            for (place, home) in world.homes.enumerated() {
                let country = ["FR", "BE", "FR"][place]
                let ref = try await world.create(
                    home,
                    "partners",
                    Self.names[place],
                    "country=\(country)"
                )
                refs.append(ref)
                for number in 1...2 {
                    _ = try await world.create(
                        home,
                        "agreements",
                        "title.en=\(home.name)\(number)",
                        "parties=\(ref);role=signatory"
                    )
                }
            }
            try await world.f.run("sync")
            try await k.run("sync")
            meeting = try await world.create(k, "meetings", "partners=\(refs[1])", "topics=lights")
            try await world.synchronizeAll()
        }

        var homes: [Home] { world.homes + [k] }

        func synchronizeAll() async throws {
            for _ in 0..<2 { for home in homes { _ = try await home.settle() } }
        }

        func hold() async throws { try await Invariants(homes: homes).hold() }

        /// The agreements whose parties lead to a record.
        func agreements(of ref: String, on home: Home) async throws -> Set<String> {
            let list = try await home.json("list", "agreements")
            let records = list["records"]?.array ?? []
            return Set(
                records.filter { record in
                    let parties = record["fields"]?["parties"]?.array ?? []
                    return parties.contains { $0["ref"]?.string == ref }
                }.compactMap { $0["fields"]?["title"]?["en"]?.string }
            )
        }
    }

    @Test func `three doubles become one, and three again`() async throws {
        let story = try await Story()
        let (e, refs) = (story.world.e, story.refs)
        let found = try await e.json("duplicates")["duplicates"]?.array ?? []
        #expect(found.count == 1)
        let proposed = (found.first?["records"]?.array ?? []).compactMap { $0["ref"]?.string }
        #expect(Set(proposed) == Set(refs))

        try await e.run("merge", refs[1], "--into", refs[0])
        try await e.run("merge", refs[2], "--into", refs[0])
        try await story.synchronizeAll()
        for home in story.homes {
            #expect(try await home.json("list", "partners")["total"]?.integer == 1)
            #expect(try await story.agreements(of: refs[0], on: home).count == 6)
            let partner = try await home.record(refs[1])
            #expect(partner["ref"]?.string == refs[0])
            let aliases = (partner["fields"]?["aliases"]?.array ?? []).compactMap {
                $0["text"]?.string
            }
            #expect(aliases.count == 2, "\(aliases)")
            // Two say France, one says Belgium: a disagreement, and no guess.
            #expect(partner["disputed"]?["country"]?.count == 2)
            #expect(try await home.conflicts().map { $0["field"]?.string } == ["country"])
            let meeting = try await home.record(story.meeting)
            #expect(meeting["fields"]?["partners"]?[0]?.string == refs[0])
            let named = try await home.record(
                "partners/Association internationale des maires francophones"
            )
            #expect(named["ref"]?.string == refs[0])
            #expect(try await home.json("duplicates")["duplicates"]?.count == 0)
        }
        try await story.hold()

        // Offline, on another device.
        try await story.k.run("unmerge", refs[0])
        try await story.synchronizeAll()
        for home in story.homes {
            #expect(try await home.json("list", "partners")["total"]?.integer == 3)
            for (place, name) in ["e", "f", "u"].enumerated() {
                let own = try await story.agreements(of: refs[place], on: home)
                #expect(own == ["\(name)1", "\(name)2"])
            }
            let meeting = try await home.record(story.meeting)
            #expect(meeting["fields"]?["partners"]?[0]?.string == refs[1])
            #expect(try await home.conflicts().isEmpty)
        }
        try await story.hold()
    }

    @Test
    func `a double is named to take back its merge alone, and a note is where its holder has it`()
        async throws
    {
        let world = try await World()
        let e = world.e
        for number in 1...3 {
            try await e.newRecord("partners", "name.en=Double \(number)", "code=m\(number)")
        }
        try await e.run("merge", "partners/m2", "--into", "partners/m1")
        try await e.run("merge", "partners/m3", "--into", "partners/m1")
        let back = try await e.json("unmerge", "partners/m2")["records"]?.array ?? []
        #expect(back.map { $0["fields"]?["code"]?.string } == ["m2"], "\(back)")
        #expect(try await e.json("list", "partners")["total"]?.integer == 2)
        try await e.run("merge", "partners/Double 2", "--into", "partners/m1")
        let all = try await e.json("unmerge", "partners/m1")["records"]?.array ?? []
        #expect(all.count == 2, "\(all)")
        try await e.run("set", "partners/m2", "not_same_as+=partners/m1")
        let refused = try await e.run(
            "merge",
            "partners/m1",
            "--into",
            "partners/m2",
            status: 1
        )
        let hinted = refused.errors.split(separator: "'").dropFirst().first.map(String.init)
        let holder = try await e.record(try #require(hinted))
        #expect(holder["fields"]?["code"]?.string == "m2", "\(refused.errors)")
    }

    @Test func `late edits appear on the survivor, and a settlement settles`() async throws {
        let story = try await Story()
        let (e, f, refs) = (story.world.e, story.world.f, story.refs)
        try await e.run("merge", refs[1], "--into", refs[0])
        // Finance has not heard of it.
        try await f.run("set", refs[1], "purpose=lights", "websites+=https://aimf.example.org")
        try await story.synchronizeAll()
        for home in story.homes {
            let partner = try await home.record(refs[0])
            #expect(partner["fields"]?["purpose"]?.string == "lights")
            #expect(partner["fields"]?["websites"]?.count == 1)
        }
        try await f.run("resolve", refs[0], "country", "--take", "1")
        try await story.synchronizeAll()
        let settled = try await e.value(refs[0], "country")
        for home in story.homes {
            #expect(try await home.conflicts().isEmpty)
            #expect(try await home.value(refs[0], "country") == settled)
        }
        // A plain edit asks nothing anew, be it of something that only the double holds.
        try await e.run("set", refs[0], "country=CH", "purpose=more lights")
        try await e.run("set", refs[0], "websites-=https://aimf.example.org")
        try await story.synchronizeAll()
        for home in story.homes {
            #expect(try await home.conflicts().isEmpty)
            #expect(try await home.value(refs[0], "country")?.string == "CH")
            #expect(try await home.value(refs[0], "purpose")?.string == "more lights")
            #expect(try await home.value(refs[0], "websites") == nil)
        }
        try await e.run("undo")
        #expect(try await e.value(refs[0], "websites")?.count == 1)
        let history = try await f.history(refs[0]).map { $0["kind"]?.string }
        // As it was before: the record alone.
        let before = try await f.json("show", refs[0], "--at", "2999-01-01")
        #expect(before["fields"]?["aliases"] == nil && before["disputed"]?.count == 0)
        #expect(history.contains("resolve") && history.count { $0 == "create" } == 2)
        try await story.hold()
    }

    @Test func `merging both ways at once comes to one record everywhere`() async throws {
        let story = try await Story()
        let (e, f, refs) = (story.world.e, story.world.f, story.refs)
        try await e.run("merge", refs[0], "--into", refs[1])
        try await f.run("merge", refs[1], "--into", refs[0])
        try await f.run("merge", refs[2], "--into", refs[0])
        try await story.synchronizeAll()
        var seen: Set<String> = []
        for home in story.homes {
            let list = try await home.json("list", "partners")
            #expect(list["total"]?.integer == 1)
            seen.insert(list["records"]?[0]?["ref"]?.string ?? "")
            #expect(try await home.record(refs[2])["ref"] == list["records"]?[0]?["ref"])
        }
        #expect(seen.count == 1)
        try await f.run("undo")
        try await story.synchronizeAll()
        for home in story.homes {
            #expect(try await home.json("list", "partners")["total"]?.integer == 2)
        }
        try await story.hold()
    }

    @Test func `what cannot be merged is refused, and nothing changes`() async throws {
        let story = try await Story()
        let (e, refs) = (story.world.e, story.refs)
        try await e.run("merge", refs[0], "--into", refs[0], status: 1)
        try await e.run("merge", refs[0], "--into", "agreements/e1", status: 2)
        try await e.run("set", refs[0], "not_same_as+=\(refs[1])")
        for pair in [(refs[0], refs[1]), (refs[1], refs[0])] {
            let refused = try await e.run("merge", pair.0, "--into", pair.1, status: 1)
            #expect(refused.errors.contains("not_same_as-="), "\(refused.errors)")
        }
        let left = try await e.json("duplicates")["duplicates"]?[0]?["reasons"]?.array ?? []
        for reason in left {
            let pair = Set((reason["refs"]?.array ?? []).compactMap { $0.string })
            #expect(pair != [refs[0], refs[1]])
        }
        try await e.run("unmerge", refs[2], status: 1)
        try await e.run("delete", refs[2])
        try await e.run("merge", refs[2], "--into", refs[0], status: 1)
        #expect(try await e.json("list", "partners")["total"]?.integer == 2)
    }

    @Test func `a record goes into another by the command alone, which heeds what was noted`()
        async throws
    {
        let world = try await World()
        let e = world.e
        let one = try await world.create(e, "partners", "name.en=One")
        let two = try await world.create(e, "partners", "name.en=Two", "not_same_as+=\(one)")
        let file = world.server.folder + "/rows.jsonl"
        let row = #"{"collection":"partners","fields":{"name":{"en":"X"},"merged_into":"\#(one)"}}"#
        try Data((row + "\n").utf8).write(to: URL(fileURLWithPath: file))
        for command in [
            ["set", two, "merged_into=\(one)"],
            ["add", "partners", "name.en=X", "merged_into=\(one)"], ["import", file],
        ] {
            let outcome = try await Program.client.run(
                command,
                environment: ["CAUNOI_HOME": e.folder]
            )
            #expect(outcome.status == 1, "\(command): \(outcome.output)\(outcome.errors)")
            let said = outcome.output + outcome.errors
            #expect(said.contains("caunoi merge '"), "\(command): \(said)")
            #expect(said.contains("--into '\(one.prefix(9))#\(one.suffix(6))'"), "\(said)")
        }
        #expect(try await e.json("list", "partners")["total"]?.integer == 2)
        #expect(try await e.value(two, "merged_into") == nil)
        try await e.run("merge", one, "--into", two, status: 1)
        try await e.run("set", two, "not_same_as-=\(one)")
        try await e.run("merge", two, "--into", one)
        #expect(try await e.json("list", "partners")["total"]?.integer == 1)
    }

    @Test func `the record that stays names those that went into it, each with its own code`()
        async throws
    {
        let world = try await World()
        let e = world.e
        let one = try await world.create(e, "partners", "name.en=Lyon", "code=p1")
        let two = try await world.create(e, "partners", "name.en=Ville de Lyon", "code=p2")
        let three = try await world.create(e, "partners", "name.en=Li-ông")
        for ref in [two, three] { try await e.run("merge", ref, "--into", one) }
        let shown = try await e.run("show", one).output
        for text in [
            "Ville de Lyon  p2, partners/#\(two.suffix(6))",
            "Li-ông  partners/#\(three.suffix(6))",
        ] {
            #expect(shown.contains(text), "\(text):\n\(shown)")
        }
        // A code is a record's own: two of them are no disagreement about one.
        let record = try await e.record(one)
        #expect(record["fields"]?["code"]?.string == "p1")
        #expect(record["disputed"]?.count == 0, "\(record)")
        #expect(try await e.record("partners/p2")["ref"]?.string == one)
    }

    @Test func `what others have been merged into is not taken back under them`() async throws {
        let world = try await World()
        let old = try await world.create(world.f, "partners", "name.en=Old", "size+=5 members")
        try await world.synchronizeAll()
        let new = try await world.create(world.e, "partners", "name.en=New")
        try await world.synchronizeAll()
        try await world.f.run("merge", old, "--into", new)
        try await world.f.run("sync")
        try await world.e.run("sync")
        let refused = try await world.e.run("undo", status: 1)
        #expect(refused.errors.contains("later changes depend on it"), "\(refused.errors)")
        let found = try await world.e.json("search", "Old")["exact"]
        #expect(found?.count == 1, "\(found ?? .null)")
    }
}
