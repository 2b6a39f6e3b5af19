import Shared
import Testing

/// What is entered is told back whole, and the named questions see it, offline.
@Suite(.serialized)
struct QueryStories {
    @Test func `what was saved is printed back with every part, and a question finds it`()
        async throws
    {
        let world = try await World()
        let home = world.e
        let partner = try await world.create(home, "partners", "name.en=Harbour City")
        let saved = try await home.run(
            "add",
            "agreements",
            "title.en=Port memorandum",
            "parties+=\(partner);role=signatory",
            "signed_on=2025-09",
            "state+=signed_framework;effective=2025-09",
            "valid_until=2027-01-31",
            "notice_days=90",
            "commitments+=send the plans;due=2026-05;state=open"
        ).output
        for part in [
            "Harbour City; role=signatory", "signed_framework; effective=2025-09",
            "send the plans; due=2026-05; state=open",
        ] {
            #expect(saved.contains(part), "\(saved)")
        }

        let frameworks = try await home.json(
            "query",
            "agreements-at-framework",
            "--on",
            "2026-12-01"
        )
        #expect(frameworks["on"]?.string == "2026-12-01")
        #expect(frameworks["rows"]?.count == 1)
        let row = frameworks["rows"]?[0]
        #expect(row?["agreement"]?["label"]?.string == "Port memorandum")
        #expect(row?["date"]?.string == "2025-09" && row?["basis"]?.string == "signed")
        #expect(row?["months"]?.integer == 14 && row?["verdict"]?.string == "over")

        let due = try await home.json("query", "due", "--on", "2026-11-03")
        let dates = due["rows"]?.array?.compactMap { $0["date"]?.string }
        #expect(dates == ["2026-05", "2026-11-02", "2027-01-31"])
        let days = due["rows"]?.array?.compactMap { $0["days"]?.integer }
        #expect(days == [-156, -1, 89])
        #expect(due["rows"]?[0]?["record"]?["label"]?.string == "Port memorandum")
    }

    @Test func `what comes about later changes nothing before`() async throws {
        let world = try await World()
        let home = world.e
        let partner = try await world.create(home, "partners", "name.en=Harbour City")
        _ = try await world.create(
            home,
            "agreements",
            "title.en=G2",
            "parties+=\(partner)",
            "signed_on=2024-12-31",
            "state+=signed_framework;effective=2024-12-31",
            "state+=terminated;effective=2027-12",
            "valid_until=2026-12-31",
            "notice_days=30"
        )
        let due = try await home.json("query", "due", "--on", "2026-11-28")["rows"]?.array ?? []
        let dated = due.filter { $0["date"]?.isNull == false }
        #expect(dated.map { $0["what"]?.string } == ["notice", "expiry"], "\(due)")
        #expect(dated.map { $0["days"]?.integer } == [3, 33], "\(due)")
        for (day, count) in [("2024-12-30", 0), ("2026-11-28", 1), ("2027-12-01", 0)] {
            let name = "agreements-at-framework"
            let rows = try await home.json("query", name, "--on", day)["rows"]
            #expect(rows?.count == count, "\(day): \(rows ?? .null)")
        }
    }

    @Test func `a membership that is over is said to have ended`() async throws {
        let world = try await World()
        let home = world.e
        let member = try await world.create(home, "partners", "name.en=Harbour City")
        let network = try await world.create(home, "partners", "name.en=League of Harbours")
        _ = try await world.create(
            home,
            "memberships",
            "member=\(member)",
            "network=\(network)",
            "since+=2010",
            "until+=2020",
            "state+=active"
        )
        for (day, state) in [("2020-06-01", "active"), ("2026-01-01", "ended")] {
            let answer = try await home.json("query", "memberships", "--on", day)
            let row = answer["rows"]?[0]
            #expect(row?["until"]?[0]?["value"]?.string == "2020", "\(answer)")
            #expect(row?["state"]?.string == state, "\(answer)")
        }
    }

