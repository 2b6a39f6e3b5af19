import Shared

/// Texts, edits and values for the tests of long texts.
enum LongTextSamples {
    /// One letter for each paragraph: `ab` is the text `a⏎b⏎`.
    static func text(_ letters: String) -> String {
        letters.unicodeScalars.map { "\($0)\n" }.joined()
    }

    /// A value that was edited from an acknowledged text.
    static func edit(_ base: String, to text: String) -> LongText {
        LongText(text: text, editedFrom: LongText(text: base), isAcknowledged: true)
    }

    /// A value of letters that was edited from acknowledged letters.
    static func letters(_ base: String, _ text: String) -> LongText {
        edit(Self.text(base), to: Self.text(text))
    }

    static func paragraphs(_ text: String) -> [[UInt8]] {
        var result: [[UInt8]] = []
        var current: [UInt8] = []
        for byte in text.utf8 {
            current.append(byte)
            if byte == 0x0a {
                result.append(current)
                current = []
            }
        }
        return current.isEmpty ? result : result + [current]
    }

    static func text(_ paragraphs: [[UInt8]]) -> String {
        String(decoding: paragraphs.joined(), as: UTF8.self)
    }

    static func encoded(_ value: LongText) -> [UInt8] {
        var writer = CBORWriter()
        value.encode(into: &writer)
        return writer.bytes
    }

    static func decoded(_ bytes: [UInt8]) throws -> LongText {
        var reader = CBORReader(bytes)
        let value = try LongText(from: &reader)
        try reader.finish()
        return value
    }

    /// The merged text, or nil if the values stay side by side.
    static func mergedText(_ values: [LongText]) -> String? {
        switch LongText.merged(values) {
        case .single(let value): value.text
        case .merged(let value, _): value.text
        case .sideBySide: nil
        }
    }
}

extension WireRandom {
    /// A text of few different paragraphs, some of them empty, some repeated, with any ending.
    mutating func paragraphText(upTo limit: Int, letters: Int = 4) -> String {
        let paragraphs = ["\n", "a\n", "b\n", "cà phê\n", "b\r\n", "d\n", "e\u{301}\n", "é\n"]
        var text = ""
        for _ in 0..<upTo(limit) { text += paragraphs[upTo(letters - 1)] }
        return upTo(3) == 0 ? text + "end" : text
    }

    /// `text` with a few paragraphs inserted, removed, replaced or repeated elsewhere.
    mutating func edited(_ text: String, upTo edits: Int = 3, letters: Int = 4) -> String {
        var paragraphs = LongTextSamples.paragraphs(text)
        for _ in 0..<upTo(edits) {
            let inserted = LongTextSamples.paragraphs(paragraphText(upTo: 2, letters: letters))
            let start = upTo(paragraphs.count)
            let end = min(paragraphs.count, start + upTo(2))
            paragraphs.replaceSubrange(start..<end, with: inserted)
        }
        return LongTextSamples.text(paragraphs)
    }

    /// `base` with paragraphs of its own, each new one unlike any other.
    mutating func editedApart(_ base: String, mark: String) -> String {
        var result: [[UInt8]] = []
        for (index, paragraph) in LongTextSamples.paragraphs(base).enumerated() {
            switch upTo(9) {
            case 0: continue
            case 1: result.append(Array("\(mark)\(index)\n".utf8))
            case 2: result += [Array("\(mark)\(index)\n".utf8), paragraph]
            case 3: result += [Array("same \(index)\n".utf8), paragraph]
            default: result.append(paragraph)
            }
        }
        return LongTextSamples.text(result)
    }
}
