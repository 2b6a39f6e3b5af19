/// One letter with its marks, one digit or one separator of a text, with its place.
///
/// Canonically equivalent texts give equal elements, apart from the places.
struct TextElement {
    enum Kind: UInt8 {
        case letter, digit, separator
    }

    let kind: Kind
    /// The lower-case base scalar of a letter, the value of a digit, the scalar of a separator.
    let base: UInt32
    var shape: LetterShape = .plain
    var tone: VietnameseTone = .level
    var isUppercase = false
    /// Combining marks that are neither the shape nor the tone, in canonical order.
    var extras: [UInt32] = []
    /// Where it begins in the text, in UTF-8 bytes.
    let start: Int
    /// Where it ends, in UTF-8 bytes, marks included.
    var end: Int

    /// Whether the letter is one of a, e, i, o, u, y, whatever it carries.
    var isVowel: Bool {
        switch base {
        case 0x61, 0x65, 0x69, 0x6F, 0x75, 0x79: kind == .letter
        default: false
        }
    }

    /// Gives the letter its marks: the first tone and the first fitting shape, the others as extras.
    mutating func carry(_ marks: [UInt32]) {
        if shape != .stroke { shape = .plain }
        tone = .level
        extras = []
        for mark in marks {
            if tone == .level, let new = VietnameseTone(mark: mark) {
                tone = new
            } else if shape == .plain, let new = LetterShape(mark: mark, base: base) {
                shape = new
            } else {
                extras.append(mark)
            }
        }
    }
}

/// A Latin letter without canonical decomposition, as ASCII letters and the mark that is lost.
struct LatinLigature {
    let first: UInt8
    let second: UInt8?
    /// An overlay mark that tells the letter from its ASCII form; none where case folding ends in it.
    let mark: UInt32?

    init?(_ scalar: UInt32) {
        switch scalar {
        case 0xC6, 0xE6: self.init("a", "e", 0x35C)
        case 0xD8, 0xF8: self.init("o", nil, 0x338)
        case 0xDE, 0xFE: self.init("t", "h", 0x35C)
        case 0xDF, 0x1E9E: self.init("s", "s", nil)
        case 0x126, 0x127: self.init("h", nil, 0x335)
        case 0x131: self.init("i", nil, nil)
        case 0x141, 0x142: self.init("l", nil, 0x335)
        case 0x14A, 0x14B: self.init("n", nil, 0x321)
        case 0x152, 0x153: self.init("o", "e", 0x35C)
        case 0x166, 0x167: self.init("t", nil, 0x335)
        case 0x17F: self.init("s", nil, nil)
        default: return nil
        }
    }

    private init(_ first: Unicode.Scalar, _ second: Unicode.Scalar?, _ mark: UInt32?) {
        self.first = UInt8(truncatingIfNeeded: first.value)
        self.second = second.map { UInt8(truncatingIfNeeded: $0.value) }
        self.mark = mark
    }
}
