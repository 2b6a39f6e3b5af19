import Shared
import Testing

/// What looks wrong in a record, one case for each check, and one that looks like it and is right.
@Suite struct RecordChecksTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let check: Finding.Check
        let collection: String
        let odd: [String]
        let right: [String]
        var testDescription: String { check.rawValue }
    }

    static let cases = [
        Case(
            check: .memberBeforeFounding,
            collection: "memberships",
            odd: ["network=partners/young", "since+=1996"],
            right: ["network=partners/young", "since+=2004"]
        ),
        Case(
            check: .actualBeforePlanned,
            collection: "events",
            odd: ["title=A", "planned_start=2026-06-01", "actual_start=2025-05-01"],
            right: ["title=A", "planned_start=2026-06-01", "actual_start=2025-12-01"]
        ),
        Case(
            check: .actualBeforePlanned,
            collection: "projects",
            odd: ["title=A", "planned=2020/2022", "actual=2017/2019"],
            right: ["title=A", "planned=2020/2022", "actual=2019/2021"]
        ),
        Case(
            check: .runningPastEnd,
            collection: "projects",
            odd: ["title=A", "period=2010/2015", "state+=in_implementation"],
            right: ["title=A", "period=2010/2015", "state+=closed"]
        ),
        Case(
            check: .closedBeforeEnd,
            collection: "projects",
            odd: ["title=A", "period=2020/2035", "state+=closed"],
            right: ["title=A", "period=2020/..", "state+=closed"]
        ),
        Case(
            check: .postWithoutDates,
            collection: "contacts",
            odd: ["name=A", "posts+=partners/young;title=Chair"],
            right: ["name=A", "posts+=partners/young;title=Chair;as_of=2025"]
        ),
        Case(
            check: .sharedAbbreviation,
            collection: "partners",
            odd: ["name=A", "abbr=yng"],
            right: ["name=A", "abbr=YNG", "not_same_as+=partners/young"]
        ),
        Case(
            check: .numberOfProjects,
            collection: "projects",
            odd: ["title=A", "number_of_projects=6 projects"],
            right: ["title=A", "number_of_projects=about 6 projects"]
        ),
        Case(
            check: .currencyOfAnotherTime,
            collection: "contributions",
            odd: ["funder=partners/young", "amount=5 EUR", "date=1997"],
            right: ["funder=partners/young", "amount=5 EUR", "date=1999"]
        ),
        Case(
            check: .currencyOfAnotherTime,
            collection: "contributions",
            odd: ["funder=partners/young", "amount=5 DEM", "period=2008/2009"],
            right: ["funder=partners/young", "amount=5 DEM", "period=1998/1999"]
        ),
        Case(
            check: .currencyOfAnotherTime,
            collection: "contributions",
            odd: ["funder=partners/young", "amount=5 EUR", "date=1997"],
            right: ["funder=partners/young", "amount=5", "date=1997"]
        ),
        Case(
            check: .amountWithoutCurrency,
            collection: "contributions",
            odd: ["funder=partners/young", "amount=about 5"],
            right: ["funder=partners/young", "amount=about 5 EUR"]
        ),
        Case(
            check: .malformedAddress,
            collection: "partners",
            odd: ["name=A", "websites+=a.vn", "websites+=nota:url"],
            right: ["name=A", "websites+=a.vn", "websites+=http://a.vn/x"]
        ),
        Case(
            check: .malformedAddress,
            collection: "departments",
            odd: ["name=A", "mailbox=a at b.vn"],
            right: ["name=A", "mailbox=a@b.vn", "tel=028 3822 4224"]
        ),
        Case(
            check: .oldFigure,
            collection: "partners",
            odd: ["name=A", "size+=63 cities;as_of=2019"],
            right: ["name=A", "size+=63 cities;as_of=2019", "size+=70 cities;as_of=2026"]
        ),
        Case(
            check: .unusualTransition,
            collection: "agreements",
            odd: ["title=A", "state+=delivered;effective=2020", "state+=drafted;effective=2021"],
            right: [
                "title=A", "state+=drafted;effective=2020", "state+=negotiating;effective=2021",
            ]
        ),
        Case(
            check: .notSigned,
            collection: "agreements",
            odd: ["title=A", "state+=signed_framework"],
            right: ["title=A", "state+=signed_framework", "exchanged_on=2023"]
        ),
        Case(
            check: .nothingUnderWay,
            collection: "agreements",
            odd: ["title=A", "state+=in_implementation"],
            right: ["title=A", "state+=in_implementation", "commitments+=twenty trees"]
        ),
        Case(
            check: .deliveredNothing,
            collection: "agreements",
            odd: ["title=A", "state+=delivered", "commitments+=twenty trees;state=open"],
            right: ["title=A", "state+=delivered", "commitments+=twenty trees;state=done"]
        ),
        Case(
            check: .validityEnded,
            collection: "agreements",
            odd: [
                "title=A", "state+=signed_framework", "signed_on=2015", "valid_until=2016-01-01",
            ],
            right: [
                "title=A", "state+=signed_framework", "signed_on=2015", "valid_until=2016-01-01",
                "renewal=automatic",
            ]
        ),
        Case(
            check: .ownPartyMissing,
            collection: "agreements",
            odd: [
                "title=A", "state+=signed_framework", "signed_on=2020", "parties+=partners/young",
            ],
            right: [
                "title=A", "state+=signed_framework", "signed_on=2020", "parties+=partners/young",
                "parties+=departments/tourism",
            ]
        ),
    ]

    private static func findings(
        _ fields: [String],
        of collection: String
    ) throws -> [Finding.Check] {
        var source = SampleSource.sample
        var young = try FieldWorld("partners")
        try young.save(["name=Young network", "abbr=YNG", "founded+=2002"])
        try source.add(young, as: "young")
        var world = try FieldWorld(collection)
        try world.save(fields)
        try source.add(world, as: "case")
        let day = try #require(PartialDate(canonical: "2026-12-01")).earliestDay
        let view = try #require(source.view(try source.reference(collection, "case")))
        return RecordChecks(source, on: day).findings(in: view).map { $0.check }
    }

    @Test(arguments: cases)
    func `what is odd is said, and what only looks like it is not`(_ asked: Case) throws {
        #expect(try Self.findings(asked.odd, of: asked.collection).contains(asked.check))
        #expect(try !Self.findings(asked.right, of: asked.collection).contains(asked.check))
    }

    @Test func `every check has a case`() {
        for check in Finding.Check.allCases {
            #expect(Self.cases.contains { $0.check == check }, "\(check)")
        }
    }

    @Test func `every check has its own words in both languages`() {
        let labels = Finding.Check.allCases.map { $0.labels }
        for language in DisplayLanguage.allCases {
            let texts = Set(labels.map { $0[language] })
            #expect(texts.count == labels.count && !texts.contains(""))
        }
    }

    @Test func `a warning names its field by its label`() throws {
        let source = SampleSource.sample
        let day = try #require(PartialDate(canonical: "2026-12-01")).earliestDay
        let answer = NamedQuery.warnings.answer(from: source, QueryOptions(day: day))
        #expect(!answer.rows.isEmpty)
        for row in answer.rows {
            guard case .record(let record) = row[0], case .word(let id, let labels) = row[1] else {
                Issue.record("\(source.text(row))")
                continue
            }
            let collection = source.schema.collection(number: record.collection)
            #expect(collection?.field(id: id)?.labels == labels, "\(source.text(row))")
        }
    }

    @Test func `the sample's oddities are those that its sources have`() throws {
        let day = try #require(PartialDate(canonical: "2026-12-01")).earliestDay
        let answer = NamedQuery.warnings.answer(from: SampleSource.sample, QueryOptions(day: day))
        let rows = answer.rows.map { SampleSource.sample.text($0) }
        // ACVN joined what is UCLG ASPAC today before that had its name.
        #expect(rows.contains { $0.contains("| since | member_before_founding |") })
        #expect(rows.contains { $0.contains("| running_past_end |") })
        #expect(rows.contains { $0.contains("| number_of_projects |") })
    }

    @Test(arguments: [
        ("projects", ["title=A", "number_of_projects=6 projects"], "number_of_projects"),
        ("agreements", ["title=A", "state+=in_implementation"], "nothing_under_way"),
        ("agreements", ["title=A", "state+=delivered"], "delivered_nothing"),
    ])
    func `what is looked up of others is heeded, and only where it matters`(
        collection: String,
        fields: [String],
        check: String
    ) throws {
        var source = SampleSource.sample
        var world = try FieldWorld(collection)
        try world.save(fields)
        try source.add(world, as: "case")
        var plain = try FieldWorld(collection)
        try plain.save(["title=B"])
        try source.add(plain, as: "plain")
        let odd = try #require(source.view(try source.reference(collection, "case")))
        let other = try #require(source.view(try source.reference(collection, "plain")))
        var asked = 0
        let without = RecordChecks(
            source,
            on: 0,
            knowing: .init(
                partners: { _ in [] },
                projects: { _ in
                    asked += 1
                    return []
                },
                isCarriedOut: { _ in
                    asked += 1
                    return false
                }
            )
        )
        #expect(without.findings(in: other).isEmpty && asked == 0)
        #expect(without.findings(in: odd).map { $0.check.rawValue } == [check])
        #expect(asked == 1)
        let six = Array(repeating: odd.reference, count: 6)
        let with = RecordChecks(
            source,
            on: 0,
            knowing: .init(
                partners: { _ in [] },
                projects: { _ in six },
                isCarriedOut: { _ in true }
            )
        )
        #expect(with.findings(in: odd).isEmpty)
    }

    @Test func `a finding has the label of its field`() throws {
        var world = try FieldWorld("contributions")
        try world.save(["amount=about 5"])
        let finding = try #require(world.view?.oddValues.first)
        #expect(finding.field == "amount" && finding.fieldLabels.vi == "số tiền")
    }

    @Test func `after one save only what that record can say is said`() throws {
        var source = SampleSource.sample
        var world = try FieldWorld("agreements")
        try world.save(["title=A", "state+=in_implementation"])
        try source.add(world, as: "case")
        let view = try #require(source.view(try source.reference("agreements", "case")))
        let checks = RecordChecks(source, on: 0, knowing: .init { _ in [] })
        #expect(checks.findings(in: view).isEmpty)
    }
}
