import Shared
import Testing

/// What people of the departments go through, with the built programs over real HTTP.
@Suite(.serialized)
struct StoriesTests {
    // MARK: Story 1

    @Test(arguments: [["e", "f", "e"], ["f", "e", "f"]])
    func `different fields and an equal edit merge without a question`(
        order: [String]
    ) async throws {
        let world = try await World()
        let (e, f) = (world.e, world.f)
        let lan = try await world.create(e, "contacts", "name=Lan")
        let minh = try await world.create(e, "contacts", "name=Minh")
        let g1 = try await world.create(
            e,
            "agreements",
            "title.en=Agreement G1",
            "valid_until=2026-12-31",
            "contact=\(lan)"
        )
        try await world.synchronizeAll()

        let state = "state+=in_implementation;effective=2026-03"
        try await e.run("set", g1, "valid_until=2029-12-31", state)
        try await f.run("set", g1, "contact=\(minh)", state)
        for name in order { try await world.home(name).run("sync") }

        for home in [e, f] {
            let record = try await home.record(g1)
            #expect(record["fields"]?["valid_until"]?.string == "2029-12-31")
            #expect(record["fields"]?["contact"]?.string == minh)
            let log = record["fields"]?["state"]
            #expect(log?["current"]?.string == "in_implementation")
            #expect(log?["entries"]?.count == 1)
            #expect(record["disputed"]?.count == 0)
            #expect(try await home.conflicts().isEmpty)
        }
        let history = try await world.u.syncedHistory(g1)
        let authors = history.filter { $0["fields"]?["state"] != nil }
            .compactMap { $0["person"]?.string }
        #expect(Set(authors) == ["Lan", "Minh"])
        world.remember(g1, "valid_until", "2026-12-31")
        world.remember(g1, "valid_until", "2029-12-31")
        world.remember(g1, "contact", lan)
        world.remember(g1, "contact", minh)
        world.remember(g1, "state", "in_implementation")
        try await world.hold()
    }

    // MARK: Story 2

    @Test func `two values of one field stay a question until the settlements agree`() async throws
    {
        let world = try await World()
        let (e, f, u) = (world.e, world.f, world.u)
        let g1 = try await world.disputedAgreement()

        for home in world.homes {
            try await home.run("sync", status: 3)
            try await home.expectCandidates(["2027-06-30", "2029-12-31"], of: g1)
            let shown = try await home.run("show", g1).output
            #expect(shown.contains("disputed"))
        }
        try await e.run("set", g1, "notes=still being edited", "notice_days=90")
        try await e.run("sync", status: 3)

        try await e.run("resolve", g1, "valid_until", "--value", "2029-12-31")
        try await u.run("resolve", g1, "valid_until", "--value", "2027-06-30")
        try await e.run("sync")
        try await u.run("sync", status: 3)
        try await e.run("sync", status: 3)
        try await f.run("sync", status: 3)
        for home in world.homes {
            try await home.expectCandidates(["2027-06-30", "2029-12-31"], of: g1)
        }

        try await e.run("resolve", g1, "valid_until", "--value", "2029-12-31")
        for home in world.homes { try await home.run("sync") }
        for home in world.homes {
            #expect(try await home.conflicts().isEmpty)
            #expect(try await home.value(g1, "valid_until")?.string == "2029-12-31")
            #expect(try await home.value(g1, "notes")?.string == "still being edited")
        }
        let kinds = try await f.history(g1).filter { $0["fields"]?["valid_until"] != nil }
            .compactMap { $0["kind"]?.string }
        #expect(kinds.count { $0 == "edit" } == 2)
        #expect(kinds.count { $0 == "resolve" } == 3)
        try await world.hold()
    }

