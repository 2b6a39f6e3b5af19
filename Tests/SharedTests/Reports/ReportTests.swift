import Shared
import Testing

/// What the reports say of the sample register and of records made for them.
@Suite struct ReportTests {
    /// A report, as of the first of December 2026.
    private static func report(
        _ name: NamedReport,
        _ source: SampleSource = .sample,
        from: String? = nil,
        until: String? = nil,
        department: Reference? = nil
    ) throws -> Report {
        let day = try #require(PartialDate(canonical: "2026-12-01")).earliestDay
        var options = ReportOptions(day: day)
        options.from = from.flatMap { PartialDate(canonical: $0) }
        options.until = until.flatMap { PartialDate(canonical: $0) }
        options.department = department
        return name.report(from: source, options)
    }

    private static func charts(_ report: Report) -> [Report.Chart] {
        report.sections.compactMap { section in
            guard case .chart(let chart) = section else { return nil }
            return chart
        }
    }

    private static func bars(
        _ title: String,
        of report: Report,
        _ source: SampleSource = .sample
    ) throws -> [String] {
        let chart = try #require(charts(report).first { $0.title.en == title })
        return chart.bars.map { source.text([$0.label, $0.shown]) + " \($0.length) \($0.reach)" }
    }

    private static func table(
        _ title: String,
        of report: Report,
        _ source: SampleSource = .sample
    ) -> [String] {
        for case .table(let table) in report.sections where table.title.en == title {
            return table.answer.rows.map { source.text($0) }
        }
        return []
    }

