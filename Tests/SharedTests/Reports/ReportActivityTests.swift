import Shared
import Testing

/// What the reports say of what was done, what was only planned, and what was signed.
@Suite struct ReportActivityTests: ReportReading {
    @Test(arguments: [
        ("events", ["state+=happened"]),
        ("events", ["state+=planned", "planned_start=2026-05", "actual_start=2026-06-01"]),
        ("events", ["state+=planned", "actual_end=2026-06-01"]),
        ("delegations", ["state+=travelling", "period=2026-11-30/2026-12-03"]),
        ("delegations", ["state+=approved", "state+=reported;effective=2026-02"]),
        ("delegations", ["period=2026-03-01/2026-03-02"]),
        ("meetings", ["held_on=2026-12-01"]),
        ("meetings", ["held_on=2026-12-01", "state+=agreed"]),
        ("meetings", ["state+=held"]),
        ("activities", ["notes=one"]),
        ("activities", ["period=2026-12-01/2027"]),
    ])
    func `what was done counts as done`(_ collection: String, _ entries: [String]) throws {
        let source = try Self.source(collection, entries)
        for name in [NamedReport.summary, .activity] {
            let report = try Self.report(name, source)
            let title = name == .summary ? "What was done" : "One by one, in order of time"
            let done = Self.table(title, of: report, source)
            #expect(done.contains { $0.contains("| new |") }, "\(done)")
            let planned = Self.table("Planned, not stated whether held", of: report, source)
            #expect(!planned.contains { $0.contains("| new |") }, "\(planned)")
        }
    }

