import Shared
import Testing

/// What belongs to the period of a report, each thing once, and what a report says that it leaves out.
@Suite struct ReportPeriodTests: ReportReading {
    @Test(arguments: [
        ("2024/..", [2024, 2025, 2026]), ("2024/", [2024]), ("../2024", [2024]),
        ("2023/2024", [2023, 2024]), ("2024", [2024]),
    ])
    func `an act is in the reports of the years that its period is known to have`(
        _ period: String,
        _ years: [Int]
    ) throws {
        let source = try Self.source("activities", ["period=\(period)"])
        func isThere(from: String, until: String? = nil) throws -> Bool {
            let report = try Self.report(.activity, source, from: from, until: until)
            return Self.table("One by one", of: report, source).contains {
                $0.contains("| new |")
            }
        }
        for year in 2022...2026 {
            let isFound = try isThere(from: "\(year)", until: "\(year)")
            #expect(isFound == years.contains(year), "\(year)")
        }
        #expect(try isThere(from: "2024"))
        #expect(try isThere(from: "2020", until: "2030"))
        #expect(try isThere(from: "2027") == period.hasSuffix("/.."))
    }

    @Test func `a period says how many it leaves out for want of a date`() throws {
        let source = try Self.source("agreements", ["state+=signed_framework"])
        let acts = "acts without a date, left out: 19"
        let agreements = "agreements without a date, left out: 1"
        let money = "lines of money without a date, left out: 13"
        let remarks: [NamedReport: [String]] = [
            .summary: [acts, agreements, money], .funding: [money], .support: [money],
            .agreements: [agreements], .activity: [acts], .health: [],
        ]
        for name in NamedReport.allCases {
            #expect(try Self.report(name, source).remarks.isEmpty)
            let report = try Self.report(name, source, from: "2024", until: "2024")
            #expect(report.remarks.map { $0.en } == remarks[name], "\(name)")
            for remark in report.remarks {
                #expect(remark.vi.contains(", không đưa vào: "), "\(remark.vi)")
            }
        }
    }

