import Shared
import Testing

/// What the named questions must answer on the sample register.
struct NamedQueryTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let query: NamedQuery
        var subject: (collection: String, key: String)?
        var from: String?
        var until: String?
        var code: String?
        var on = "2026-12-01"
        /// Rows that must be there, in this order; others may stand between them.
        let rows: [String]
        /// How many rows there are; nil where that is not fixed.
        var count: Int?
        /// Texts that are in no row.
        var never: [String] = []

        var testDescription: String { "\(query.rawValue) \(subject?.key ?? code ?? from ?? "")" }
    }

    static let cases = [
        Case(
            query: .timeline,
            subject: ("partners", "lyon"),
            from: "1997",
            rows: [
                "1997 | project | lyon-lighting-museum-hcm | closed",
                "2002 | founded | luci | not stated",
                "2004 | project | lyon-lighting-city-hall | closed",
                "2005 | membership | hcmc-luci | active",
                "2008 | project | lyon-lighting-opera-house | closed",
                "2013 | project | lyon-lighting-post-office | closed",
                "2018 | project | lyon-lighting-fine-arts-museum | closed",
                "2023 | project | lyon-lighting-state-treasury | closed",
                "not stated | programme | lyon-lighting | not stated",
            ],
            count: 9
        ),
        Case(
            query: .timeline,
            subject: ("partners", "lyon"),
            from: "2014",
            rows: ["2018 | project | lyon-lighting-fine-arts-museum | closed"],
            never: ["2013"]
        ),
        Case(
            query: .agreementChain,
            subject: ("partners", "wef"),
            rows: [
                "2023-09-15 | wef-joint-statement-2023 | exchanged | - | -",
                "2024-01-16 | wef-c4ir-2024 | signed | wef-joint-statement-2023 | -",
                "2024-09-24 | wef-c4ir-2024 | delivered | - | inferred: the centre opened on this day",
                "2025-11-26 | wef-joint-statement-2025 | signed | - | -",
            ],
            count: 4
        ),
        Case(
            query: .disagreements,
            subject: ("events", "c4ir-inauguration"),
            rows: [
                "c4ir-inauguration | planned_start | plan | 2024-09-25, 2024-09-24"
            ],
            count: 1
        ),
        Case(
            query: .disagreements,
            rows: [
                "cities-alliance | not_same_as | identity | uclg-aspac"
            ],
            never: ["lyon"]
        ),
        Case(
            query: .stale,
            rows: [
                "tpo | size | 24 cities | not stated | undated",
                "eu-kas-acvn | state | in_implementation | 2011 | over",
            ],
            never: ["hcmc | tie_count | 58 localities | 2025"]
        ),
        Case(
            query: .delegationReport,
            subject: ("delegations", "davos-2026"),
            rows: [
                "delegation | davos-2026 | hoang-nguyen-dinh | 2026-01-18 – 2026-01-23"
            ],
            count: 14
        ),
        Case(
            query: .who,
            subject: ("contacts", "phan-van-mai"),
            on: "2024-01-16",
            rows: [
                "Chủ tịch Ủy ban nhân dân Thành phố | peoples-committee | 2025-11 | post | inferred_held",
                "Chủ tịch Ủy ban nhân dân Thành phố | peoples-committee | 2024-01-16 | wef-c4ir-2024 | held",
            ],
            count: 3
        ),
        Case(
            query: .who,
            subject: ("contacts", "phan-van-mai"),
            on: "2026-06-01",
            rows: [
                "Chủ tịch Ủy ban nhân dân Thành phố | peoples-committee | 2025-11 | post | no_longer"
            ]
        ),
        Case(
            query: .donorFamily,
            subject: ("partners", "cida"),
            rows: [
                "cida | itself | urban-management-1998 | 1998 – ? | not stated",
                "cida | itself | municipal-partnership-2003 | 2003 – 2010 | not stated",
                "cida | itself | sea-uema | 2008-10 – 2010-03 | not stated",
                "dfatd | possible | mped | 2010 – 2015 | not stated",
                "global-affairs-canada | possible | pmi-led | 2016 – 2021 | not stated",
                "environment-canada | apart | solid-waste-2018 | 2018 – 2021 | not stated",
            ],
            count: 6
        ),
        Case(
            query: .agreementsAtFramework,
            rows: [
                "wef-joint-statement-2023 | 2023-09-15 | exchanged | 38 | over",
                "adgm-mou-2025 | 2025-09 | signed | 14 | over",
                "wef-joint-statement-2025 | 2025-11-26 | signed | 12 | over",
                "davos-2026-unspecified | 2026-01 | signed | 10 | unknown",
            ],
            count: 4
        ),
        Case(
            query: .agreementsAtFramework,
            on: "2026-11-25",
            rows: ["adgm-mou-2025 | 2025-09 | signed | 13 | over"],
            never: ["wef-joint-statement-2025"]
        ),
        Case(
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
        Case(
            query: .funding,
            rows: ["aimf | not stated | not stated | - | - | 1 | 1 | 0 | not stated"]
        ),
        Case(
            query: .funding,
            code: "USD",
            rows: ["lyon | 1997 | about 400,000 USD | - | - | 1 | 0 | 0 | not stated"],
            count: 1
        ),
        Case(
            query: .lead,
            subject: ("partners", "tpo"),
            rows: ["tpo | tourism | not stated"],
            count: 1
        ),
        Case(
            query: .lead,
            subject: ("partners", "adb"),
            rows: ["adb | not stated | not stated"],
            count: 1
        ),
        Case(
            query: .lead,
            subject: ("partners", "wef"),
            rows: ["wef | not stated | hcmc-c4ir"],
            count: 1
        ),
        Case(
            query: .memberships,
            subject: ("partners", "hcmc"),
            rows: [
                "hcmc | aimf | member | 1991 | active", "hcmc | luci | member | 2005 | active",
                "hcmc | tpo | member | not stated | active",
                "hcmc | citynet | member | not stated | active",
                "hcmc | c40 | participant | not stated | not stated",
                "hcmc | ascn | participant | not stated | not stated",
                "hcmc | wuf | participant | not stated | not stated",
            ],
            count: 7
        ),
        Case(
            query: .calendar,
            from: "2024-09",
            until: "2024-09",
            rows: [
                "friendship-dialogue-2 | 2024-09-23 – 2024-09-24 | not stated | planned",
                "c4ir-inauguration | 2024-09-25 | 2024-09-24 | happened",
            ],
            count: 3
        ),
        Case(
            query: .calendar,
            from: "2024-09",
            until: "2024-09",
            rows: ["hef-5 | 2024-09-24 – 2024-09-27 | not stated | planned"]
        ),
        Case(
            query: .followUps,
            rows: [
                "after-davos | not stated | hcmc-c4ir | open | davos-2026, israel-innovation-2026 | -"
            ],
            count: 2
        ),
        Case(
            query: .incomplete,
            code: "agreements",
            rows: [
                "adgm-mou-2025 | signatories", "wef-joint-statement-2025 | signatories",
                "davos-2026-unspecified | parties, signatories",
            ]
        ),
        Case(
            query: .activeProjects,
            from: "2010",
            rows: [
                "municipal-partnership-2003 | 2003 – 2010 | closed | active",
                "mped | 2010 – 2015 | closed | active",
                "eu-kas-acvn | 2009 – 2011 | in_implementation | active",
                "sea-uema | 2008-10 – 2010-03 | closed | active",
                "urban-observatory | 2010-03 – ? | in_implementation | active",
                "urban-management-1998 | 1998 – ? | in_implementation | possible",
                "acca | not stated | not stated | possible",
            ],
            never: ["pmi-led", "lyon-lighting-city-hall", "solid-waste-2018"]
        ),
        Case(
            query: .ties,
            rows: [
                "quoted | hcmc | 2025 | 58 localities", "quoted | hcmc | 2024-09 | 58 localities",
            ],
            count: 2
        ),
        Case(
            query: .targets,
            from: "2030",
            rows: [
                "2030-city | 2030 | draft | congress-draft | -",
                "top100-liveable | 2030 | draft | congress-draft | -",
            ],
            count: 2
        ),
        Case(
            query: .targets,
            from: "2045",
            rows: [
                "2045-lead | 2045 | not stated | external-relations-article | 2045-body",
                "2045-body | 2045 | draft | congress-draft | 2045-lead",
            ],
            count: 2
        ),
        Case(
            query: .planVsActual,
            subject: ("events", "c4ir-inauguration"),
            rows: ["start | 2024-09-25 | 2024-09-24"]
        ),
        Case(
            query: .planVsActual,
            subject: ("events", "hef-5"),
            rows: ["attendance | more than 1,000 delegates | not stated"]
        ),
        Case(
            query: .due,
            rows: ["not stated | framework | adgm-mou-2025 | not stated | signed, 2025-09"]
        ),
    ]

    @Test(arguments: cases)
    func `a question is answered from the facts`(asked: Case) throws {
        let sample = SampleSource.sample
        let answer = try Self.answer(asked, sample)
        let rows = answer.rows.map { sample.text($0) }
        var rest = rows[...]
        for row in asked.rows {
            let place = rest.firstIndex(of: row)
            #expect(place != nil, "\(row) is missing from:\n\(rows.joined(separator: "\n"))")
            if let place { rest = rest[(place + 1)...] }
        }
        if let count = asked.count { #expect(rows.count == count, "\(rows)") }
        for text in asked.never { #expect(!rows.contains { $0.contains(text) }, "\(rows)") }
        for row in answer.rows + answer.totals { #expect(row.count == answer.columns.count) }
    }

    @Test func `amounts are added by currency, never converted, and stay about`() throws {
        let answer = try Self.answer(Case(query: .funding, rows: []), .sample)
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

    @Test func `both claims on the size of CITYNET are shown with their sources`() throws {
        let sample = SampleSource.sample
        let asked = Case(query: .size, subject: ("partners", "citynet"), rows: [])
        let rows = try Self.answer(asked, sample).rows.map { sample.text($0) }
        for (value, source) in [
            ("about 63 cities", "city-partners-page"), ("more than 100", "acvn-page"),
        ] {
            #expect(rows.contains { $0.hasPrefix(value) && $0.contains(source) }, "\(rows)")
        }
    }

    @Test func `nine meetings with ten counterparts at Davos, and all that CITYNET says of itself`()
        throws
    {
        let sample = SampleSource.sample
        let trip = Case(query: .delegationReport, subject: ("delegations", "davos-2026"), rows: [])
        let totals = try Self.answer(trip, sample).totals.map { sample.text($0) }
        #expect(totals == ["meetings | - | - | 9", "counterparts | - | - | 10"])
        let asked = Case(query: .disagreements, subject: ("partners", "citynet"), rows: [])
        let rows = try Self.answer(asked, sample).rows.map { sample.text($0) }
        #expect(rows.count == 1)
        for text in ["about 63 cities", "more than 100", "about 40"] {
            #expect(rows[0].contains(text), "\(rows)")
        }
    }

    @Test func `equipment was given in 2008, 2013, 2018 and 2023`() throws {
        let sample = SampleSource.sample
        let asked = Case(query: .support, code: "equipment", rows: [])
        let rows = try Self.answer(asked, sample).rows
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

        let funding = try Self.answer(Case(query: .funding, rows: []), source)
        let amounts = funding.rows.map { source.text($0) }.filter { $0.hasPrefix("adb") }
        #expect(
            amounts == [
                "adb | 2026 | not stated | 0 USD | 2,600,000 USD | 1 | 0 | 1 | not stated",
                "adb | 2026 | not stated | 0 VND | 61,000,000,000 VND | 1 | 0 | 1 | not stated",
            ]
        )
        let due = try Self.answer(Case(query: .due, on: "2026-10-02", rows: []), source)
        let rows = due.rows.map { source.text($0) }
        let note = "disputed 2026-12-31 or 2029-12-31"
        #expect(rows.first == "2026-10-02 | notice | g1 | 0 | \(note)")
        #expect(rows.dropFirst().first == "2026-12-31 | expiry | g1 | 90 | \(note)")
    }

    @Test(arguments: [
        (
            #"{"fee":"1200 EUR","fee_period":"2026-01/2026-12"}"#,
            "2026-12 | dues | due | 0 | 1,200 EUR"
        ),
        (#"{"fee_period":"2026"}"#, "2026 | dues | due | -334 | "),
        (#"{"fee":"1200 EUR"}"#, "not stated | dues | due | not stated | 1,200 EUR"),
        (#"{"fee":"1200 EUR","state":[{"state":"ended"}]}"#, nil),
        (#"{"state":[{"state":"active"}]}"#, nil),
    ])
    func `dues are due after the period that was paid`(fields: String, row: String?) throws {
        var source = SampleSource.sample
        var membership = try FieldWorld("memberships")
        try membership.load(try JSONParser.parse(Array(fields.utf8)))
        try source.add(membership, as: "due")
        let rows = try Self.answer(Case(query: .due, rows: []), source).rows.map { source.text($0) }
        #expect(rows.filter { $0.contains("dues") } == (row.map { [$0] } ?? []))
    }

    private static func answer(_ asked: Case, _ source: SampleSource) throws -> QueryAnswer {
        let day = try #require(PartialDate(canonical: asked.on)).earliestDay
        var options = QueryOptions(day: day)
        options.subject = try asked.subject.map { try source.reference($0.collection, $0.key) }
        options.from = asked.from.flatMap { PartialDate(canonical: $0) }
        options.until = asked.until.flatMap { PartialDate(canonical: $0) }
        options.code = asked.code
        return asked.query.answer(from: source, options)
    }
}

extension FieldWorld {
    /// Two people save one field at once.
    mutating func dispute(_ an: String, _ binh: String) throws {
        let seen = state
        try save([an], by: .an, at: 10, seeing: seen)
        try save([binh], by: .binh, at: 20, seeing: seen)
    }
}