    @Test func `what sources contradict each other on is told until it is decided`() async throws {
        let world = try await SampleWorld()
        let rows = try await world.e.json("query", "disagreements")["rows"]?.array ?? []
        let notes = rows.compactMap { $0["note"]?.string }
        for number in 1...41 where number != 36 && number != 39 {
            let code = (number < 10 ? "C0" : "C") + "\(number): "
            // Every side of a pair tells what is noted of it.
            let sides = [14: 3, 17: 2, 26: 2, 34: 2][number] ?? 1
            #expect(notes.filter { $0.contains(code) }.count == sides, "\(code)\(notes)")
        }
        #expect(rows.allSatisfy { ($0["sources"]?.count ?? 0) > 0 }, "\(rows)")

        #expect(try await Self.contradictedFields(of: "partners/CITYNET", world.e) == Self.three)
        let said = try await world.e.run(
            "query",
            "disagreements",
            "partners/CITYNET",
            "--lang",
            "vi"
        ).output
        for text in ["quy mô", "trụ sở", "đã ghi nhận", "C02: CITYNET có hai tên"] {
            #expect(said.contains(text), "\(said)")
        }
        try await world.e.run("set", "resolutions/C02", "decided_on=2026-01-18")
        let left = Self.three.filter { $0 != "name" }
        #expect(try await Self.contradictedFields(of: "partners/CITYNET", world.e) == left)
    }

    @Test func `a partner that is a department too is found by the name of both`() async throws {
        let world = try await SampleWorld()
        let asked = ["ACVN", "partners/ACVN", "departments/ACVN"]
        for name in asked {
            let rows = try await world.e.json("query", "memberships", "--of", name)["rows"]
            #expect(rows?.count == 1, "\(name): \(rows ?? .null)")
            let told = try await world.e.json("query", "disagreements", name)["rows"]
            let notes = (told?.array ?? []).compactMap { $0["note"]?.string }
            #expect(notes.contains { $0.contains("C12: ") }, "\(name): \(notes)")
        }
        // Of what sources claim, a record is told as everywhere else.
        let rows = try await world.e.json("query", "disagreements", "WEF")["rows"]?.array ?? []
        let row = try #require(rows.first { $0["field"]?.string == "parties_claims" })
        let value = row["values"]?[0]?["value"]
        #expect(value?["ref"]?.string?.isEmpty == false, "\(row)")
        #expect(value?["label"]?.string?.isEmpty == false, "\(row)")
    }

    /// On what the sources of the sample contradict each other about CITYNET.
    private static let three = ["name", "seat", "size"]

    /// The fields of a record on which the register contradicts itself, sorted.
    private static func contradictedFields(
        of ref: String,
        _ home: Home
    ) async throws -> [String] {
        let answer = try await home.json("query", "disagreements", ref)
        return (answer["rows"]?.array ?? []).compactMap { $0["field"]?.string }.sorted()
    }

    @Test func `a size that no source states is said to be not stated`() async throws {
        let world = try await SampleWorld()
        let said = try await world.e.run("query", "size", "WEF", "--lang", "en").output
        #expect(said.contains("not stated"), "\(said)")
        let rows = try await world.e.json("query", "size", "WEF")["rows"]
        #expect(rows?.count == 1 && rows?[0]?["value"]?.isNull == true, "\(rows ?? .null)")
    }

    @Test(arguments: [
        (["query", "dew"], 2), (["query", "lead"], 2), (["query", "calendar", "2024"], 2),
        (["query", "due", "--on", "tomorrow"], 2), (["query", "lead", "partners/nobody"], 1),
        (["query", "incomplete", "partnrs"], 2), (["query"], 0),
    ])
    func `a question that cannot be read is refused with what to type`(
        arguments: [String],
        status: Int
    ) async throws {
        let world = try await World()
        let outcome = try await Program.client.run(
            arguments,
            environment: ["CAUNOI_HOME": world.e.folder]
        )
        #expect(outcome.status == Int32(status), "\(outcome.errors)")
        #expect(outcome.errors.isEmpty == (status == 0))
    }
}