    @Test(arguments: ["2024/2025", "2024/..", "2024-11/2025-03"])
    func `a sum of several years counts in the first of them alone`(_ period: String) throws {
        let source = try Self.source(
            "contributions",
            ["funder=partners/adb", "amount=70 CHF", "period=\(period)"]
        )
        for (from, until) in [("2024", "2024"), ("2024", "2025"), ("2023", "2030")] {
            let report = try Self.report(.funding, source, from: from, until: until)
            #expect(Self.bars("By year, CHF", of: report, source) == ["2024 | 70 CHF"])
            let rows = Self.table("For several years", of: report, source)
            #expect(rows.count == 1, "\(rows)")
            #expect(
                rows.allSatisfy {
                    $0.hasPrefix("adb | not stated | ")
                        && $0.hasSuffix(" | 2024 | 70 CHF | not stated")
                },
                "\(rows)"
            )
            let remark = "lines for several years, counted whole in the first: 1"
            #expect(report.remarks.contains { $0.en == remark }, "\(report.remarks)")
        }
        for name in [NamedReport.funding, .support, .summary] {
            let report = try Self.report(name, source, from: "2025", until: "2025")
            #expect(Self.bars("By year, CHF", of: report, source).isEmpty)
            #expect(Self.figure("funding_CHF", of: report, source) == nil)
            let remark = "lines that began before the period, counted in their first year, left out"
            #expect(report.remarks.contains { $0.en == remark + ": 1" }, "\(report.remarks)")
        }
    }

    @Test func `a sum that is recorded twice counts in one year whatever its second line says`()
        throws
    {
        var source = SampleSource.sample
        let line = ["funder=partners/adb", "amount=70 CHF"]
        try Self.add("contributions", line + ["date=2024"], as: "ours", to: &source)
        let again = ["date=2025", "duplicates_of=contributions/ours"]
        try Self.add("contributions", line + again, as: "theirs", to: &source)
        let first = try Self.report(.funding, source, from: "2024", until: "2024")
        #expect(Self.bars("By year, CHF", of: first, source) == ["2024 | 70 CHF"])
        let second = try Self.report(.funding, source, from: "2025", until: "2025")
        #expect(Self.bars("By year, CHF", of: second, source).isEmpty)
    }

    @Test func `a date that may be outside of the period is told of`() throws {
        let source = try Self.source(
            "contributions",
            ["funder=partners/adb", "amount=70 CHF", "date=2024"]
        )
        let remark = "lines dated by month or year alone, perhaps outside of the period: 1"
        for (from, until, isUnsure) in [
            ("2024-01", "2024-06", true), ("2024-07", "2024-12", true), ("2024", "2024", false),
        ] {
            let report = try Self.report(.funding, source, from: from, until: until)
            #expect(Self.bars("By year, CHF", of: report, source) == ["2024 | 70 CHF"])
            #expect(report.remarks.contains { $0.en == remark } == isUnsure)
        }
    }

    // MARK: - As of a day

    private static let ages = "By age, from the day of signature"

    @Test func `as of an earlier day what is signed later has no age`() throws {
        let sample = SampleSource.sample
        let report = try Self.report(.agreements, sample, on: "2024-01-01")
        #expect(Self.bars(Self.ages, of: report, sample) == ["0 | 1", "unsigned | 4"])
        #expect(Self.table("Still at framework level", of: report, sample).isEmpty)
        let summary = try Self.report(.summary, sample, on: "2024-01-01")
        #expect(Self.figure("signed", of: summary, sample) == "signed | 1")
    }

    @Test(arguments: [
        (["state+=signed_framework", "signed_on=2026-12-31"], "unsigned | 1", 5),
        (["state+=negotiating"], "unsigned | 1", 5),
        (["state+=signed_framework", "in_force_on=2027-01-01"], "not stated | 1", 6),
        (["state+=signed_framework"], "not stated | 1", 6),
    ])
    func `what has an age is what the summary calls signed`(
        _ entries: [String],
        _ bar: String,
        _ signed: Int
    ) throws {
        let source = try Self.source("agreements", entries)
        let report = try Self.report(.agreements, source)
        #expect(Self.bars(Self.ages, of: report, source) == ["0 | 1", "1 | 2", "2 | 2", bar])
        let summary = try Self.report(.summary, source)
        #expect(Self.figure("signed", of: summary, source) == "signed | \(signed)")
    }

    @Test func `a follow-up is overdue when the last day that its date can mean is over`() throws {
        let sample = SampleSource.sample
        let source = try Self.source("follow_ups", ["state+=open", "due=2026-11"])
        func figure(_ code: String, _ source: SampleSource, on day: String) throws -> String? {
            Self.figure(code, of: try Self.report(.summary, source, on: day), source)
        }
        let before = try figure("overdue", sample, on: "2026-11-30")
        #expect(before == "overdue | 0")
        #expect(try figure("overdue", source, on: "2026-11-30") == before)
        #expect(try figure("due", source, on: "2026-11-30") == "due | 1")
        #expect(try figure("overdue", source, on: "2026-12-01") == "overdue | 1")
        #expect(try figure("due", source, on: "2026-12-01") == "due | 0")
    }

    @Test func `the summary names the kind of each sum`() throws {
        var source = SampleSource.sample
        for (kind, amount) in [("commitment", 50), ("disbursement", 40)] {
            let line = ["funder=partners/adb", "amount=\(amount) GBP", "kind=\(kind)"]
            try Self.add("contributions", line, as: kind, to: &source)
        }
        let report = try Self.report(.summary, source)
        var names: [Labels] = []
        for row in report.data.rows {
            guard case .word(_, let labels) = row[0] else { continue }
            names.append(labels)
        }
        #expect(Set(names.map { $0.en }).count == report.data.rows.count)
        for labels in [
            Labels(
                vi: "tài trợ chắc chắn, GBP, cam kết",
                en: "certain funding, GBP, commitment"
            ),
            Labels(
                vi: "tài trợ chắc chắn, EUR, chưa rõ loại",
                en: "certain funding, EUR, kind not stated"
            ),
        ] { #expect(names.contains(labels), "\(names)") }
        let paid = Self.figure("funding_GBP_disbursement", of: report, source)
        #expect(paid == "funding_GBP_disbursement | 40 GBP")
    }
}
