import ClientExchange
import Shared
import Testing

/// What of IATI files is understood, and what is said of the rest.
@Suite struct IATITests {
    /// Names every record after its key, so that records are easily compared.
    private struct Links: IATILinks {
        func reference(to organisation: IATIOrganisation) -> String {
            "partners/" + organisation.key
        }
        func reference(_ collection: String, _ key: [String]) -> String {
            collection + "/" + key.joined(separator: "|")
        }
    }

    private static func records(_ inside: String, attributes: String = "") throws -> IATIRecords {
        let text = """
            <iati-activity default-currency="USD" xml:lang="EN" \(attributes)>
            <iati-identifier> XM-1-A </iati-identifier>
            <reporting-org ref="XM-1" type="40"><narrative>Giver</narrative></reporting-org>
            \(inside)
            </iati-activity>
            """
        let element = try #require(IATIReader.item(text))
        return IATIRecords(
            element,
            hasLanguage: { ["vi", "en", "fr"].contains($0) },
            links: Links()
        )
    }

    private static func field(
        _ id: String,
        _ collection: String,
        of records: IATIRecords
    ) -> String? {
        let record = records.records.first { $0.collection == collection }
        return record?.fields.first { $0.key == id }.map { JSONWriter.string($0.value) }
    }

    @Test func `texts keep their languages, and codes in capitals are languages too`() throws {
        let records = try Self.records(
            """
            <title><narrative>Water</narrative><narrative xml:lang="VIE">Nước</narrative>
            <narrative xml:lang="xx">other</narrative></title>
            """
        )
        #expect(Self.field("title", "projects", of: records) == #"{"en":"Water","vi":"Nước"}"#)
    }

    @Test func `an own export says which project an activity is, others do not`() throws {
        let id = try #require(RecordID(text: "01JD0000000000000000000001"))
        let own = XMLElement.make("iati-activity", [], [IATIKept.project(id)])
        #expect(own.keptProject == id)
        #expect(XMLElement.make("iati-activity").keptProject == nil)
    }

    @Test func `of records only some fields are kept, and none without any`() throws {
        let records = try Self.records(
            """
            <title><narrative>Water</narrative></title>
            <document-link url="https://example.org/a" format="text/html"/>
            """
        )
        #expect(records.records.contains { $0.collection == "documents" })
        let kept = records.keeping { record in
            record.fields.filter { $0.key == "iati_identifier" }
        }
        #expect(kept.records.map { $0.collection } == ["projects"])
        #expect(kept.records[0].fields.map { $0.key } == ["iati_identifier"])
        #expect(kept.identifier == records.identifier)
    }

    @Test func `dates are a plan and a fact, and what is not known stays open`() throws {
        let records = try Self.records(
            """
            <activity-date type="1" iso-date="2020-01-01"/><activity-date type="3" iso-date="2022-12-31Z"/>
            <activity-date type="2" iso-date="2020-02-01"/>
            """
        )
        #expect(Self.field("planned", "projects", of: records) == #""2020-01-01/2022-12-31""#)
        #expect(Self.field("actual", "projects", of: records) == #""2020-02-01/""#)
    }

    @Test func `an end before its start costs the period alone`() throws {
        let records = try Self.records(
            """
            <title><narrative>T</narrative></title>
            <activity-date type="1" iso-date="2020-05-22"/><activity-date type="3" iso-date="2019-10-31"/>
            """
        )
        #expect(Self.field("planned", "projects", of: records) == nil)
        #expect(Self.field("title", "projects", of: records) == #"{"en":"T"}"#)
        #expect(records.refusals.count == 1)
    }

    private static func transaction(
        _ value: String,
        type: String = "3",
        date: String = "2020-05-01"
    ) -> String {
        """
        <transaction><transaction-type code="\(type)"/><transaction-date iso-date="\(date)"/>\(value)
        <provider-org ref="XM-2"/></transaction>
        """
    }

    struct Amount: CustomTestStringConvertible, Sendable {
        let value: String
        /// Nil where it is refused.
        let amount: String?
        var testDescription: String { value }
    }

