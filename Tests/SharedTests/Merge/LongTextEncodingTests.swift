import Shared
import Testing

@Suite struct `Long text encoding` {
    @Test func `a value has one encoding, and reads back as itself`() throws {
        for seed in 0..<2_000 {
            var random = WireRandom(seed: seed)
            let base = random.paragraphText(upTo: 12)
            var value = LongTextSamples.edit(base, to: random.edited(base))
            if seed % 3 == 0 {
                let next = random.edited(value.text)
                value = LongText(text: next, editedFrom: value, isAcknowledged: false)
            }
            if seed % 5 == 0 { value = LongText(text: base) }
            let bytes = LongTextSamples.encoded(value)
            try #require(try LongTextSamples.decoded(bytes) == value, "seed \(seed)")
        }
    }

    @Test func `the bytes are those of the description`() {
        // "b⏎a⏎" from "a⏎c⏎": one block, the base's first paragraph in the text's second place.
        let value = LongTextSamples.letters("ac", "ba")
        let bytes = WireHex.text(LongTextSamples.encoded(value))
        #expect(bytes == "84" + "64620a610a" + "1b" + "78f0c981f1397dab" + "02" + "83000101")
        #expect(WireHex.text(LongTextSamples.encoded(LongText(text: "a"))) == "816161")
    }

    /// The text has two paragraphs; so has the base.
    @Test(arguments: [
        ("80", "no items"),
        ("82616100", "two items"),
        ("8161ff", "no UTF-8"),
        ("8464610a620a000284000001", "a block cut short"),
        ("8464610a620a000283000000", "an empty block"),
        ("8464610a620a000283000101" + "00", "bytes behind it"),
        ("8464610a620a000283010002", "a block beyond the base"),
        ("8464610a620a000283000102", "a block beyond the text"),
        ("8464610a620a000286000001010101", "a block that continues another"),
        ("8464610a620a000286010101000001", "descending blocks"),
        ("8464610a620a000286000001000101", "blocks that overlap in the base"),
        ("8464610a620a000286000001010001", "blocks that overlap in the text"),
        ("8464610a620a00021a0003c00180", "blocks that are no array"),
        ("8464610a620a001a0003c00180", "a base above the limit"),
        ("8464610a620a000283001affffffff01", "a sum beyond 32 bits"),
        ("8464610a620a000283001affffffff1affffffff", "a sum beyond 32 bits twice"),
    ])
    func `damaged or second encodings are refused`(_ hex: String, _ what: String) {
        #expect(throws: CBORError.self, "\(what)") {
            try LongTextSamples.decoded(WireHex.bytes(hex))
        }
    }

    @Test func `any blocks that lie in base and text are read`() throws {
        for hex in ["8464610a620a000280", "8464610a620a000283000002", "8464610a620a000283010001"] {
            let bytes = WireHex.bytes(hex)
            #expect(LongTextSamples.encoded(try LongTextSamples.decoded(bytes)) == bytes)
        }
    }

    @Test func `a text at the limit is read, one above it is not`() throws {
        let limit = String(repeating: "x", count: LongText.textBytesMax)
        let bytes = LongTextSamples.encoded(LongText(text: limit))
        #expect(try LongTextSamples.decoded(bytes).text == limit)
        #expect(throws: CBORError.self) {
            try LongTextSamples.decoded(LongTextSamples.encoded(LongText(text: limit + "x")))
        }
    }

    @Test func `the largest value fits a cell`() throws {
        // As many blocks as are kept, most of them with the longest numbers.
        let blank = String(repeating: "\n", count: 80_000)
        let end = (0..<1_200).map { "\($0)\n" }
        let changed = end.enumerated().map { $0.offset % 2 == 0 ? $0.element : "x\($0.element)" }
        let start = blank + end.joined()
        let value = LongTextSamples.edit(start, to: blank + changed.joined())
        let again = (1_200..<2_600).map { $0 % 2 == 0 ? "\($0)\n" : "y\($0)\n" }
        let more = LongText(
            text: blank + changed.joined() + again.joined(),
            editedFrom: value,
            isAcknowledged: false
        )
        let room = LongText.textBytesMax - more.text.utf8.count
        let full = LongText(
            text: more.text + String(repeating: "z", count: room),
            editedFrom: more,
            isAcknowledged: false
        )
        #expect(full.text.utf8.count == LongText.textBytesMax)
        for value in [value, more, full] {
            let bytes = LongTextSamples.encoded(value)
            #expect(bytes.count <= WireLimits.valueBytesMax)
            #expect(try LongTextSamples.decoded(bytes) == value)
        }
    }

    @Test func `damaged bytes are refused or give a value that merges without trapping`() throws {
        var read = 0
        for seed in 0..<8_000 {
            var random = WireRandom(seed: seed)
            let base = random.paragraphText(upTo: 6)
            let value = LongTextSamples.edit(base, to: random.edited(base))
            let other = LongTextSamples.edit(base, to: random.edited(base))
            var bytes = LongTextSamples.encoded(value)
            for _ in 0...random.upTo(2) {
                bytes[random.upTo(bytes.count - 1)] ^= UInt8(1 << random.upTo(4))
            }
            guard let damaged = try? LongTextSamples.decoded(bytes) else { continue }
            read += 1
            try #require(LongTextSamples.encoded(damaged) == bytes, "seed \(seed)")
            let merged = LongText.merged([damaged, value, other])
            try #require(merged == LongText.merged([other, damaged, value]), "seed \(seed)")
            _ = LongText.merged([damaged, other])
            _ = LongText(text: value.text, editedFrom: damaged, isAcknowledged: false)
        }
        #expect(read > 500)
    }
}
