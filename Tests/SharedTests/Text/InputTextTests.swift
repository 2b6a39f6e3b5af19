import Shared
import Testing

struct InputTextTests {
    @Test func `text is stored in NFC whatever the keyboard sent`() throws {
        let typed = "Đối ngoại nhân dân Huế"
        #expect(typed.utf8.count == 31)
        #expect(typed.decomposed.utf8.count == 37)
        #expect(try Array(InputText.line(typed.decomposed).utf8) == Array(typed.utf8))
        #expect(try Array(InputText.longText(typed.decomposed).utf8) == Array(typed.utf8))
        #expect(InputText.isNormalized(typed))
        #expect(!InputText.isNormalized(typed.decomposed))
    }

    @Test(arguments: [
        ("a\u{0}b", InputTextError.nul(offset: 1)),
        ("ế\n", .lineBreak(offset: 3)),
        ("a\r\nb", .lineBreak(offset: 1)),
        ("a\u{2028}", .lineBreak(offset: 1)),
        ("a\u{85}", .lineBreak(offset: 1)),
        ("a\tb", .controlCharacter(9, offset: 1)),
        ("\u{1B}[31m", .controlCharacter(0x1B, offset: 0)),
        ("\u{9B}", .controlCharacter(0x9B, offset: 0)),
    ])
    func `a line refuses what is not part of a line`(text: String, error: InputTextError) {
        #expect(throws: error) { try InputText.line(text) }
    }

    @Test func `a line has at most 300 scalars after normalisation`() throws {
        let full = String(repeating: "ế", count: 300)
        #expect(try InputText.line(String(full.dropLast())).unicodeScalars.count == 299)
        #expect(try InputText.line(full.decomposed).unicodeScalars.count == 300)
        #expect(throws: InputTextError.tooManyCharacters(count: 301, limit: 300)) {
            try InputText.line(full + "a")
        }
    }

    @Test func `a long text keeps its lines and has at most 256 KiB`() throws {
        #expect(try InputText.longText("a\r\n\tb") == "a\r\n\tb")
        #expect(throws: InputTextError.nul(offset: 2)) { try InputText.longText("ab\u{0}") }
        let full = String(repeating: "a", count: 262_144)
        #expect(try InputText.longText(full).utf8.count == 262_144)
        #expect(throws: InputTextError.tooManyBytes(count: 262_145, limit: 262_144)) {
            try InputText.longText(full + "a")
        }
    }

    @Test(
        arguments: [
            ([0x61, 0xFF], 1), ([0xC3], 0), ([0x61, 0xC3, 0xA9, 0xE1, 0xBA], 3),
            ([0xED, 0xA0, 0x80], 0), ([0xC0, 0x80], 0),
        ] as [([UInt8], Int)]
    )
    func `bytes that are not UTF-8 are refused and not repaired`(bytes: [UInt8], offset: Int) {
        #expect(throws: InputTextError.invalidUTF8(offset: offset)) {
            try InputText.decoded(bytes)
        }
    }

    @Test func `valid bytes become the text they are`() throws {
        let text = "Huế\u{0}".decomposed
        #expect(try Array(InputText.decoded(Array(text.utf8)).utf8) == Array(text.utf8))
    }

    @Test func `a message says what is wrong and where`() {
        let error = InputTextError.controlCharacter(0x1B, offset: 4)
        #expect(error.message == "the text has the control character U+001B at byte 4")
    }

    @Test func `normalising agrees with Foundation`() {
        for seed in 0..<300 {
            var samples = TextSamples(seed: UInt64(seed))
            let text = seed % 2 == 0 ? samples.scalars(40) : samples.mixed(40)
            let expected = Array(text.composed.utf8)
            #expect(Array(InputText.normalized(text).utf8) == expected, "seed \(seed)")
            let isSame = Array(text.utf8) == expected
            #expect(InputText.isNormalized(text) == isSame, "seed \(seed)")
        }
    }
}
