import Shared
import Testing

/// What is said when a record is saved: of it, of its programme, and where nothing names it.
@Suite(.serialized)
struct SavedWarningsTests {
    private func checks(_ document: JSONValue) -> [String] {
        (document["warnings"]?.array ?? []).compactMap { $0["check"]?.string }
    }

    @Test func `a programme's number of projects is told, also when one of them is saved`()
        async throws
    {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let made = try await e.json(
            "add",
            "projects",
            "title.en=Lights",
            "number_of_projects=2 projects"
        )
        #expect(checks(made) == ["number_of_projects"], "\(made)")
        let programme = try #require(made["ref"]?.string)
        let first = try await e.run(
            "add",
            "projects",
            "title.en=Lamps",
            "programme=\(programme)",
            "--lang",
            "vi"
        )
        let warning = "lưu ý: Lights: số dự án: số dự án đã ghi khác số đã nêu"
        #expect(first.errors.contains(warning), "\(first.errors)")
        let second = try await e.json("add", "projects", "title.en=Masts", "programme=\(programme)")
        #expect(checks(second).isEmpty, "\(second)")
        let third = try await e.json("add", "projects", "title.en=Bulbs", "programme=\(programme)")
        #expect(checks(third) == ["number_of_projects"])
        #expect(third["warnings"]?[0]?["ref"]?.string == programme)
        // What has nothing to do with it does not bring it up again.
        let other = try await e.json("set", programme, "abbr=LI")
        #expect(checks(other).isEmpty, "\(other)")
    }

    @Test func `an agreement that is said to be carried out, without anything, is told`()
        async throws
    {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let made = try await e.json(
            "add",
            "agreements",
            "title.en=G",
            "state+=in_implementation;effective=2024"
        )
        #expect(checks(made) == ["nothing_under_way"], "\(made)")
        let agreement = try #require(made["ref"]?.string)
        let delivered = try await e.json("set", agreement, "state+=delivered;effective=2025")
        #expect(checks(delivered) == ["delivered_nothing"], "\(delivered)")
        let quiet = try await e.json("set", agreement, "code=G1")
        #expect(checks(quiet).isEmpty, "\(quiet)")
        try await e.newRecord("activities", "title.en=Visit", "agreement=\(agreement)")
        let other = try await e.json("set", agreement, "commitments+=twenty trees")
        #expect(checks(other).isEmpty, "\(other)")
    }

    @Test(arguments: [
        ("partners", "country=VN", "name, abbr"),
        ("agreements", "kind=mou", "title"),
        ("contributions", "amount=1 EUR", "project, funder"),
        ("partners", "lead_department=departments/finance", "name"),
    ])
    func `what nothing identifies is refused, and what would do is named`(
        collection: String,
        value: String,
        names: String
    ) async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let before = try await e.json("status")["records"]?.integer
        let told = try await e.run("add", collection, value, "--lang", "en", status: 1)
        #expect(told.errors.contains("nothing here says which record it is"), "\(told.errors)")
        #expect(told.errors.contains(names) && told.errors.contains("caunoi add \(collection)"))
        let failure = try await e.run("add", collection, value, "--json", status: 1)
        #expect(failure.errors.contains("nothing_identifies"), "\(failure.errors)")
        #expect(try await e.json("status")["records"]?.integer == before)
    }

    @Test func `a name, a code or another record identifies`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let lyon = try await e.newRecord("partners", "abbr=LY")
        try await e.newRecord("agreements", "code=G1")
        try await e.newRecord("agreements", "parties+=\(lyon);role=signatory")
        try await e.newRecord("contributions", "funder=\(lyon)")
        try await e.newRecord("contacts", "posts+=\(lyon);title=Mayor")
    }
}
