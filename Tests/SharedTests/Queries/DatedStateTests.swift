import Shared
import Testing

/// What the questions answer of a day: what comes about later does not count yet.
struct DatedStateTests {
    private static func rows(
        _ query: NamedQuery,
        on day: String,
        of source: SampleSource
    ) throws -> [String] {
        let asked = QueryCase(query: query, on: day, rows: [])
        return try asked.answer(from: source).rows.map { source.text($0) }
    }

    // MARK: - Agreements

    /// The sample with an agreement that was signed at the end of 2024.
    private static func source(withAgreement entries: [String]) throws -> SampleSource {
        let own = [
            "title=G", "parties+=partners/wef", "signed_on=2024-12-31", "valid_until=2027-12-31",
        ]
        return try SampleSource.sample.with("agreements/g", own + entries)
    }

    private static func isFramework(on day: String, of source: SampleSource) throws -> Bool {
        try rows(.agreementsAtFramework, on: day, of: source).contains { $0.hasPrefix("g | ") }
    }

    @Test(arguments: [
        ("state+=terminated;effective=2027-12", "2026-11-28", true),
        ("state+=terminated;effective=2026-11-01", "2026-06-01", true),
        ("state+=terminated;effective=2026-11-01", "2026-11-01", false),
        ("state+=in_implementation;effective=2027-06", "2026-12-01", true),
        ("state+=in_implementation;effective=2027-06", "2027-06-01", false),
    ])
    func `an agreement is a framework until it is something else`(
        entry: String,
        day: String,
        isListed: Bool
    ) throws {
        let entries = ["state+=signed_framework;effective=2024-12-31", entry]
        let source = try Self.source(withAgreement: entries)
        #expect(try Self.isFramework(on: day, of: source) == isListed)
    }

    @Test(arguments: ["state+=signed_framework", "state+=signed_framework;effective=2026"])
    func `what is not signed yet is no framework`(state: String) throws {
        let entries = ["title=G", "signed_on=2026", state]
        let source = try SampleSource.sample.with("agreements/new", entries)
        let before = try Self.rows(.agreementsAtFramework, on: "2023-01-01", of: source)
        #expect(before.isEmpty, "\(before)")
        // It may have been signed, and it is not a month ago.
        let then = try Self.rows(.agreementsAtFramework, on: "2026-01-05", of: source)
        #expect(then.contains("new | 2026 | signed | 0 | unknown"), "\(then)")
    }

    @Test(arguments: [
        ("activities/a", ["agreement=agreements/g", "period=2030"], true),
        ("activities/a", ["agreement=agreements/g", "period=2026-11"], false),
        ("activities/a", ["agreement=agreements/g", "title=A"], false),
        ("projects/p", ["period=2030/2032", "state+=in_implementation"], true),
        ("projects/p", ["period=2020/2027", "state+=in_implementation"], false),
        ("projects/p", ["title=P", "state+=in_implementation;effective=2027"], true),
        (
            "projects/p",
            ["state+=in_implementation;effective=2020", "state+=cancelled;effective=2026-06"],
            true
        ),
        ("agreements/h", ["title=H", "supersedes+=agreements/g"], false),
        ("agreements/h", ["title=H", "supersedes+=agreements/g", "signed_on=2027-01-05"], true),
    ])
    func `only what has begun takes an agreement off the list`(
        name: String,
        entries: [String],
        isListed: Bool
    ) throws {
        let source = try Self.source(
            withAgreement: ["state+=signed_framework", "projects+=projects/p"]
        )
        let all = try source.with(name, entries)
        #expect(try Self.isFramework(on: "2026-12-01", of: source))
        #expect(try Self.isFramework(on: "2026-12-01", of: all) == isListed)
    }

    @Test func `notice and expiry are due until the agreement has ended`() throws {
        let source = try Self.source(withAgreement: [
            "notice_days=30", "state+=signed_framework", "state+=terminated;effective=2027-06",
        ])
        let before = try Self.rows(.due, on: "2026-11-28", of: source)
        #expect(before.contains("2027-12-01 | notice | g | 368 | -"), "\(before)")
        #expect(before.contains("2027-12-31 | expiry | g | 398 | -"), "\(before)")
        let after = try Self.rows(.due, on: "2027-06-01", of: source)
        #expect(!after.contains { $0.contains("| g |") }, "\(after)")
    }

