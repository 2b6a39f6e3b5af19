/// The tone of a Vietnamese syllable, in dictionary order.
///
/// Source: CLDR collation "vi", standard.
enum VietnameseTone: UInt8, Sendable {
    case level, grave, hook, tilde, acute, dot

    /// The tone that a combining mark stands for, if it is one of the five.
    init?(mark: UInt32) {
        switch mark {
        case 0x300: self = .grave
        case 0x309: self = .hook
        case 0x303: self = .tilde
        case 0x301: self = .acute
        case 0x323: self = .dot
        default: return nil
        }
    }

    /// The combining mark, none for the level tone.
    var mark: UInt32? {
        switch self {
        case .level: nil
        case .grave: 0x300
        case .hook: 0x309
        case .tilde: 0x303
        case .acute: 0x301
        case .dot: 0x323
        }
    }
}

/// What makes a Vietnamese letter out of a Latin one: ă, â, ơ, đ are letters, not marked letters.
enum LetterShape: UInt8, Sendable {
    case plain, breve, circumflex, horn, stroke

    /// The shape that a combining mark gives to a base letter, if Vietnamese has that letter.
    init?(mark: UInt32, base: UInt32) {
        switch (mark, base) {
        case (0x306, 0x61): self = .breve
        case (0x302, 0x61), (0x302, 0x65), (0x302, 0x6F): self = .circumflex
        case (0x31B, 0x6F), (0x31B, 0x75): self = .horn
        default: return nil
        }
    }

    /// The combining mark, none for a plain letter and for đ, which does not decompose.
    var mark: UInt32? {
        switch self {
        case .plain, .stroke: nil
        case .breve: 0x306
        case .circumflex: 0x302
        case .horn: 0x31B
        }
    }
}

/// A precomposed Vietnamese letter taken apart.
struct VietnameseLetter {
    /// The lower-case ASCII letter.
    let base: UInt8
    let shape: LetterShape
    let tone: VietnameseTone
    let isUppercase: Bool

    /// The parts of a precomposed letter; none for ASCII and for letters that Vietnamese lacks.
    ///
    /// U+00D0 and U+00F0 (eth) count as đ: old converters put them in its place, and one cannot see it.
    init?(_ scalar: UInt32) {
        if scalar >= 0x1EA0, scalar <= 0x1EF9 {
            self.init(toned: (scalar - 0x1EA0) >> 1, isUppercase: scalar & 1 == 0)
        } else {
            self.init(early: scalar)
        }
    }

    private init(
        _ base: Unicode.Scalar,
        _ shape: LetterShape,
        _ tone: VietnameseTone,
        _ upper: Bool
    ) {
        self.base = UInt8(truncatingIfNeeded: base.value)
        self.shape = shape
        self.tone = tone
        isUppercase = upper
    }

    /// The letters of Latin-1 and Latin Extended-A and -B.
    private init?(early scalar: UInt32) {
        switch scalar {
        case 0xC0, 0xE0: self.init("a", .plain, .grave, scalar < 0xE0)
        case 0xC1, 0xE1: self.init("a", .plain, .acute, scalar < 0xE0)
        case 0xC2, 0xE2: self.init("a", .circumflex, .level, scalar < 0xE0)
        case 0xC3, 0xE3: self.init("a", .plain, .tilde, scalar < 0xE0)
        case 0xC8, 0xE8: self.init("e", .plain, .grave, scalar < 0xE0)
        case 0xC9, 0xE9: self.init("e", .plain, .acute, scalar < 0xE0)
        case 0xCA, 0xEA: self.init("e", .circumflex, .level, scalar < 0xE0)
        case 0xCC, 0xEC: self.init("i", .plain, .grave, scalar < 0xE0)
        case 0xCD, 0xED: self.init("i", .plain, .acute, scalar < 0xE0)
        case 0xD0, 0xF0: self.init("d", .stroke, .level, scalar < 0xE0)
        case 0xD2, 0xF2: self.init("o", .plain, .grave, scalar < 0xE0)
        case 0xD3, 0xF3: self.init("o", .plain, .acute, scalar < 0xE0)
        case 0xD4, 0xF4: self.init("o", .circumflex, .level, scalar < 0xE0)
        case 0xD5, 0xF5: self.init("o", .plain, .tilde, scalar < 0xE0)
        case 0xD9, 0xF9: self.init("u", .plain, .grave, scalar < 0xE0)
        case 0xDA, 0xFA: self.init("u", .plain, .acute, scalar < 0xE0)
        case 0xDD, 0xFD: self.init("y", .plain, .acute, scalar < 0xE0)
        case 0x102, 0x103: self.init("a", .breve, .level, scalar == 0x102)
        case 0x110, 0x111: self.init("d", .stroke, .level, scalar == 0x110)
        case 0x189, 0x256: self.init("d", .stroke, .level, scalar == 0x189)
        case 0x128, 0x129: self.init("i", .plain, .tilde, scalar == 0x128)
        case 0x168, 0x169: self.init("u", .plain, .tilde, scalar == 0x168)
        case 0x1A0, 0x1A1: self.init("o", .horn, .level, scalar == 0x1A0)
        case 0x1AF, 0x1B0: self.init("u", .horn, .level, scalar == 0x1AF)
        default: return nil
        }
    }

    /// The 45 pairs of U+1EA0...U+1EF9, in the order of the code chart.
    private init?(toned pair: UInt32, isUppercase upper: Bool) {
        switch pair {
        case 0: self.init("a", .plain, .dot, upper)
        case 1: self.init("a", .plain, .hook, upper)
        case 2...6: self.init("a", .circumflex, Self.stacked(pair - 2), upper)
        case 7...11: self.init("a", .breve, Self.stacked(pair - 7), upper)
        case 12: self.init("e", .plain, .dot, upper)
        case 13: self.init("e", .plain, .hook, upper)
        case 14: self.init("e", .plain, .tilde, upper)
        case 15...19: self.init("e", .circumflex, Self.stacked(pair - 15), upper)
        case 20: self.init("i", .plain, .hook, upper)
        case 21: self.init("i", .plain, .dot, upper)
        case 22: self.init("o", .plain, .dot, upper)
        case 23: self.init("o", .plain, .hook, upper)
        case 24...28: self.init("o", .circumflex, Self.stacked(pair - 24), upper)
        case 29...33: self.init("o", .horn, Self.stacked(pair - 29), upper)
        case 34: self.init("u", .plain, .dot, upper)
        case 35: self.init("u", .plain, .hook, upper)
        case 36...40: self.init("u", .horn, Self.stacked(pair - 36), upper)
        case 41: self.init("y", .plain, .grave, upper)
        case 42: self.init("y", .plain, .dot, upper)
        case 43: self.init("y", .plain, .hook, upper)
        case 44: self.init("y", .plain, .tilde, upper)
        default: return nil
        }
    }

    /// The order of tones in the code chart over a letter that has a shape.
    private static func stacked(_ index: UInt32) -> VietnameseTone {
        switch index {
        case 0: .acute
        case 1: .grave
        case 2: .hook
        case 3: .tilde
        default: .dot
        }
    }
}
