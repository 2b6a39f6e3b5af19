/// The order of Vietnamese lists, as keys to be compared byte by byte (`memcmp`, SQLite `BLOB`).
///
/// Letters decide first (a ă â b c d đ e ê … o ô ơ … u ư …, digits before letters, a shorter word before
/// a longer one), then the tones (none, grave, hook, tilde, acute, dot), then lower case before upper.
/// Both placings of a tone are equal. Punctuation and white space only part words, so different texts
/// may have equal keys: order these by their bytes. Source: CLDR collation "vi", standard.
public enum VietnameseOrder {
    /// The key of a text.
    public static func key(_ text: String) -> [UInt8] {
        var levels = OrderLevels()
        var reader = TextReader(text)
        while let element = reader.next() { levels.add(element) }
        levels.endVowels()
        return levels.letters + [1] + levels.tones + [1] + levels.cases
    }

    /// The key of a person's name by given name, the last word; then by family and middle name.
    ///
    /// People with the same given name stand together, whatever the tones of their other names.
    public static func givenNameKey(_ name: String) -> [UInt8] {
        var words: [[TextElement]] = [[]]
        var reader = TextReader(name)
        while let element = reader.next() {
            if element.kind != .separator {
                words[words.count - 1].append(element)
            } else if isSpace(element.base) {
                words.append([])
            } else if !words[words.count - 1].isEmpty {
                words[words.count - 1].append(element)
            }
        }
        words.removeAll { $0.isEmpty }
        let given = levels(words.suffix(1))
        let others = levels(words.dropLast())
        return given.letters + [1] + given.tones + [0] + others.letters + [1] + others.tones + [0]
            + given.cases + [1] + others.cases
    }

    /// Whether `a` stands before `b`; makes both keys, so sort long lists by ``key(_:)`` instead.
    public static func precedes(_ a: String, _ b: String) -> Bool {
        key(a).lexicographicallyPrecedes(key(b))
    }

    private static func levels(_ words: ArraySlice<[TextElement]>) -> OrderLevels {
        var levels = OrderLevels()
        for word in words {
            levels.endWord()
            for element in word { levels.add(element) }
        }
        levels.endVowels()
        return levels
    }

    private static func isSpace(_ value: UInt32) -> Bool {
        value == 0x20 || Unicode.Scalar(value)?.properties.isWhitespace ?? false
    }
}

/// The three levels of a key; every byte is 2 or more, and what is the default at the end is left out.
private struct OrderLevels {
    private(set) var letters: [UInt8] = []
    /// One byte for each group of vowels, and the other marks.
    var tones: [UInt8] { Self.trimmed(toneBytes) }
    /// One byte for each letter.
    var cases: [UInt8] { Self.trimmed(caseBytes) }

    private static let wordBreak: UInt8 = 2
    private static let ordinary: UInt8 = 2
    private static let uppercase: UInt8 = 3

    private var toneBytes: [UInt8] = []
    private var caseBytes: [UInt8] = []
    /// Tones and marks of the present group of vowels; empty outside one and for the level tone.
    private var vowelMarks: [UInt8] = []
    private var isInVowels = false
    private var isWordEnded = false

    mutating func add(_ element: TextElement) {
        if element.kind == .separator {
            endWord()
            return
        }
        if isWordEnded, !letters.isEmpty { letters.append(Self.wordBreak) }
        isWordEnded = false
        if element.kind == .digit {
            endVowels()
            letters.append(0x10 + UInt8(truncatingIfNeeded: element.base))
            return
        }
        if !element.isVowel { endVowels() }
        add(letter: element)
        caseBytes.append(element.isUppercase ? Self.uppercase : Self.ordinary)
        isInVowels = element.isVowel
        if element.tone != .level { vowelMarks.append(Self.ordinary + element.tone.rawValue) }
        for mark in element.extras { vowelMarks += [8] + Self.sevenBits(mark) }
        if !element.isVowel {
            toneBytes += vowelMarks
            vowelMarks = []
        }
    }

    mutating func endWord() {
        endVowels()
        isWordEnded = true
    }

    mutating func endVowels() {
        if isInVowels { toneBytes += vowelMarks.isEmpty ? [Self.ordinary] : vowelMarks }
        vowelMarks = []
        isInVowels = false
    }

    private mutating func add(letter element: TextElement) {
        guard element.base < 0x80 else {
            letters += [0xF0] + Self.sevenBits(element.base)
            return
        }
        // Four places for each Latin letter leave room for its shapes.
        let letter = UInt8(truncatingIfNeeded: element.base) &- 0x61
        let shape: UInt8 =
            switch (element.shape, element.base) {
            case (.plain, _): 0
            case (.breve, _), (.stroke, _): 1
            case (.circumflex, 0x61): 2
            case (.circumflex, _): 1
            case (.horn, 0x6F): 2
            case (.horn, _): 1
            }
        letters.append(0x20 + letter &* 4 + shape)
    }

    /// 21 bits in three bytes that keep the order and never look like a mark of a level.
    private static func sevenBits(_ value: UInt32) -> [UInt8] {
        [value >> 14, value >> 7, value].map { 0x80 | UInt8(truncatingIfNeeded: $0 & 0x7F) }
    }

    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        while bytes.last == ordinary { bytes.removeLast() }
        return bytes
    }
}
