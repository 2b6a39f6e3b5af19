import Shared
import Testing

/// What the register contradicts itself about, on the sample and on records made for it.
struct DisagreementTests {
    /// A row of the answer: keys of records, codes of words.
    private struct Row {
        let record: String
        let field: String
        let kind: String
        let values: String
        let sources: Set<String>
        let note: String

        init(_ cells: [QueryCell], _ source: SampleSource) throws {
            try #require(cells.count == 6)
            let texts = cells.map { source.text([$0]) }
            (record, field, kind, values, note) = (texts[0], texts[1], texts[2], texts[3], texts[5])
            if case .list(let documents) = cells[4] {
                sources = Set(documents.map { source.text([$0]) })
            } else {
                sources = []
            }
        }
    }

    private static func rows(
        _ source: SampleSource = .sample,
        about subject: (collection: String, key: String)? = nil
    ) throws -> [Row] {
        let asked = QueryCase(query: .disagreements, subject: subject, rows: [])
        return try asked.answer(from: source).rows.map { try Row($0, source) }
    }

    /// What is asked about CITYNET: the fields, in the order of the rows.
    private static func fieldsOfCITYNET(_ source: SampleSource) throws -> [String] {
        try rows(source, about: ("partners", "citynet")).map { $0.field }
    }

    /// The key that a reference of the sample names: `tpo` of `partners/@tpo`.
    private static func key(_ reference: JSONValue?) throws -> String {
        let text = try #require(reference?.string)
        let mark = try #require(text.firstIndex(of: "@"))
        return String(text[text.index(after: mark)...])
    }

    // MARK: - The sample

    /// Where the data show by themselves what people have noted; all else is a row of its own.
    private static let shown = [
        "C01": "claims", "C04": "plan", "C08": "spelling", "C13": "claims", "C14": "identity",
        "C17": "identity", "C20": "claims", "C26": "identity", "C34": "identity",
    ]

    /// How often a question is told that both sides of a pair, or all of a family, tell.
    private static let sides = ["C14": 3, "C17": 2, "C26": 2, "C34": 2]

