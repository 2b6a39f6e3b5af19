import Shared
import Testing

/// The quick look at ordinary values must never take what the full check would refuse.
struct PlainCellTests {
    /// Whether the server takes `bytes` as the value of a field.
    private static func isTaken(
        _ bytes: [UInt8],
        as field: String,
        of collection: String = "partners",
        sub: [UInt8] = []
    ) throws -> Bool {
        let definition = try #require(RegisterFiles.schema.collection(id: collection))
        let number = try #require(definition.field(id: field)).number
        let write = Change.CellWrite(
            key: CellKey(field: number, sub: sub),
            replaced: [],
            value: bytes[...]
        )
        return RegisterFiles.schema.refusal(of: write, in: definition.number) == nil
    }

    private static func isTaken(
        _ text: String,
        as field: String,
        of collection: String = "partners"
    ) throws -> Bool {
        var writer = CBORWriter()
        writer.text(text)
        return try isTaken(writer.bytes, as: field, of: collection)
    }

    @Test func `every letter is taken that a line may have, and no other`() throws {
        for value in UInt32(0)...0x3000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for text in [String(scalar), "a\(scalar)", "x\(scalar)y"] {
                let isLine = (try? InputText.line(text))?.utf8.elementsEqual(text.utf8) ?? false
                #expect(
                    try Self.isTaken(text, as: "abbr") == isLine,
                    "U+\(String(value, radix: 16))"
                )
            }
        }
    }

    @Test(arguments: [("tel", "departments"), ("mailbox", "departments"), ("url", "documents")])
    func `for an address every line is taken, and no other`(
        field: String,
        collection: String
    ) throws {
        for value in UInt32(0)...0x3000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "a\(scalar)b"
            let isLine = (try? InputText.line(text))?.utf8.elementsEqual(text.utf8) ?? false
            #expect(
                try Self.isTaken(text, as: field, of: collection) == isLine,
                "U+\(String(value, radix: 16))"
            )
        }
    }

    @Test func `a short web address with a name or password in it is not taken`() throws {
        for text in ["http://me@a.vn", "//me:word@a.vn", "me:word@a.vn", "x //me@a.vn"] {
            #expect(try !Self.isTaken(text, as: "url", of: "documents"), "\(text)")
        }
        for text in ["https://a.vn/@b", "a@b.vn", "x a@b.vn", "mailto:a@b.vn", "http://a..vn/@b"] {
            #expect(try Self.isTaken(text, as: "url", of: "documents"), "\(text)")
        }
    }

    @Test func `bytes that are no text are not taken`() throws {
        for second in UInt8(0)...255 {
            for first in UInt8(0x80)...255 {
                let text = [0x41, first, second]
                let line = String(validating: text, as: UTF8.self)
                    .flatMap { try? InputText.line($0) }
                let isLine = line?.utf8.elementsEqual(text) ?? false
                #expect(try Self.isTaken([0x63] + text, as: "abbr") == isLine, "\(text)")
            }
        }
        for end in [[0xE1], [0xE1, 0xBA], [0xC3]] as [[UInt8]] {
            #expect(try !Self.isTaken([UInt8(0x61 + end.count)] + [0x41] + end, as: "abbr"))
        }
        // Lengths that could be shorter, or are not there.
        #expect(try !Self.isTaken([0x78, 0x01, 0x41], as: "abbr"))
        #expect(try !Self.isTaken([0x62, 0x41], as: "abbr"))
        #expect(try !Self.isTaken([0x61, 0x41, 0x41], as: "abbr"))
    }

    @Test func `every day is taken that the calendar has`() throws {
        for year in ["0001", "0999", "1000", "2023", "2024", "9999", "0000"] {
            for month in 0...13 {
                for day in 0...32 {
                    let text = "\(year)-\(two(month))-\(two(day))"
                    let isDate = PartialDate(canonical: text) != nil
                    #expect(try Self.isTaken(text, as: "tie_since") == isDate, "\(text)")
                }
            }
        }
        for text in ["2024-1-01", "2024/01/01", "2024-01-0a", "+024-01-01", "2024-01-011"] {
            #expect(try !Self.isTaken(text, as: "tie_since"), "\(text)")
        }
    }

    @Test func `an element lies under its own text only`() throws {
        var writer = CBORWriter()
        writer.text("gấp")
        #expect(try Self.isTaken(writer.bytes, as: "tags", sub: Array("gấp".utf8)))
        #expect(try !Self.isTaken(writer.bytes, as: "tags", sub: Array("gap".utf8)))
        #expect(try !Self.isTaken(writer.bytes, as: "tags"))
        var long = CBORWriter()
        let text = String(repeating: "a", count: CellLayout.plainKeyBytesMax + 1)
        long.text(text)
        #expect(try !Self.isTaken(long.bytes, as: "tags", sub: Array(text.utf8)))
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