    @Test func `two equal settlements ask nothing`() async throws {
        let world = try await World()
        let g1 = try await world.disputedAgreement()
        for home in world.homes { try await home.run("sync", status: 3) }
        for home in [world.e, world.u] {
            try await home.run("conflicts", status: 3)
            try await home.run("resolve", g1, "valid_until", "--value", "2029-12-31")
        }
        for home in [world.u, world.e, world.f, world.u] { try await home.run("sync") }
        for home in world.homes {
            #expect(try await home.conflicts().isEmpty)
            #expect(try await home.value(g1, "valid_until")?.string == "2029-12-31")
        }
        try await world.hold()
    }

    // MARK: Story 3

    @Test(arguments: [["e", "u"], ["u", "e"]], ["--keep-deleted", "--restore"])
    func `a delete that meets an edit is a question`(
        order: [String],
        settlement: String
    ) async throws {
        let world = try await World()
        let (e, f, u) = (world.e, world.f, world.u)
        let partner = try await world.create(e, "partners", "name.en=Asian Bank")
        let c9 = try await world.create(e, "contacts", "name=Trần Chín", "code=C9")
        let m1 = try await world.create(e, "meetings", "title.en=Meeting", "counterparts=\(c9)")
        try await world.synchronizeAll()

        try await u.run("delete", c9)
        try await e.run("set", c9, "posts+=\(partner);title=Director")
        for name in order { try await world.home(name).settle() }
        for home in world.homes {
            try await home.run("sync", status: 3)
            try await home.expectDeleteConflict(of: c9)
            #expect(try await home.isListed(c9))
            #expect(try await home.value(m1, "counterparts")?[0]?.string == c9)
        }

        // An ordinary edit by a third person does not settle it.
        try await f.run("set", c9, "languages+=fr")
        try await f.run("sync", status: 3)
        try await e.run("sync", status: 3)
        try await e.expectDeleteConflict(of: c9)

        try await e.run("resolve", c9, settlement)
        for home in [e, f, u] { try await home.run("sync") }
        let isRestored = settlement == "--restore"
        for home in world.homes {
            #expect(try await home.conflicts().isEmpty)
            #expect(try await home.isListed(c9) == isRestored)
            let record = try await home.record(c9)
            #expect(record["state"]?.string == (isRestored ? "live" : "deleted"))
            #expect(record["fields"]?["posts"]?[0]?["title"]?.string == "Director")
            #expect(try await home.value(m1, "counterparts")?[0]?.string == c9)
            let shown = try await home.run("show", m1).output
            #expect(shown.contains("deleted contact (Trần Chín)") == !isRestored)
        }
        world.remember(c9, "posts", "Director")
        world.remember(c9, "languages", "fr")
        try await world.hold()
    }

    @Test func `a delete that nobody contradicts asks nothing`() async throws {
        let world = try await World()
        let c9 = try await world.create(world.e, "contacts", "name=Trần Chín")
        try await world.synchronizeAll()
        try await world.u.run("delete", c9)
        for home in [world.u, world.e, world.f] { try await home.run("sync") }
        for home in world.homes {
            #expect(try await home.conflicts().isEmpty)
            #expect(try await home.isListed(c9) == false)
        }
        world.remember(c9, "name", "Trần Chín")
        try await world.hold()
    }

    // MARK: Story 4

    @Test(.enabled(if: Program.hasOtherClocks, "the program faketime is not installed"))
    func `causality beats every clock`() async throws {
        try await editInTurn(clocks: ["+3d", "-3d", "@1970-01-01 00:00:00"]) { home, messages in
            let warnings = messages.split(separator: "\n").filter { $0.hasPrefix("warning:") }
            #expect(warnings.count == 1, "\(home.name): \(messages)")
            let skew = ["e": "3 days ahead", "f": "3 days behind", "u": "days behind"]
            #expect(warnings.first?.contains(skew[home.name] ?? "?") == true, "\(messages)")
        }
    }

    @Test(
        .enabled(if: Program.hasOtherClocks, "the program faketime is not installed"),
        arguments: [
            ["+10y", "-10y", "@2038-01-19 03:14:05"], ["@1970-01-01 00:00:00", nil, "+10y"],
        ]
    )
    func `clocks that are ten years off lose nothing and order nothing`(
        clocks: [String?]
    ) async throws {
        try await editInTurn(clocks: clocks) { home, messages in
            let warnings = messages.split(separator: "\n").filter { $0.hasPrefix("warning:") }
            #expect(warnings.count == (home.clock == nil ? 0 : 1), "\(home.name): \(messages)")
        }
    }