    @Test func `every contradiction that is noted is told once, with its sources`() throws {
        let rows = try Self.rows()
        let lines = RegisterFiles.sample.filter { $0["collection"]?.string == "resolutions" }
        let numbers = Set(1...41).subtracting([36, 39])
        let expected = numbers.map { ($0 < 10 ? "C0" : "C") + "\($0)" }.sorted()
        #expect(lines.compactMap { $0["fields"]?["code"]?.string }.sorted() == expected)
        for line in lines {
            let fields = try #require(line["fields"])
            let code = try #require(fields["code"]?.string)
            let found = rows.filter { $0.note.contains(code + ": ") }
            #expect(found.count == Self.sides[code] ?? 1, "\(code)")
            let subject = try Self.key(fields["subject"])
            let row = try #require(found.first { $0.record == subject }, "\(code)")
            #expect(row.field == fields["field"]?.string, "\(code)")
            #expect(row.kind == Self.shown[code] ?? "noted", "\(code)")
            let text = try #require(fields["question"]?["en"]?.string, "\(code)")
            #expect(row.note == code + ": " + text)
            let sources = try #require(fields["sources"]?.array).map { try Self.key($0) }
            #expect(!sources.isEmpty && row.sources.isSuperset(of: sources), "\(code)")
        }
        for row in rows where row.kind == "noted" { #expect(row.note != "-", "\(row)") }
        for row in rows { #expect(!row.sources.isEmpty, "\(row)") }
    }

    @Test func `CITYNET is contradicted on its members, its name and its seat`() throws {
        let rows = try Self.rows(about: ("partners", "citynet"))
        #expect(rows.map { $0.field } == ["size", "name", "seat"])
        #expect(rows.map { $0.kind } == ["claims", "noted", "noted"])
        for text in ["about 63 cities", "about 40 NGOs", "more than 100 members"] {
            #expect(rows.first?.values.contains(text) == true, "\(rows)")
        }
        #expect(
            rows.dropFirst().map { $0.values } == [
                "Mạng lưới Quản lý sự định cư của con người, "
                    + "Mạng lưới Vùng của các chính quyền địa phương về vấn đề Quản lý tái định cư",
                "Yokohama, Nhật Bản",
            ]
        )
        for row in rows { #expect(row.sources == ["city-partners-page", "acvn-page"]) }
    }

    @Test func `what is counted in two units is told only because people have noted it`() throws {
        let rows = try Self.rows(about: ("partners", "tpo"))
        #expect(rows.map { $0.kind } == ["noted"] && rows.map { $0.field } == ["size"])
        for text in ["24 cities", "12 countries"] {
            #expect(rows.first?.values.contains(text) == true, "\(rows)")
        }
        for key in ["kas", "amcham", "cdf"] {
            let fields = try Self.rows(about: ("partners", key)).map { $0.field }
            #expect(!fields.contains("size"), "\(key)")
        }
    }

    @Test func `a plan, a wrong name and a pair that is no double are told as before`() throws {
        let opening = try Self.rows(about: ("events", "c4ir-inauguration"))
        #expect(opening.map { $0.values } == ["2024-09-25, 2024-09-24"])
        let wef = try Self.rows(about: ("partners", "wef"))
        #expect(wef.first?.values == "Diễn đàn Kinh tế Thể giới")
        let alliance = try Self.rows(about: ("partners", "cities-alliance"))
        #expect(alliance.first?.values == "uclg-aspac")
        #expect(try Self.rows(about: ("partners", "ait")).count == 1)
    }

    @Test(arguments: [
        ("partners", "kas", ["C40", "C12"]), ("partners", "luci", ["C07"]),
        ("partners", "lyon", ["C07"]),
        ("partners", "wef", ["C08", "C40", "C18", "C19", "C20", "C28"]),
        ("partners", "uclg-aspac", ["C30", "C34", "C06"]), ("partners", "dfatd", ["C14"]),
        ("partners", "acvn", ["C06", "C12", "C25"]),
        ("departments", "acvn", ["C06", "C12", "C25"]),
        ("contacts", "klaus-schwab", ["C31"]), ("targets", "2030-city", ["C33"]),
    ])
    func `asked about a record, what concerns it is told`(
        collection: String,
        key: String,
        codes: [String]
    ) throws {
        let rows = try Self.rows(about: (collection, key))
        for code in codes {
            #expect(rows.contains { $0.note.contains(code + ": ") }, "\(code): \(rows)")
        }
        for code in ["C01", "C02", "C05"] {
            #expect(!rows.contains { $0.note.contains(code + ": ") }, "\(code): \(rows)")
        }
        let own = rows.prefix(while: { $0.record == key })
        #expect(!rows.dropFirst(own.count).contains { $0.record == key }, "\(rows)")
    }

    @Test(arguments: [
        ("partners", "ait", "name", "Viện Công nghệ châu Á, Học viện Công nghệ châu Á"),
        (
            "partners", "cdf", "name",
            "Quỹ Phát triển cộng đồng Việt Nam, Quỹ Phát triển Cộng đồng Quốc gia, "
                + "Quỹ Phát triển cộng đồng"
        ),
        (
            "partners", "adgm", "name",
            "Thị trường Toàn cầu Abu Dhabi, Trung tâm Thị trường Toàn cầu Abu Dhabi"
        ),
        ("contacts", "jeremy-jurgens", "posts", "Giám đốc điều hành"),
    ])
    func `the names and titles that contradict each other are shown`(
        collection: String,
        key: String,
        field: String,
        values: String
    ) throws {
        let rows = try Self.rows(about: (collection, key))
        let row = try #require(rows.first { $0.field == field })
        // A set has no order of its own.
        #expect(Self.parts(row.values) == Self.parts(values))
    }

    private static func parts(_ values: String) -> [Substring] {
        values.split(separator: ", ").sorted()
    }

    @Test func `a name that is shorter, of another time or misspelt contradicts none`() throws {
        var source = SampleSource.sample
        var partner = try FieldWorld("partners")
        try partner.save([
            "name.en=A", "aliases+=B", "aliases+=C;kind=abbr", "aliases+=D;kind=former",
            "aliases+=E;kind=typo",
        ])
        try source.add(partner, as: "a")
        var question = try FieldWorld("resolutions")
        try question.save(["subject=partners/a", "field=name", "question.en=Two names."])
        try source.add(question, as: "noted")
        let rows = try Self.rows(source, about: ("partners", "a"))
        #expect(rows.first { $0.field == "name" }?.values == "A, B", "\(rows)")
    }

    // MARK: - What is noted

    /// The second question about CITYNET, which stands in the place of the sample's.
    private static func question() throws -> FieldWorld {
        var question = try FieldWorld("resolutions")
        try question.save([
            "code=C02", "subject=partners/citynet", "field=name", "question.en=Two names.",
        ])
        return question
    }

    @Test(arguments: [
        "chosen=Mạng lưới", "decided_by=departments/external-relations", "decided_on=2026-01-18",
    ])
    func `a question that was decided is told no more`(decision: String) throws {
        var source = SampleSource.sample
        var question = try Self.question()
        try source.add(question, as: "c02")
        #expect(try Self.fieldsOfCITYNET(source) == ["size", "name", "seat"])
        try question.save([decision])
        try source.add(question, as: "c02")
        #expect(try Self.fieldsOfCITYNET(source) == ["size", "seat"])
    }

    @Test func `a question that was deleted is told no more, one decided in two ways is`() throws {
        var source = SampleSource.sample
        var deleted = try Self.question()
        try deleted.save([], kind: .delete)
        try source.add(deleted, as: "c02")
        #expect(try Self.fieldsOfCITYNET(source) == ["size", "seat"])

        var question = try Self.question()
        try question.save(["decided_on=2026-01-18"])
        try question.dispute("chosen=Mạng lưới", "chosen=CITYNET")
        try source.add(question, as: "c02")
        #expect(try Self.fieldsOfCITYNET(source) == ["size", "name", "seat"])
        let edits = try Self.rows(source).filter { $0.record == "c02" }
        #expect(edits.map { $0.field } == ["chosen"] && edits.map { $0.kind } == ["edit"])
    }

    @Test func `two questions on one place share its row`() throws {
        var source = SampleSource.sample
        var question = try FieldWorld("resolutions")
        try question.save([
            "subject=partners/citynet", "field=size", "question.vi=Có tính Thành phố không?",
            "sources+=documents/davos-2026-article",
        ])
        try source.add(question, as: "another")
        let row = try #require(try Self.rows(source, about: ("partners", "citynet")).first)
        #expect(row.note.hasPrefix("C01: ") && row.note.hasSuffix("; Có tính Thành phố không?"))
        #expect(row.sources == ["city-partners-page", "acvn-page", "davos-2026-article"])
        #expect(try Self.fieldsOfCITYNET(source) == ["size", "name", "seat"])
    }

    @Test func `what is noted of a record that is not here, or of no field, is told as well`()
        throws
    {
        var source = SampleSource.sample
        var question = try FieldWorld("resolutions")
        try question.save(["subject=partners/elsewhere", "question.vi=Hai tên."])
        try source.add(question, as: "noted")
        let all = try Self.rows(source)
        let asked = try Self.rows(source, about: ("partners", "elsewhere"))
        for rows in [all, asked] {
            let row = try #require(rows.first { $0.note == "Hai tên." })
            #expect(row.record == "?" && row.kind == "noted" && row.sources.isEmpty)
            #expect(row.field == "not stated" && row.values == "not stated")
        }
        try question.save(["subject=partners/lyon", "field=colour"])
        try source.add(question, as: "noted")
        let rows = try Self.rows(source, about: ("partners", "lyon"))
        #expect(rows.map { $0.field } == ["colour", "framework"])
    }

    // MARK: - Claims

    @Test(arguments: [
        (["size+=63 cities", "size+=40 NGOs"], false),
        (["size+=24 cities", "size+=12 countries"], false),
        (["size+=63 cities", "size+=70 cities"], true),
        (["size+=63 cities", "size+=about 63 cities"], true),
        (["size+=12 countries", "size+=63 cities", "size+=63-70 cities"], true),
        (["size+=63 cities;as_of=2020", "size+=63 Cities;as_of=2025"], false),
        (["founded+=1987", "founded+=1988"], true),
        (["founded+=1987", "founded+=1987;as_of=2007"], false),
    ])
    func `figures contradict each other within one unit only`(
        claims: [String],
        isTold: Bool
    ) throws {
        var source = SampleSource.sample
        var partner = try FieldWorld("partners")
        try partner.save(["name=A"] + claims)
        try source.add(partner, as: "a")
        let kinds = try Self.rows(source, about: ("partners", "a")).map { $0.kind }
        #expect(kinds == (isTold ? ["claims"] : []))
    }

    @Test func `claims bring the documents and the papers that they were read in`() throws {
        var source = SampleSource.sample
        var partner = try FieldWorld("partners")
        try partner.save([
            "name=A", "size+=63 cities;source=An old letter",
            "size+=70 cities;source=documents/acvn-page",
            "size+=70 cities;source=documents/acvn-page;as_of=2020",
            "sources+=documents/davos-2026-article",
        ])
        try source.add(partner, as: "a")
        let asked = QueryCase(query: .disagreements, subject: ("partners", "a"), rows: [])
        let cells = try #require(try asked.answer(from: source).rows.first)
        guard case .list(let sources) = cells[4] else {
            Issue.record("\(cells)")
            return
        }
        #expect(sources.map { source.text([$0]) }.sorted() == ["An old letter", "acvn-page"])
    }

    // MARK: - Names of fields

    @Test func `a field is named for people with the part that is meant`() throws {
        var source = SampleSource.sample
        var partner = try FieldWorld("partners")
        try partner.save(["name=A", "size+=63 cities", "size+=70 cities"])
        guard case .claims(let claims) = partner.view?.field(id: "size")?.content else {
            Issue.record("no claims")
            return
        }
        try partner.dispute("name.vi=Bê", "name.vi=Xê")
        let ids = claims.entries.map { $0.id.text }
        try partner.dispute("size.preferred=\(ids[0])", "size.preferred=\(ids[1])")
        let seen = partner.state
        try partner.save([], by: .an, at: 30, seeing: seen, kind: .delete)
        try partner.save(["abbr=B"], by: .binh, at: 40, seeing: seen)
        try source.add(partner, as: "a")

        let asked = QueryCase(query: .disagreements, subject: ("partners", "a"), rows: [])
        var names: [String: Labels] = [:]
        for row in try asked.answer(from: source).rows {
            guard case .word(let path, let labels) = row[1] else {
                Issue.record("\(row)")
                continue
            }
            names[path] = labels
        }
        #expect(
            names == [
                "@": Labels(vi: "cả hồ sơ", en: "the whole record"),
                "name.vi": Labels(vi: "tên (vi)", en: "name (vi)"),
                "size": Labels(vi: "quy mô", en: "size"),
                "size.preferred": Labels(
                    vi: "quy mô (ý kiến được chọn)",
                    en: "size (chosen claim)"
                ),
            ]
        )
    }

    @Test func `a question is told in the language of who reads it`() throws {
        let asked = QueryCase(query: .disagreements, subject: ("partners", "ait"), rows: [])
        let cells = try #require(try asked.answer(from: .sample).rows.first)
        guard case .word(let text, let labels) = cells[5], case .word("noted", let kind) = cells[2]
        else {
            Issue.record("\(cells)")
            return
        }
        #expect(labels.vi.hasPrefix("C10: Cùng một trang gọi AIT"))
        #expect(labels.en.hasPrefix("C10: One page calls AIT") && text == labels.en)
        #expect(kind == Labels(vi: "đã ghi nhận", en: "noted"))
    }
}
