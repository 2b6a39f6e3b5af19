import Shared
import Testing

/// Story 8: a department is merged into another while its people are offline.
@Suite(.serialized)
struct DepartmentMergerTests {
    @Test func `everything arrives, attributed to the old department, and the new one decides`()
        async throws
    {
        let world = try await World()
        let (server, x, d) = (world.server, world.f, world.u)
        // Urban Planning leads twelve agreements and is merged into Finance.
        var refs: [String] = []
        for number in 1...12 {
            refs.append(
                try await world.create(
                    d,
                    "agreements",
                    "title.en=G\(number)",
                    "lead_department=departments/urban-planning"
                )
            )
        }
        try await world.synchronizeAll()
        for (number, ref) in refs.prefix(7).enumerated() {
            try await d.run("set", ref, "valid_until=203\(number)-12-31")
        }
        for ref in refs.prefix(3) { try await x.run("set", ref, "valid_until=2029-06-30") }
        try await x.run("sync")
        try await server.administer("department", "merge", "urban-planning", "--into", "finance")

        let report = try await d.json("sync", status: 3)
        #expect(report["pushed"]?.integer == 7)
        let handed = report["handed_over"]
        #expect(handed?["department"]?.string == "finance")
        let told = (handed?["records"]?.array ?? []).compactMap { $0["label"]?.string }
        #expect(Set(told) == Set((1...7).map { "G\($0)" }))
        for home in [x, world.e] { _ = try await home.settle() }

        for home in world.homes {
            #expect(try await home.conflicts().count == 3)
            let mine = try await home.json(
                "list",
                "agreements",
                "--where",
                "lead_department = departments/finance"
            )
            #expect(mine["total"]?.integer == 12, "\(home.name)")
            for (number, ref) in refs.prefix(7).enumerated() {
                let last = try await home.history(ref).first {
                    JSONWriter.string($0["fields"] ?? .null).contains("203\(number)-12-31")
                }
                #expect(last?["department"]?.string == "urban-planning (now finance)")
            }
            // Its old name is still found.
            let found = try await home.record("departments/Urban Planning")
            #expect(found["fields"]?["code"]?.string == "finance", "\(found)")
        }
        let named = try await x.json("history", "departments/finance")
        let mergers = (named["changes"]?.array ?? []).filter {
            $0["note"]?.string?.contains("urban-planning has been merged into finance") == true
        }
        #expect(mergers.count == 1)
        let list = try await server.administer("department", "list", "--json").json
        let old = list?["departments"]?.array?.first { $0["id"]?.string == "urban-planning" }
        #expect(old?["merged_into"]?.string == "finance")
        for number in 0..<3 {
            try await x.run("resolve", refs[number], "valid_until", "--value", "2029-06-30")
        }
        try await world.synchronizeAll()
        try await world.hold()

        try await server.administer("department", "unmerge", "urban-planning")
        try await world.synchronizeAll()
        for home in world.homes {
            let theirs = try await home.json(
                "list",
                "agreements",
                "--where",
                "lead_department = departments/urban-planning"
            )
            #expect(theirs["total"]?.integer == 12)
            #expect(try await home.history(refs[0])[0]["department"]?.string == "urban-planning")
        }
        try await world.hold()
        try await server.administer("verify")
    }

    @Test func `a department that has been merged takes nobody in`() async throws {
        let server = try await RunningServer()
        try await server.administer("department", "merge", "urban-planning", "--into", "finance")
        for arguments in [
            ["invite", "--department", "urban-planning", "--person", "Lan"],
            ["department", "merge", "urban-planning", "--into", "finance"],
            ["department", "merge", "finance", "--into", "urban-planning"],
            ["department", "merge", "finance", "--into", "finance"],
            ["department", "merge", "finance", "--into", "nowhere"],
            ["department", "unmerge", "finance"], ["department", "unmerge", "nowhere"],
        ] {
            let refused = try await Program.server.run(arguments + ["--data", server.data])
            #expect((1...2).contains(refused.status), "\(arguments): \(refused.errors)")
            #expect(!refused.errors.isEmpty)
        }
        try await server.administer("department", "unmerge", "urban-planning")
        try await server.administer("invite", "--department", "urban-planning", "--person", "Lan")
    }
}
