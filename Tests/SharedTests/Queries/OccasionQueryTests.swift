import Shared
import Testing

/// What the questions on trips, events and a donor's past answer.
struct OccasionQueryTests {
    // MARK: - Trips

    private static func report(of source: SampleSource) throws -> QueryAnswer {
        let asked = QueryCase(
            query: .delegationReport,
            subject: ("delegations", "davos-2026"),
            rows: []
        )
        return try asked.answer(from: source)
    }

    @Test func `a meeting that was cancelled is marked, and counts for nothing`() throws {
        let source = try SampleSource.sample.with(
            "meetings/off",
            ["delegation=delegations/davos-2026", "partners+=partners/adb", "state+=cancelled"]
        )
        let report = try Self.report(of: source)
        let rows = report.rows.map { source.text($0) }
        #expect(rows.contains("meeting | off | adb | not stated | cancelled"), "\(rows)")
        #expect(rows.filter { $0.hasSuffix(" | held") }.count == 9, "\(rows)")
        let totals = report.totals.map { source.text($0) }
        #expect(totals == ["meetings | - | - | 9 | -", "counterparts | - | - | 10 | -"])
    }

    @Test func `meetings that are only proposed are marked, and told apart`() throws {
        let source = try SampleSource.sample.with(
            "meetings/idea",
            ["delegation=delegations/davos-2026", "partners+=partners/adb", "state+=proposed"]
        )
        let report = try Self.report(of: source)
        let rows = report.rows.map { source.text($0) }
        #expect(rows.contains("meeting | idea | adb | not stated | proposed"), "\(rows)")
        let totals = report.totals.map { source.text($0) }
        #expect(
            totals == [
                "meetings | - | - | 10 | -", "counterparts | - | - | 11 | -",
                "proposed | - | - | 1 | -",
            ]
        )
    }

    // MARK: - Events

    @Test func `an event of which only the end is known is in the calendar of it`() throws {
        let source = try SampleSource.sample.with(
            "events/end",
            ["title=E", "planned_end=2026-11-20", "actual_end=2026-11-21"]
        )
        for (month, isListed) in [("2026-11", true), ("2026-10", false), ("2026-12", false)] {
            let asked = QueryCase(query: .calendar, from: month, until: month, rows: [])
            let rows = try asked.answer(from: source).rows.map { source.text($0) }
            let row = "end | ? – 2026-11-20 | ? – 2026-11-21 | not stated"
            #expect(rows.contains(row) == isListed, "\(month): \(rows)")
        }
    }

    @Test func `those counted at the doors are told beside those expected`() throws {
        let source = try SampleSource.sample.with(
            "events/counted",
            ["title=E", "expected=more than 100 guests", "headcount+=850"]
        )
        let asked = QueryCase(query: .planVsActual, subject: ("events", "counted"), rows: [])
        let rows = try asked.answer(from: source).rows.map { source.text($0) }
        #expect(rows.contains("attendance | more than 100 guests | not stated"), "\(rows)")
        #expect(rows.contains("headcount | more than 100 guests | 850"), "\(rows)")
        let other = QueryCase(query: .planVsActual, subject: ("events", "hef-5"), rows: [])
        #expect(try other.answer(from: source).rows.count == 3)
    }

    // MARK: - What happened with a donor

    static let timelines = [
        QueryCase(
            query: .timeline,
            subject: ("partners", "cida"),
            rows: [
                "1998 – ? | funding | urban-management-1998 | in_implementation",
                "2003 – 2010 | funding | municipal-partnership-2003 | closed",
                "2008-10 – 2010-03 | funding | sea-uema | closed",
            ],
            count: 3
        ),
        QueryCase(
            query: .timeline,
            subject: ("partners", "eu"),
            rows: ["2009 – 2011 | funding | eu-kas-acvn | in_implementation"],
            count: 1
        ),
        // What was still going on in 2011 belongs there, and a project is told once.
        QueryCase(
            query: .timeline,
            subject: ("partners", "fcm"),
            from: "2011",
            rows: [
                "1998 – ? | programme | urban-management-1998 | in_implementation",
                "2010 – 2015 | project | mped | closed",
                "2016 – 2021 | project | pmi-led | closed",
            ],
            never: ["municipal-partnership-2003", "founded", "funding"]
        ),
    ]

    @Test(arguments: timelines)
    func `the projects of a donor's money are told, and what goes on`(asked: QueryCase) throws {
        try asked.check()
    }

    @Test func `money that is passed on, or for no project, is told with its own day`() throws {
        let passed = try SampleSource.sample.with(
            "contributions/passed",
            ["project=projects/mped", "funder=partners/adb", "channel=partners/eu", "date=2012"]
        )
        let entries = ["funder=partners/eu", "period=2014/2015"]
        let source = try passed.with("contributions/free", entries)
        let asked = QueryCase(query: .timeline, subject: ("partners", "eu"), rows: [])
        let rows = try asked.answer(from: source).rows.map { source.text($0) }
        #expect(
            rows == [
                "2009 – 2011 | funding | eu-kas-acvn | in_implementation",
                "2012 | channel | mped | closed", "2014 – 2015 | funding | free | not stated",
            ]
        )
    }
}