    @Test(arguments: NamedReport.allCases)
    func `every report says something in both languages`(_ name: NamedReport) throws {
        let report = try Self.report(name)
        #expect(!report.sections.isEmpty)
        #expect(!report.data.rows.isEmpty)
        for row in report.data.rows { #expect(row.count == report.data.columns.count) }
        for section in report.sections {
            switch section {
            case .chart(let chart):
                #expect(!chart.title.vi.isEmpty && !chart.title.en.isEmpty)
                for bar in chart.bars {
                    #expect(
                        (0...1000).contains(bar.length) && (bar.length...1000).contains(bar.reach)
                    )
                }
                #expect(chart.bars.contains { $0.reach == 1000 })
            case .table(let table):
                #expect(!table.title.vi.isEmpty && !table.title.en.isEmpty)
                for row in table.answer.rows { #expect(row.count == table.answer.columns.count) }
            }
        }
    }

    @Test func `funding is drawn by year, each currency for itself`() throws {
        let report = try Self.report(.funding)
        #expect(
            try Self.bars("By year, EUR", of: report) == [
                "2004 | about 30,000 EUR 166 166", "2008 | about 180,000 EUR 1000 1000",
                "2013 | about 136,000 EUR 755 755", "2018 | about 130,000 EUR 722 722",
                "2023 | about 150,000 EUR 833 833",
            ]
        )
        #expect(
            try Self.bars("By donor, USD", of: report) == ["lyon | about 400,000 USD 1000 1000"]
        )
        #expect(Self.table("Amount not stated", of: report).contains { $0.hasPrefix("aimf | 1 |") })
    }

    @Test func `a disputed amount is drawn from its least to its most and is in no certain sum`()
        throws
    {
        var source = SampleSource.sample
        var disputed = try FieldWorld("contributions")
        try disputed.save(["funder=partners/adb", "project=projects/mped", "period=2026"])
        try disputed.dispute("amount=2600000 USD", "amount=2400000 USD")
        try source.add(disputed, as: "disputed")
        var certain = try FieldWorld("contributions")
        try certain.save(["funder=partners/adb", "amount=1000000 USD", "period=2026"])
        try source.add(certain, as: "certain")

        let report = try Self.report(.funding, source)
        #expect(
            try Self.bars("By donor, USD", of: report, source).first
                == "adb | disputed 3,400,000 USD or 3,600,000 USD 277 1000"
        )
        #expect(
            Self.table("Totals", of: report, source).contains(
                "not stated | about 1,400,000 USD | about 3,800,000 USD | about 4,000,000 USD | 3 | 1"
            )
        )
        let rows = Self.table("Disputed amounts, not in the certain totals", of: report, source)
        #expect(
            rows.count == 1 && rows[0].hasPrefix("mped | adb | 2,400,000 USD | 2,600,000 USD |")
        )
    }

    @Test func `what was promised and what was paid are never added up`() throws {
        var source = SampleSource.sample
        for (key, kind) in [("promise", "commitment"), ("payment", "disbursement")] {
            var line = try FieldWorld("contributions")
            try line.save(["funder=partners/adb", "amount=50 GBP", "date=2020", "kind=\(kind)"])
            try source.add(line, as: key)
        }
        let report = try Self.report(.funding, source)
        let titles = Self.charts(report).map { $0.title.en }.filter { $0.contains("GBP") }
        #expect(
            titles.sorted() == [
                "By donor, GBP, commitment", "By donor, GBP, disbursement",
                "By year, GBP, commitment", "By year, GBP, disbursement",
            ]
        )
    }

    @Test func `amounts without a currency may be of any, so that they are not added up`() throws {
        var source = SampleSource.sample
        for (key, amount) in [("franc", "70 CHF"), ("first", "30"), ("second", "about 5")] {
            var line = try FieldWorld("contributions")
            try line.save(["funder=partners/adb", "amount=\(amount)", "date=2020"])
            try source.add(line, as: key)
        }
        let answer = NamedQuery.funding.answer(from: source, QueryOptions(day: 0))
        let totals = answer.totals.map { source.text($0) }
        let sums = ["70 CHF | - | - | 1 | 0", "not_added | - | - | 2 | 2"]
        for sum in sums {
            #expect(totals.contains("- | - | " + sum + " | 0 | not stated"), "\(totals)")
        }
        let report = try Self.report(.funding, source)
        #expect(
            try Self.bars("By donor, currency not stated", of: report, source) == [
                "adb | not_added 0 0"
            ]
        )
        let summary = try Self.report(.summary, source)
        #expect(!summary.data.rows.contains { $0[0].isCode("funding_XXX") })
    }

    @Test func `one sum that donor and recipient both report counts once`() throws {
        var source = SampleSource.sample
        var ours = try FieldWorld("contributions")
        try ours.save(["funder=partners/adb", "amount=70 CHF", "date=2020"])
        try source.add(ours, as: "ours")
        var theirs = try FieldWorld("contributions")
        try theirs.save([
            "funder=partners/adb", "amount=70 CHF", "date=2020", "duplicates_of=contributions/ours",
        ])
        try source.add(theirs, as: "theirs")
        let report = try Self.report(.funding, source)
        #expect(try Self.bars("By donor, CHF", of: report, source) == ["adb | 70 CHF 1000 1000"])
        let answer = NamedQuery.funding.answer(from: source, QueryOptions(day: 0))
        let totals = answer.totals.map { source.text($0) }
        #expect(totals.contains("- | - | 70 CHF | - | - | 1 | 0 | 0 | not stated"), "\(totals)")
        #expect(answer.remarks.count == 1)
    }

    @Test func `what is budgeted is never added to what is paid`() throws {
        var source = SampleSource.sample
        for (kind, amount) in [("budget", 100), ("disbursement", 30), ("disbursement", 40)] {
            var line = try FieldWorld("contributions")
            try line.save([
                "funder=partners/adb", "amount=\(amount) CHF", "date=2020", "kind=\(kind)",
            ])
            try source.add(line, as: "\(kind)-\(amount)")
        }
        let answer = NamedQuery.funding.answer(from: source, QueryOptions(day: 0))
        let rows = answer.rows.map { source.text($0) }.filter { $0.contains("CHF") }
        #expect(
            rows == [
                "adb | 2020 | 100 CHF | - | - | 1 | 0 | 0 | budget",
                "adb | 2020 | 70 CHF | - | - | 2 | 0 | 0 | disbursement",
            ]
        )
    }

    @Test func `a period leaves out what is not in it or has no date`() throws {
        let report = try Self.report(.funding, from: "2013", until: "2018")
        #expect(try Self.bars("By year, EUR", of: report).count == 2)
        #expect(Self.table("Amount not stated", of: report).isEmpty)
    }

    @Test func `meetings of a delegation fall into its days`() throws {
        let january = try Self.report(.activity, from: "2026-01", until: "2026-01")
        let rows = Self.table("One by one, in order of time", of: january)
        #expect(rows.filter { $0.contains("| meetings |") }.count == 9)
        let before = try Self.report(.activity, until: "2025-12")
        #expect(
            !Self.table("One by one, in order of time", of: before).contains {
                $0.contains("meetings")
            }
        )
    }

    @Test func `a department's report has what it had a part in`() throws {
        let tourism = try SampleSource.sample.reference("departments", "tourism")
        let report = try Self.report(.activity, department: tourism)
        let rows = Self.table("One by one, in order of time", of: report)
        #expect(rows.count == 1 && rows[0].contains("tourism"))
    }

    @Test func `agreements are counted in the order of their stages`() throws {
        let bars = try Self.bars("By stage", of: Self.report(.agreements))
        #expect(bars == ["signed_framework | 4 1000 1000", "delivered | 1 250 250"])
    }

    @Test func `what a department has no record of leaves the page empty`() throws {
        let hufo = try SampleSource.sample.reference("departments", "hufo")
        let report = try Self.report(.agreements, department: hufo)
        #expect(report.sections.isEmpty)
    }

    @Test func `a length is the share of the longest, whatever the digits`() throws {
        let whole = try #require(DecimalNumber(canonical: "61000000000.55"))
        #expect(whole.thousandths(of: whole) == 1000)
        #expect(DecimalNumber(1).thousandths(of: DecimalNumber(3)) == 333)
        #expect(DecimalNumber(-5).thousandths(of: DecimalNumber(3)) == 0)
        #expect(DecimalNumber(7).thousandths(of: .zero) == 0)
        var random = SeededRandom(seed: 11)
        for _ in 0..<500 {
            let left = Int64.random(in: 1...9_000_000_000, using: &random)
            let right = Int64.random(in: left...9_000_000_000, using: &random)
            let share = DecimalNumber(left).thousandths(of: DecimalNumber(right))
            #expect(share == Int(left * 1000 / right))
        }
    }
}

extension QueryCell {
    fileprivate func isCode(_ code: String) -> Bool {
        if case .word(let found, _) = self { found == code } else { false }
    }
}