    @Test func `edits in turn ask nothing, and right clocks get no warning`() async throws {
        try await editInTurn(clocks: [nil, nil, nil]) { home, messages in
            #expect(!messages.contains("warning:"), "\(home.name): \(messages)")
        }
    }

    private func editInTurn(
        clocks: [String?],
        _ expectMessages: (Home, String) -> Void
    ) async throws {
        let world = try await World(clocks: clocks)
        let x = try await world.create(world.f, "agreements", "title.en=X")
        try await world.synchronizeAll()
        for (index, home) in world.homes.enumerated() {
            try await home.run("sync")
            try await home.run("set", x, "place=value \(index + 1)")
            expectMessages(home, try await home.run("sync").errors)
            world.remember(x, "place", "value \(index + 1)")
        }
        for home in world.homes {
            let report = try await home.json("sync")
            #expect(report["conflicts_open"]?.integer == 0)
            #expect(report["needs_correction"]?.integer == 0)
            #expect(try await home.value(x, "place")?.string == "value 3")
            #expect(try await home.conflicts().isEmpty)
        }
        let places = try await world.e.history(x).compactMap { $0["fields"]?["place"]?["new"] }
        #expect(places.compactMap { $0.string } == ["value 1", "value 2", "value 3"])
        try await world.hold()
    }

    // MARK: Story 13

    @Test func `money is a whole: an amount never meets another one's currency`() async throws {
        let world = try await World()
        let (e, f, u) = (world.e, world.f, world.u)
        let bank = try await world.create(e, "partners", "name.en=ADB", "abbr=ADB")
        let project = try await world.create(e, "projects", "title.en=Upgrading")
        let loan = try await world.create(
            e,
            "contributions",
            "project=\(project)",
            "funder=\(bank)",
            "kind=commitment",
            "amount=2400000 USD"
        )
        try await world.synchronizeAll()
        try await e.run("set", loan, "amount=2600000 USD")
        try await f.run("set", loan, "amount=61000000000 VND")

        let known = ["2400000 USD", "2600000 USD", "61000000000 VND"]
        for home in [e, f, u, e, f, u] {
            try await home.settle()
            for each in world.homes {
                let shown = try await each.value(loan, "amount")?.amount ?? "nothing"
                #expect(known.contains(shown), "\(each.name) shows \(shown)")
            }
        }
        for home in world.homes {
            let conflicts = try await home.conflicts()
            #expect(conflicts.count == 1)
            #expect(conflicts.first?["field"]?.string == "amount")
            let amounts = conflicts.first?["candidates"]?.array?.compactMap { $0["value"]?.amount }
            #expect(amounts?.sorted() == ["2600000 USD", "61000000000 VND"])
        }

        // Two payments of the same sum on the same day are two payments.
        for home in [e, f] {
            _ = try await world.create(
                home,
                "contributions",
                "project=\(project)",
                "funder=\(bank)",
                "kind=disbursement",
                "amount=0.25 USD",
                "date=2026-05-04"
            )
        }
        try await world.synchronizeAll()
        let listed = try await u.json("list", "contributions", "--where", "kind = disbursement")
        #expect(listed["total"]?.integer == 2)
        #expect(
            listed["records"]?.array?.compactMap { $0["fields"]?["amount"]?.amount }
                == ["0.25 USD", "0.25 USD"]
        )

        try await u.run("resolve", loan, "amount", "--value", "2600000 USD")
        for home in [u, e, f] { try await home.run("sync") }
        for home in world.homes {
            #expect(try await home.value(loan, "amount")?.amount == "2600000 USD")
        }
        for amount in ["2400000", "2600000", "61000000000"] {
            world.remember(loan, "amount", amount)
        }
        try await world.hold()
    }
}