    // MARK: - Tasks and memberships

    @Test(arguments: [("2026-12-01", true), ("2026-12-05", false)])
    func `a task that is done later is still to be done`(day: String, isOpen: Bool) throws {
        let source = try SampleSource.sample.with(
            "follow_ups/task",
            ["title=Task", "due=2026-12-10", "state+=open", "state+=done;effective=2026-12-05"]
        )
        let due = try Self.rows(.due, on: day, of: source)
        #expect(due.contains { $0.contains("| task |") } == isOpen, "\(due)")
        let listed = try Self.rows(.followUps, on: day, of: source)
        let row = "task | 2026-12-10 | not stated | open | not stated | -"
        #expect(listed.contains(row) == isOpen, "\(listed)")
    }

    @Test(arguments: [
        ("2019-06-01", "active"), ("2020-12-31", "active"), ("2021-01-01", "ended"),
    ])
    func `a membership has ended once its end is past`(day: String, state: String) throws {
        let source = try SampleSource.sample.with(
            "memberships/m",
            [
                "member=partners/lyon", "network=partners/wef", "since+=2010", "until+=2020",
                "state+=active",
            ]
        )
        let rows = try Self.rows(.memberships, on: day, of: source)
        #expect(rows.contains("lyon | wef | not stated | 2010 | 2020 | \(state)"), "\(rows)")
    }

    // MARK: - Projects

    /// The entries of a project, a year, and what is said of the project in it.
    static let projects: [([String], String, String?)] = [
        (["period=2009/..", "state+=closed;effective=2012"], "2010", "active"),
        (["period=2009/..", "state+=closed;effective=2012"], "2012", "active"),
        (["period=2009/..", "state+=closed;effective=2012"], "2013", nil),
        (["period=2009/..", "state+=cancelled;effective=2012"], "2010", "active"),
        (["period=2009/2020", "state+=cancelled;effective=2012"], "2013", nil),
        (["period=2015/2020", "state+=cancelled;effective=2012"], "2016", nil),
        (["period=2009/..", "state+=suspended;effective=2012"], "2012", "active"),
        (["period=2009/..", "state+=suspended;effective=2012"], "2015", "possible"),
        (["period=2009/2012", "state+=suspended;effective=2012"], "2015", nil),
        (["period=2009/..", "state+=suspended"], "2015", "possible"),
        (["title=P", "state+=closed;effective=2012"], "2010", "possible"),
        (["title=P", "state+=closed;effective=2012"], "2013", nil),
        (["period=2003/2010", "state+=closed"], "2005", "active"),
    ]

    @Test(arguments: projects)
    func `a project runs until it is closed, cancelled or suspended`(
        entries: [String],
        year: String,
        verdict: String?
    ) throws {
        let source = try SampleSource.sample.with("projects/p", entries)
        #expect(try Self.verdict(in: year, of: source) == verdict)
    }

    @Test(arguments: [("2014", "possible"), ("2016", "active"), ("2017", "active")])
    func `what was suspended runs again once it is taken up`(
        year: String,
        verdict: String
    ) throws {
        let entries = [
            "period=2009/..", "state+=suspended;effective=2012",
            "state+=in_implementation;effective=2016",
        ]
        let source = try SampleSource.sample.with("projects/p", entries)
        #expect(try Self.verdict(in: year, of: source) == verdict)
    }

    /// What is said of the project of a test; nil where it is not in the answer.
    private static func verdict(in year: String, of source: SampleSource) throws -> String? {
        let asked = QueryCase(query: .activeProjects, from: year, on: "2026-11-28", rows: [])
        let rows = try asked.answer(from: source).rows
        return rows.first { source.text([$0[0]]) == "p" }.map { source.text([$0[3]]) }
    }
}
