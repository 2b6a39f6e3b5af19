/// Builds the exact and the folded key of one word.
///
/// The *folded* key has base letters and digits only. The *exact* key has the letters of Vietnamese
/// (ă, â, đ, ê, ô, ơ, ư count as letters) and, so that every key stays one token for a full-text
/// index, digits for all marks:
///
/// - `1`...`5`: the tone (grave, hook, tilde, acute, dot), behind the vowels that it stands on.
///   A Vietnamese syllable has one group of vowels, so both placings (`hoà`, `hòa`) give `hoa1`.
/// - `6` and three digits: another mark of U+0300...U+036F behind its letter (`ö` gives `o6008`).
/// - `7` and seven digits: any other mark.
/// - `0`: the digits that follow are digits of the text (`a1` gives `a01`).
///
/// In numbers `ß`, which case folding removes from words, stands for the decimal sign.
struct SearchKeyBuilder {
    /// The decimal sign in keys, and as a word of its own the break between parts of an index entry.
    static let sign: [UInt8] = [0xC3, 0x9F]

    private var exact: [UInt8] = []
    private var folded: [UInt8] = []
    private(set) var hasMarks = false
    /// Whether only digits were added.
    private(set) var isNumber = true
    /// Whether a digit added now would stand behind a letter.
    private var isBehindLetter = false
    /// The only tone of the present group of vowels, and where it would stand behind its letter.
    private var heldTone: (tone: VietnameseTone, index: Int)?
    /// Whether the present group of vowels has several tones, each kept behind its letter.
    private var hasSeveralTones = false

    var isEmpty: Bool { folded.isEmpty }

    mutating func add(_ element: TextElement) {
        switch element.kind {
        case .letter: add(letter: element)
        case .digit: add(digit: element.base)
        case .separator: break
        }
    }

    /// Returns the two keys and begins anew.
    mutating func take() -> (exact: String, folded: String) {
        endVowels()
        let keys = (
            exact: String(decoding: exact, as: UTF8.self),
            folded: String(decoding: folded, as: UTF8.self)
        )
        exact.removeAll(keepingCapacity: true)
        folded.removeAll(keepingCapacity: true)
        hasMarks = false
        isNumber = true
        isBehindLetter = false
        return keys
    }

    private mutating func add(digit: UInt32) {
        endVowels()
        if isBehindLetter { exact.append(0x30) }
        isBehindLetter = false
        let byte = UInt8(truncatingIfNeeded: digit % 10) + 0x30
        exact.append(byte)
        folded.append(byte)
    }

    private mutating func add(letter: TextElement) {
        let isVowel = letter.isVowel
        if !isVowel { endVowels() }
        if letter.base < 0x80 {
            let byte = UInt8(truncatingIfNeeded: letter.base)
            folded.append(byte)
            add(shape: letter.shape, of: byte)
        } else if let scalar = Unicode.Scalar(letter.base) {
            for byte in UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter {
                exact.append(byte)
                folded.append(byte)
            }
        }
        for mark in letter.extras { add(mark: mark) }
        if letter.tone != .level { add(tone: letter.tone, onVowel: isVowel) }
        isNumber = false
        isBehindLetter = true
    }

    private mutating func add(shape: LetterShape, of byte: UInt8) {
        if shape != .plain { hasMarks = true }
        switch (shape, byte) {
        case (.breve, _): exact += [0xC4, 0x83]
        case (.circumflex, 0x61): exact += [0xC3, 0xA2]
        case (.circumflex, 0x65): exact += [0xC3, 0xAA]
        case (.circumflex, _): exact += [0xC3, 0xB4]
        case (.horn, 0x6F): exact += [0xC6, 0xA1]
        case (.horn, _): exact += [0xC6, 0xB0]
        case (.stroke, _): exact += [0xC4, 0x91]
        case (.plain, _): exact.append(byte)
        }
    }

    private mutating func add(mark: UInt32) {
        hasMarks = true
        if mark >= 0x300, mark < 0x370 {
            exact.append(0x36)
            addDecimal(mark - 0x300, divisor: 100)
        } else {
            exact.append(0x37)
            addDecimal(mark, divisor: 1_000_000)
        }
    }

    private mutating func addDecimal(_ value: UInt32, divisor: UInt32) {
        var divisor = divisor
        while divisor > 0 {
            exact.append(UInt8(truncatingIfNeeded: value / divisor % 10) + 0x30)
            divisor /= 10
        }
    }

    private mutating func add(tone: VietnameseTone, onVowel: Bool) {
        hasMarks = true
        guard onVowel else {
            exact.append(0x30 + tone.rawValue)
            return
        }
        if let first = heldTone {
            exact.insert(0x30 + first.tone.rawValue, at: first.index)
            heldTone = nil
            hasSeveralTones = true
        }
        if hasSeveralTones {
            exact.append(0x30 + tone.rawValue)
        } else {
            heldTone = (tone, exact.count)
        }
    }

    private mutating func endVowels() {
        if let held = heldTone { exact.append(0x30 + held.tone.rawValue) }
        heldTone = nil
        hasSeveralTones = false
    }
}