    static let amounts = [
        Amount(
            value: #"<value value-date="2020-05-01">100</value>"#,
            amount: #"{"amount":"100","currency":"USD"}"#
        ),
        Amount(
            value: #"<value currency="KRW">762688500</value>"#,
            amount: #"{"amount":"762688500","currency":"KRW"}"#
        ),
        Amount(
            value: #"<value currency="GBP">-737</value>"#,
            amount: #"{"amount":"-737","currency":"GBP"}"#
        ),
        Amount(
            value: #"<value currency="eur"> 1,250,000.50 </value>"#,
            amount: #"{"amount":"1250000.5","currency":"EUR"}"#
        ),
        Amount(value: "<value>USD 5 000</value>", amount: #"{"amount":"5000","currency":"USD"}"#),
        Amount(
            value: "<value>1,234.50 €</value>",
            amount: #"{"amount":"1234.5","currency":"USD"}"#
        ),
        Amount(value: "<value>12,5</value>", amount: nil),
        Amount(value: "<value>1,234</value>", amount: nil),
        Amount(value: "<value>1 234,50</value>", amount: nil),
        Amount(value: "<value>1.234,50</value>", amount: nil),
        Amount(value: "<value>1e3</value>", amount: nil),
        Amount(value: "<value>0.00</value>", amount: #"{"amount":"0","currency":"USD"}"#),
        Amount(value: "<value/>", amount: nil), Amount(value: "<value>five</value>", amount: nil),
        Amount(value: "<value>1.2.3</value>", amount: nil),
        Amount(value: #"<value currency="QQQ">1</value>"#, amount: nil),
        Amount(value: "", amount: nil),
    ]

    @Test(arguments: amounts)
    func `amounts are exact, in the currency that is stated, or refused`(_ asked: Amount) throws {
        let records = try Self.records(Self.transaction(asked.value))
        #expect(Self.field("amount", "contributions", of: records) == asked.amount)
        #expect(records.refusals.count == (asked.amount == nil ? 1 : 0))
    }

    @Test func `what donor and recipient state of one sum are different kinds`() throws {
        let value = "<value>10</value>"
        let records = try Self.records(
            Self.transaction(value, type: "3") + Self.transaction(value, type: "1")
                + Self.transaction(value, type: "99")
        )
        let kinds = records.records.filter { $0.collection == "contributions" }.map { record in
            record.fields.first { $0.key == "kind" }?.value.string
        }
        #expect(kinds == ["disbursement", "incoming_funds", "unknown"])
    }

    @Test func `two payments that are alike are two, in every file the same two`() throws {
        let twice = Self.transaction("<value>10</value>") + Self.transaction("<value>10</value>")
        let keys = try Self.records(twice).records.map { $0.key }
        #expect(Set(keys).count == keys.count)
        #expect(try Self.records(twice).records.map { $0.key } == keys)
    }

    @Test func `an activity without an identifier is refused, not guessed`() throws {
        let element = try #require(IATIReader.item("<iati-activity><title/></iati-activity>"))
        let records = IATIRecords(element, hasLanguage: { _ in true }, links: Links())
        #expect(records.records.isEmpty && records.refusals.count == 1)
    }

    private static func problems(_ activity: String) throws -> [String] {
        let file = "<iati-activities version=\"2.03\">\(activity)</iati-activities>"
        var found: [String] = []
        try IATIReader.read(Array(file.utf8)) { item in
            found += item.problems.map { "\($0.line) \($0.element) \($0.kind)" }
        }
        return found
    }

    private static let sound = """
        <iati-activity><iati-identifier>A</iati-identifier><reporting-org ref="A" type="10"><narrative>N</narrative>\
        </reporting-org><title><narrative>T</narrative></title><description><narrative>D</narrative></description>\
        <participating-org role="1"/><activity-status code="2"/><activity-date type="1" iso-date="2020-01-01"/>MORE\
        </iati-activity>
        """

    struct Mistake: CustomTestStringConvertible, Sendable {
        let more: String
        let problem: String?
        var testDescription: String { more }
    }

    static let mistakes = [
        Mistake(more: "", problem: nil),
        Mistake(more: #"<x:other xmlns:x="y" z="1"/>"#, problem: nil),
        Mistake(more: #"<sector code="1"/>"#, problem: nil),
        Mistake(more: "<sector/>", problem: #"1 sector missingAttribute("code")"#),
        Mistake(
            more: #"<sector code="1" colour="2"/>"#,
            problem: #"1 sector unknownAttribute("colour")"#
        ),
        Mistake(
            more: #"<activity-date type="1" iso-date="5000000"/>"#,
            problem: "1 activity-date notA(ClientExchange.IATIProblem.Form.date, attribute: "
                + #"Optional("iso-date"), given: "5000000")"#
        ),
        Mistake(more: "<sector code=\"1\">text</sector>", problem: "1 sector unexpectedText"),
        Mistake(more: "<title/>", problem: #"1 title unexpectedElement("title")"#),
        Mistake(
            more: #"<budget><period-start iso-date="2020-01-01"/></budget>"#,
            problem: #"1 budget missingElement("period-end")"#
        ),
    ]

    @Test(arguments: mistakes)
    func `what is not as the standard has it is named`(_ mistake: Mistake) throws {
        let text = Self.sound.replacing("MORE", with: mistake.more)
        #expect(try Self.problems(text) == (mistake.problem.map { [$0] } ?? []))
    }

    @Test func `children are written in the order of the standard`() throws {
        let element = XMLElement.make(
            "iati-activity",
            [],
            [
                .make("sector"), .make("title"), .make("iati-identifier"),
                .make("sector", [("code", "2")]),
            ]
        )
        let names = element.ordered(in: "iati-activities").children.map {
            $0.name + ($0["code"] ?? "")
        }
        #expect(names == ["iati-identifier", "title", "sector", "sector2"])
    }

    @Test func `of what came from elsewhere only what is valid is written`() throws {
        let text = Self.sound.replacing(
            "MORE",
            with: "<sector code='1' colour='2'/><sector/><x:y xmlns:x='z'/>"
        )
        let element = try #require(IATIReader.item(text)?.sound(in: "iati-activities"))
        #expect(element.all("sector").map { $0.attributes.map(\.name) } == [["code"]])
        #expect(!element.children.contains { $0.name == "x:y" })
    }

    @Test func `other XML is told apart`() {
        #expect(throws: IATIFileError.otherRoot("html")) {
            try IATIReader.read(Array("<html/>".utf8)) { _ in }
        }
    }

    @Test func `blanks in web addresses are escaped as browsers do`() {
        #expect(
            IATIText.webAddress("https://a.org/SESP 1_é.pdf?x=%20")
                == "https://a.org/SESP%201_%C3%A9.pdf?x=%20"
        )
    }
}
