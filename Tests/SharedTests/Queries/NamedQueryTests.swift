import Shared
import Testing

/// What the named questions on partners, agreements, events and people must answer on the sample.
struct NamedQueryTests {
    static let cases = [
        QueryCase(
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
        QueryCase(
            query: .timeline,
            subject: ("partners", "lyon"),
            from: "2014",
            rows: ["2018 | project | lyon-lighting-fine-arts-museum | closed"],
            never: ["2013"]
        ),
        QueryCase(
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
        QueryCase(
            query: .delegationReport,
            subject: ("delegations", "davos-2026"),
            rows: [
                "delegation | davos-2026 | hoang-nguyen-dinh | 2026-01-18 – 2026-01-23 | not stated"
            ],
            count: 14
        ),
        QueryCase(
            query: .who,
            subject: ("contacts", "phan-van-mai"),
            on: "2024-01-16",
            rows: [
                "Chủ tịch Ủy ban nhân dân Thành phố | peoples-committee | 2025-11 | post | inferred_held",
                "Chủ tịch Ủy ban nhân dân Thành phố | peoples-committee | 2024-01-16 | wef-c4ir-2024 | held",
            ],
            count: 3
        ),
        QueryCase(
            query: .who,
            subject: ("contacts", "phan-van-mai"),
            on: "2026-06-01",
            rows: [
                "Chủ tịch Ủy ban nhân dân Thành phố | peoples-committee | 2025-11 | post | no_longer"
            ]
        ),
        QueryCase(
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
        QueryCase(
            query: .agreementsAtFramework,
            rows: [
                "wef-joint-statement-2023 | 2023-09-15 | exchanged | 38 | over",
                "adgm-mou-2025 | 2025-09 | signed | 14 | over",
                "wef-joint-statement-2025 | 2025-11-26 | signed | 12 | over",
                "davos-2026-unspecified | 2026-01 | signed | 10 | unknown",
            ],
            count: 4
        ),
        QueryCase(
            query: .agreementsAtFramework,
            on: "2026-11-25",
            rows: ["adgm-mou-2025 | 2025-09 | signed | 13 | over"],
            never: ["wef-joint-statement-2025"]
        ),
        QueryCase(
            query: .lead,
            subject: ("partners", "tpo"),
            rows: ["tpo | tourism | not stated"],
            count: 1
        ),
        QueryCase(
            query: .lead,
            subject: ("partners", "adb"),
            rows: ["adb | not stated | not stated"],
            count: 1
        ),
        QueryCase(
            query: .lead,
            subject: ("partners", "wef"),
            rows: ["wef | not stated | hcmc-c4ir"],
            count: 1
        ),
        QueryCase(
            query: .memberships,
            subject: ("partners", "hcmc"),
            rows: [
                "hcmc | aimf | member | 1991 | - | active",
                "hcmc | luci | member | 2005 | - | active",
                "hcmc | tpo | member | not stated | - | active",
                "hcmc | citynet | member | not stated | - | active",
                "hcmc | c40 | participant | not stated | - | not stated",
                "hcmc | ascn | participant | not stated | - | not stated",
                "hcmc | wuf | participant | not stated | - | not stated",
            ],
            count: 7
        ),
        QueryCase(
            query: .calendar,
            from: "2024-09",
            until: "2024-09",
            rows: [
                "friendship-dialogue-2 | 2024-09-23 – 2024-09-24 | not stated | planned",
                "c4ir-inauguration | 2024-09-25 | 2024-09-24 | happened",
            ],
            count: 3
        ),
        QueryCase(
            query: .calendar,
            from: "2024-09",
            until: "2024-09",
            rows: ["hef-5 | 2024-09-24 – 2024-09-27 | not stated | planned"]
        ),
        QueryCase(
            query: .followUps,
            rows: [
                "after-davos | not stated | hcmc-c4ir | open | davos-2026, israel-innovation-2026 | -"
            ],
            count: 2
        ),
        QueryCase(
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
        QueryCase(
            query: .ties,
            rows: [
                "quoted | hcmc | - | 58 localities | as of 2025",
                "quoted | hcmc | - | 58 localities | as of 2024-09",
            ],
            count: 2
        ),
        QueryCase(
            query: .targets,
            from: "2030",
            rows: [
                "2030-city | 2030 | draft | congress-draft | -",
                "top100-liveable | 2030 | draft | congress-draft | -",
            ],
            count: 2
        ),
        QueryCase(
            query: .targets,
            from: "2045",
            rows: [
                "2045-lead | 2045 | not stated | external-relations-article | 2045-body",
                "2045-body | 2045 | draft | congress-draft | 2045-lead",
            ],
            count: 2
        ),
        QueryCase(
            query: .planVsActual,
            subject: ("events", "c4ir-inauguration"),
            rows: ["start | 2024-09-25 | 2024-09-24"]
        ),
        QueryCase(
            query: .planVsActual,
            subject: ("events", "hef-5"),
            rows: ["attendance | more than 1,000 delegates | not stated"]
        ),
        QueryCase(
            query: .size,
            subject: ("partners", "wef"),
            rows: ["not stated | - | - | - | -"],
            count: 1
        ),
    ]

    @Test(arguments: [
        ("phan-van-mai", "1995-01-01", "not stated"), ("phan-van-mai", "2023-09-14", "not stated"),
        ("phan-van-mai", "2023-09-15", "inferred_held"),
        ("phan-van-mai", "2025-10-31", "inferred_held"),
        ("phan-van-mai", "2025-11-01", "no_longer"),
        ("nguyen-van-duoc", "2020-01-01", "not stated"),
        ("nguyen-van-duoc", "2025-10-12", "not stated"),
        ("nguyen-van-duoc", "2025-10-13", "inferred_held"),
        ("nguyen-van-duoc", "2026-12-01", "inferred_held"),
    ])
    func `a post is inferred from the first day on that anything tells of it`(
        person: String,
        day: String,
        verdict: String
    ) throws {
        let asked = QueryCase(query: .who, subject: ("contacts", person), on: day, rows: [])
        let row = try #require(try asked.answer(from: .sample).rows.first)
        #expect(SampleSource.sample.text([row[4]]) == verdict)
    }

    @Test(arguments: [
        ("title=Chair", "2026-01-01", "not stated"),
        ("title=Chair;from=2020", "2019-12-31", "not_yet"),
        ("title=Chair;from=2020", "2026-01-01", "held"),
        ("title=Chair;to=2022-05", "2022-04-30", "not stated"),
        ("title=Chair;to=2022-05", "2022-05-31", "inferred_held"),
        ("title=Chair;to=2022-05", "2022-06-01", "no_longer"),
        ("title=Chair;former=yes", "2026-01-01", "no_longer"),
        ("title=Chair;from=2020;former=yes;as_of=2024", "2023-12-31", "inferred_held"),
        ("title=Chair;from=2020;former=yes;as_of=2024", "2024-01-01", "no_longer"),
    ])
    func `what is stated of a post bounds what is inferred`(
        post: String,
        day: String,
        verdict: String
    ) throws {
        var source = SampleSource.sample
        var person = try FieldWorld("contacts")
        try person.save(["name=A", "posts+=partners/wef;" + post])
        try source.add(person, as: "a")
        let asked = QueryCase(query: .who, subject: ("contacts", "a"), on: day, rows: [])
        let row = try #require(try asked.answer(from: source).rows.first)
        #expect(source.text([row[4]]) == verdict)
    }

    @Test func `a partner and the department that it is have the same memberships`() throws {
        let ways = [("partners", "acvn"), ("departments", "acvn")]
        for (collection, key) in ways {
            try QueryCase(
                query: .memberships,
                subject: (collection, key),
                rows: ["acvn | uclg-aspac | member | 2002 | - | active"],
                count: 1
            ).check()
        }
    }

    @Test(arguments: cases)
    func `a question is answered from the facts`(asked: QueryCase) throws { try asked.check() }

    @Test func `both claims on the size of CITYNET are shown with their sources`() throws {
        let sample = SampleSource.sample
        let asked = QueryCase(query: .size, subject: ("partners", "citynet"), rows: [])
        let rows = try asked.answer(from: sample).rows.map { sample.text($0) }
        for (value, source) in [
            ("about 63 cities", "city-partners-page"), ("more than 100", "acvn-page"),
        ] {
            #expect(rows.contains { $0.hasPrefix(value) && $0.contains(source) }, "\(rows)")
        }
    }

    @Test func `nine meetings with ten counterparts were held at Davos`() throws {
        let sample = SampleSource.sample
        let trip = QueryCase(
            query: .delegationReport,
            subject: ("delegations", "davos-2026"),
            rows: []
        )
        let totals = try trip.answer(from: sample).totals.map { sample.text($0) }
        #expect(totals == ["meetings | - | - | 9 | -", "counterparts | - | - | 10 | -"])
    }
}