    @Test(arguments: [
        ("events", ["state+=planned", "planned_start=2026-05"]),
        ("events", ["state+=confirmed", "planned_start=2026-05"]),
        ("events", ["state+=postponed", "planned_start=2026-05"]),
        ("events", ["planned_start=2026-05"]),
        ("events", ["state+=happened;effective=2027-01"]),
        ("events", ["state+=planned", "actual_start=2026-12-02"]),
        ("delegations", ["state+=proposed", "period=2026-03-01/2026-03-02"]),
        ("delegations", ["state+=approved", "period=2026-03-01/2026-03-02"]),
        ("delegations", ["notes=neither state nor period"]),
        ("delegations", ["period=2026-12-02/2026-12-03"]),
        ("meetings", ["state+=proposed", "held_on=2026-05-01"]),
        ("meetings", ["state+=held", "held_on=2026-12-02"]),
        ("meetings", ["state+=agreed", "delegation=delegations/davos-2026"]),
        ("activities", ["period=2026-12-02/2027"]),
    ])
    func `a plan is no result`(_ collection: String, _ entries: [String]) throws {
        let sample = SampleSource.sample
        let source = try Self.source(collection, entries)
        for name in [NamedReport.summary, .activity] {
            let report = try Self.report(name, source)
            let title = name == .summary ? "What was done" : "One by one, in order of time"
            let before = Self.table(title, of: try Self.report(name, sample), sample)
            #expect(Self.table(title, of: report, source).count == before.count)
            let planned = Self.table("Planned, not stated whether held", of: report, source)
            #expect(planned.contains { $0.contains("| new |") }, "\(planned)")
        }
        let summary = try Self.report(.summary, source)
        #expect(Self.figure("acts", of: summary, source) == "acts | 33")
        #expect(Self.figure("planned", of: summary, source) == "planned | 6")
        let activity = try Self.report(.activity, source)
        #expect(
            Self.bars("Done, and only planned", of: activity, source) == [
                "done | 33", "planned | 6",
            ]
        )
    }

    @Test(arguments: [
        ("events", ["state+=planned", "state+=cancelled", "actual_start=2026-01"]),
        ("meetings", ["state+=cancelled", "held_on=2026-05-01"]),
    ])
    func `what was cancelled is neither done nor planned`(
        _ collection: String,
        _ entries: [String]
    ) throws {
        let source = try Self.source(collection, entries)
        let summary = try Self.report(.summary, source)
        #expect(Self.figure("acts", of: summary, source) == "acts | 33")
        #expect(Self.figure("planned", of: summary, source) == "planned | 5")
    }

    @Test func `as of an earlier day nothing later was done`() throws {
        let sample = SampleSource.sample
        let report = try Self.report(.activity, sample, on: "2025-06-01", from: "2026")
        #expect(Self.table("One by one, in order of time", of: report, sample).isEmpty)
        let planned = Self.table("Planned, not stated whether held", of: report, sample)
        #expect(planned.contains { $0.contains("| delegations | davos-2026 |") }, "\(planned)")
    }

    @Test(arguments: [
        (["signed_on=2026-10-01"], true), (["state+=signed_framework"], true),
        (["state+=signed_framework", "in_force_on=2027-01-01"], true),
        (["state+=negotiating", "in_force_on=2027-01-01"], false),
        (["state+=negotiating", "signed_on=2027-01-01"], false),
        (["state+=signed_framework", "signed_on=2027-01-01"], false),
        (["state+=drafted"], false), (["notes=one"], false),
    ])
    func `only what was signed by the day is signed`(_ entries: [String], _ isSigned: Bool) throws {
        let source = try Self.source("agreements", entries)
        let report = try Self.report(.summary, source)
        let rows = Self.table("Agreements signed", of: report, source)
        #expect(rows.contains { $0.hasPrefix("new |") } == isSigned, "\(rows)")
        #expect(Self.figure("signed", of: report, source) == "signed | \(isSigned ? 6 : 5)")
    }

    @Test(arguments: ["1998", "2004", "2010", "2015", "2016", "2026"])
    func `projects run as the query says`(_ year: String) throws {
        var source = SampleSource.sample
        let projects = [
            "open": ["period=2010/"], "goes-on": ["period=2010/.."], "about": ["period=1997~/2015"],
            "stateless": ["notes=no period"], "stopped": ["period=2004/2030", "state+=cancelled"],
            "under-way": ["state+=in_implementation"],
        ]
        for (key, entries) in projects.sorted(by: { $0.key < $1.key }) {
            try Self.add("projects", entries, as: key, to: &source)
        }
        var query = QueryOptions(day: 0)
        query.from = PartialDate(canonical: year)
        let answer = NamedQuery.activeProjects.answer(from: source, query)
        let verdicts = answer.rows.map { source.text([$0[0], $0[3]]) }
        // Of a period, and of the year of the day.
        for report in [
            try Self.report(.summary, source, from: year, until: year),
            try Self.report(.summary, source, on: year + "-06-15"),
        ] {
            var rows: [String] = []
            for case .table(let table) in report.sections
            where table.title.en.hasPrefix("Projects running") {
                rows = table.answer.rows.map { source.text([$0[0], $0[4]]) }
                let certain = rows.count { $0.hasSuffix("| active") }
                #expect(
                    table.title.en.hasSuffix(
                        ": \(certain), and \(rows.count - certain) possibly"
                    )
                )
                #expect(
                    Self.figure("running", of: report, source) == "running | \(certain)"
                )
            }
            #expect(rows.sorted() == verdicts.sorted())
            #expect(rows.contains("under-way | possible"))
        }
    }

    @Test func `an act of several departments counts for each, or for the one that is asked about`()
        throws
    {
        let source = try Self.source(
            "activities",
            [
                "lead_department=departments/hufo", "co_departments+=departments/tourism",
                "period=2025",
            ]
        )
        let all = try Self.report(.activity, source, from: "2025", until: "2025")
        let bars = Self.bars("By department", of: all, source)
        #expect(bars.filter { $0 == "hufo | 1" || $0 == "tourism | 1" }.count == 2, "\(bars)")
        let remark = try #require(Self.chart("By department", of: all)?.remark)
        #expect(remark.en == "an act of several departments is in the bar of each")
        #expect(remark.vi == "việc của nhiều cơ quan được tính cho từng cơ quan")

        let tourism = try source.reference("departments", "tourism")
        let own = try Self.report(.activity, source, from: "2025", department: tourism)
        #expect(Self.bars("By department", of: own, source) == ["tourism | 1"])
        #expect(Self.chart("By department", of: own)?.remark == nil)
        #expect(
            Self.table("What each department did", of: own, source) == ["tourism | 0 | 1 | 0 | 0"]
        )
    }

    @Test func `a period counts in each of its years, and what has no date is not left out`() throws
    {
        let source = try Self.source("activities", ["period=2023/2030"])
        let report = try Self.report(.activity, source)
        // 2020/2025 and the new one, which has come as far as 2026.
        let bars = Self.bars("By year", of: report, source)
        #expect(
            bars == [
                "2009 | 1", "2020 | 1", "2021 | 1", "2022 | 2", "2023 | 4", "2024 | 3", "2025 | 2",
                "2026 | 12", "not stated | 16",
            ]
        )
        #expect(
            Self.chart("By year", of: report)?.remark?.en
                == "what lasted several years is in the bar of each"
        )
        let asked = try Self.report(.activity, source, from: "2024", until: "2025")
        #expect(Self.bars("By year", of: asked, source) == ["2024 | 3", "2025 | 2"])
    }
}
