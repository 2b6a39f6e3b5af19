import Shared
import Testing

/// What the questions on money and on what is due must answer.
struct MoneyQueryTests {
    static let cases = [
        QueryCase(
            query: .funding,
            rows: [
                "lyon | 1997 | about 400,000 USD | - | - | 1 | 0 | 0 | not stated",
                "lyon | 2004 | about 30,000 EUR | - | - | 1 | 0 | 0 | not stated",
                "lyon | 2008 | about 180,000 EUR | - | - | 1 | 0 | 0 | not stated",
                "lyon | 2013 | about 136,000 EUR | - | - | 1 | 0 | 0 | not stated",
                "lyon | 2018 | about 130,000 EUR | - | - | 1 | 0 | 0 | not stated",
                "lyon | 2023 | about 150,000 EUR | - | - | 1 | 0 | 0 | not stated",
            ],
            never: ["converted"]
        ),
        QueryCase(
            query: .funding,
            rows: ["aimf | not stated | not stated | - | - | 1 | 1 | 0 | not stated"]
        ),
        QueryCase(
            query: .funding,
            code: "USD",
            rows: ["lyon | 1997 | about 400,000 USD | - | - | 1 | 0 | 0 | not stated"],
            count: 1
        ),
        QueryCase(
            query: .due,
            rows: ["not stated | framework | adgm-mou-2025 | not stated | signed, 2025-09"]
        ),
    ]

    @Test(arguments: cases)
    func `a question is answered from the facts`(asked: QueryCase) throws { try asked.check() }

    @Test func `amounts are added by currency, never converted, and stay about`() throws {
        let answer = try QueryCase(query: .funding, rows: []).answer(from: .sample)
        let totals = answer.totals.map { SampleSource.sample.text($0) }
        let end = " | 0 | 0 | not stated"
        #expect(totals.contains("- | - | about 626,000 EUR | - | - | 5" + end), "\(totals)")
        #expect(totals.contains("- | - | about 400,000 USD | - | - | 1" + end), "\(totals)")
        #expect(
            totals.contains {
                $0.hasPrefix("- | - | not stated | ") && $0.hasSuffix(" | 0 | not stated")
            }
        )
    }

    @Test func `equipment was given in 2008, 2013, 2018 and 2023`() throws {
        let sample = SampleSource.sample
        let asked = QueryCase(query: .support, code: "equipment", rows: [])
        let rows = try asked.answer(from: sample).rows
        #expect(
            rows.map { sample.text([$0[2]]) } == [
                "2008", "2013", "2018", "2023",
            ]
        )
    }

    @Test func `a disputed amount is in no sum, and a disputed end reminds at the earlier one`()
        throws
    {
        var source = SampleSource.sample
        var contribution = try FieldWorld("contributions")
        try contribution.save(["funder=partners/adb", "period=2026"])
        try contribution.dispute("amount=2600000 USD", "amount=61000000000 VND")
        try source.add(contribution, as: "disputed-contribution")
        var agreement = try FieldWorld("agreements")
        try agreement.save(["title=G1", "notice_days=90"])
        try agreement.dispute("valid_until=2029-12-31", "valid_until=2026-12-31")
        try source.add(agreement, as: "g1")

        let funding = try QueryCase(query: .funding, rows: []).answer(from: source)
        let amounts = funding.rows.map { source.text($0) }.filter { $0.hasPrefix("adb") }
        let ends = [
            " | 0 USD | 2,600,000 USD | 1 | 0 | 1 | not stated",
            " | 0 VND | 61,000,000,000 VND | 1 | 0 | 1 | not stated",
        ]
        try #require(amounts.count == ends.count, "\(amounts)")
        for (amount, end) in zip(amounts, ends) {
            #expect(amount.hasPrefix("adb | 2026 | disputed ") && amount.hasSuffix(end))
            #expect(amount.contains("2,600,000 USD") && amount.contains("61,000,000,000 VND"))
        }
        let due = try QueryCase(query: .due, on: "2026-10-02", rows: []).answer(from: source)
        let rows = due.rows.map { source.text($0) }
        let note = "disputed 2026-12-31 or 2029-12-31"
        #expect(rows.first == "2026-10-02 | notice | g1 | 0 | \(note)")
        #expect(rows.dropFirst().first == "2026-12-31 | expiry | g1 | 90 | \(note)")
    }

    @Test func `a sum of which nothing is certain says between which amounts it lies`() throws {
        var source = SampleSource.sample
        for key in ["first", "second"] {
            var contribution = try FieldWorld("contributions")
            try contribution.save(["funder=partners/adb", "period=2026"])
            try contribution.dispute("amount=200 VND", "amount=300 VND")
            try source.add(contribution, as: key)
        }
        let answer = try QueryCase(query: .funding, rows: []).answer(from: source)
        let row = answer.rows.first { source.text($0).hasPrefix("adb | 2026 | ") }
        let total = answer.totals.first { source.text($0).contains(" VND | ") }
        for cells in [row, total] {
            guard case .word("disputed", let labels)? = cells?[2] else {
                Issue.record("\(answer)")
                continue
            }
            #expect(labels.en == "from 400 VND to 600 VND, disputed")
            #expect(labels.vi.hasPrefix("từ 400 ") && labels.vi.hasSuffix(", còn khác nhau"))
        }
        // What is not stated stays apart.
        var unknown = try FieldWorld("contributions")
        try unknown.save(["funder=partners/adb", "period=2026"])
        try source.add(unknown, as: "unknown")
        let rows = try QueryCase(query: .funding, rows: []).answer(from: source).rows
        let texts = rows.map { source.text($0) }.filter { $0.hasPrefix("adb | 2026 | ") }
        #expect(
            Set(texts) == [
                "adb | 2026 | disputed | 400 VND | 600 VND | 2 | 0 | 2 | not stated",
                "adb | 2026 | not stated | - | - | 1 | 1 | 0 | not stated",
            ]
        )
    }

    @Test(arguments: [
        (
            #"{"fee":"1200 EUR","fee_period":"2026-01/2026-12"}"#,
            "2026-12 | dues | due | 0 | 1,200 EUR"
        ),
        (#"{"fee_period":"2026"}"#, "2026 | dues | due | 30 | "),
        (#"{"fee":"1200 EUR"}"#, "not stated | dues | due | not stated | 1,200 EUR"),
        (#"{"fee":"1200 EUR","state":[{"state":"ended"}]}"#, nil),
        (#"{"state":[{"state":"active"}]}"#, nil),
    ])
    func `dues are due after the period that was paid`(fields: String, row: String?) throws {
        var source = SampleSource.sample
        var membership = try FieldWorld("memberships")
        try membership.load(try JSONParser.parse(Array(fields.utf8)))
        try source.add(membership, as: "due")
        let answer = try QueryCase(query: .due, rows: []).answer(from: source)
        let rows = answer.rows.map { source.text($0) }
        #expect(rows.filter { $0.contains("dues") } == (row.map { [$0] } ?? []))
    }
}
