import Shared
import Testing

/// What the server takes into cells.
struct WriteRefusalTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var collection = "partners"
        let field: String
        var sub: [UInt8] = []
        /// CBOR in diagnostic words, see `value`.
        let value: CBORValue
        let refusal: WriteRefusal?

        var testDescription: String { "\(field) \(value.diagnostic)" }
    }

    static let id = CBORValue.bytes([UInt8](repeating: 1, count: 16))

    static let cases = [
        Case(field: "abbr", value: .text("WEF"), refusal: nil),
        Case(field: "abbr", value: .null, refusal: nil),
        Case(field: "abbr", value: .unsigned(1), refusal: .type),
        Case(field: "abbr", value: .text("a\nb"), refusal: .type),
        Case(field: "abbr", value: .text("e\u{301}"), refusal: .type),
        Case(field: "abbr", value: .text(String(repeating: "a", count: 300)), refusal: nil),
        Case(field: "abbr", value: .text(String(repeating: "a", count: 301)), refusal: .size),
        Case(field: "abbr", sub: [1], value: .text("x"), refusal: .key),
        Case(field: "country", value: .text("ZZ"), refusal: nil),
        Case(field: "country", value: .boolean(true), refusal: .type),
        Case(field: "tie_since", value: .text("1998"), refusal: nil),
        Case(field: "tie_since", value: .text("98"), refusal: .type),
        Case(field: "parent", value: .array([.unsigned(2), id]), refusal: nil),
        Case(field: "parent", value: .array([.unsigned(1), id]), refusal: .target),
        Case(field: "parent", value: .text("partners/x"), refusal: .type),
        Case(field: "name", sub: Array("vi".utf8), value: .text("x"), refusal: nil),
        Case(field: "name", sub: Array("xx-new".utf8), value: .text("x"), refusal: nil),
        Case(field: "name", value: .text("x"), refusal: .key),
        Case(field: "name", sub: [0, 255], value: .text("x"), refusal: .key),
        Case(field: "tags", sub: Array("x".utf8), value: .text("x"), refusal: nil),
        Case(field: "tags", sub: Array("y".utf8), value: .text("x"), refusal: .key),
        Case(field: "tags", sub: Array("x".utf8), value: .null, refusal: .type),
        Case(field: "websites", sub: Array("x".utf8), value: .text("x"), refusal: nil),
        Case(field: "websites", sub: Array("y".utf8), value: .text("x"), refusal: .key),
        Case(
            field: "websites",
            sub: Array("//me:word@a.vn".utf8),
            value: .text("//me:word@a.vn"),
            refusal: .type
        ),
        Case(collection: "documents", field: "url", value: .text("not a site"), refusal: nil),
        Case(collection: "documents", field: "url", value: .text("WWW.A.vn"), refusal: nil),
        Case(collection: "documents", field: "url", value: .text("http://a.vn/@b"), refusal: nil),
        Case(collection: "documents", field: "url", value: .text("a@b.vn"), refusal: nil),
        Case(collection: "documents", field: "url", value: .text("http://me@a.vn"), refusal: .type),
        Case(collection: "documents", field: "url", value: .text("me:word@a.vn"), refusal: .type),
        Case(collection: "documents", field: "url", value: .text("a\nb"), refusal: .type),
        Case(
            collection: "documents",
            field: "url",
            value: .text(String(repeating: "a", count: 301)),
            refusal: .size
        ),
        // A web address may be longer than other lines.
        Case(
            collection: "documents",
            field: "url",
            value: .text("https://a.vn/" + String(repeating: "a", count: 301)),
            refusal: nil
        ),
        Case(collection: "departments", field: "tel", value: .text("113 or 114"), refusal: nil),
        Case(collection: "departments", field: "tel", value: .text("a\u{1B}b"), refusal: .type),
        Case(collection: "departments", field: "mailbox", value: .text("a at b"), refusal: nil),
        Case(collection: "departments", field: "mailbox", value: .boolean(true), refusal: .type),
        Case(collection: "contributions", field: "amount", value: .text("5 XXX"), refusal: nil),
        Case(collection: "contributions", field: "amount", value: .text("5"), refusal: .type),
        Case(collection: "contributions", field: "amount", value: .text("5 ABC"), refusal: .type),
        Case(field: "notes", value: .array([.text("a")]), refusal: nil),
        Case(field: "notes", value: .text("a"), refusal: .type),
        Case(field: "due_diligence", value: .array([.text("a")]), refusal: .rights),
        Case(
            field: "relationship_state",
            sub: Array("active|1998".utf8),
            value: .array([.text("active"), .text("1998"), .null]),
            refusal: nil
        ),
        Case(
            field: "relationship_state",
            sub: Array("active|".utf8),
            value: .array([.text("active"), .text("1998"), .null]),
            refusal: .key
        ),
        Case(
            field: "touchpoints",
            sub: [1, 2, 3, 4, 5, 6, 7, 8],
            value: .negative(4),
            refusal: nil
        ),
        Case(field: "touchpoints", sub: [1], value: .negative(4), refusal: .key),
        Case(
            field: "touchpoints",
            sub: [1, 2, 3, 4, 5, 6, 7, 8],
            value: .text("1"),
            refusal: .type
        ),
        Case(
            field: "seat",
            sub: [1, 2, 3, 4, 5, 6, 7, 8],
            value: .map([.init(key: .text("value"), value: .text("Manila"))]),
            refusal: nil
        ),
        Case(
            field: "founded",
            sub: [1, 2, 3, 4, 5, 6, 7, 8],
            value: .map([.init(key: .text("value"), value: .text("Manila"))]),
            refusal: .type
        ),
        Case(field: "seat", value: .bytes([1, 2, 3, 4, 5, 6, 7, 8]), refusal: nil),
        Case(field: "seat", value: .bytes([1]), refusal: .type),
        Case(
            field: "seat",
            sub: [1, 2, 3, 4, 5, 6, 7, 8, 0x77],
            value: .boolean(true),
            refusal: nil
        ),
        Case(
            field: "seat",
            sub: [1, 2, 3, 4, 5, 6, 7, 8, 0x78],
            value: .boolean(true),
            refusal: .key
        ),
    ]

    @Test(arguments: cases)
    func `a write is judged by its field`(_ row: Case) throws {
        let schema = RegisterFiles.schema
        let collection = try #require(schema.collection(id: row.collection))
        let field = try #require(collection.field(id: row.field))
        let write = Change.CellWrite(
            key: CellKey(field: field.number, sub: row.sub),
            replaced: [],
            value: try row.value.encoded()[...]
        )
        #expect(schema.refusal(of: write, in: collection.number) == row.refusal)
    }

    @Test func `removing and what a newer schema has are never refused`() {
        let schema = RegisterFiles.schema
        let due = CellKey(field: 55)
        let removal = Change.CellWrite(key: due, replaced: [], value: nil)
        #expect(schema.refusal(of: removal, in: 2) == nil)
        let unknown = Change.CellWrite(key: CellKey(field: 999), replaced: [], value: [0])
        #expect(schema.refusal(of: unknown, in: 2) == nil)
        #expect(schema.refusal(of: unknown, in: 999) == nil)
    }

    @Test func `random bytes are judged and shown without harm`() throws {
        let schema = RegisterFiles.schema
        let partners = try #require(schema.collection(id: "partners"))
        for seed in 0..<3000 {
            var random = SeededRandom(seed: UInt64(seed))
            let field = try #require(partners.fields.randomElement(using: &random))
            let sub = (0..<Int.random(in: 0...9, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let bytes = (0..<Int.random(in: 1...20, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let key = CellKey(field: field.number, sub: sub)
            let write = Change.CellWrite(key: key, replaced: [], value: bytes[...])
            _ = schema.refusal(of: write, in: partners.number)
            let dot = Dot(Author.an.replica, 1)
            let state = RecordState(
                collection: partners.number,
                writes: [.init(key: key, dot: dot, value: bytes[...])]
            )
            let view = RecordView(FieldWorld.id, state, schema: schema, directory: Directory())
            #expect(view.fields.count + view.unknown.count <= 1, "seed \(seed)")
            _ = view.fieldsJSON(in: schema)
        }
    }
}
