/// Reads a short text from left to right, without regard to case and to kinds of spaces.
///
/// The text is kept twice, with the same positions: in NFC with single spaces, and that in lower case.
/// Only the letters of ASCII, Latin-1 and Vietnamese are lowered, and those keep their width.
struct ValueScanner {
    /// No value that is typed is longer, in UTF-8 bytes.
    static let bytesMax = 2048

    private(set) var bytes: [UInt8]
    private(set) var folded: [UInt8]
    var index = 0

    /// - Throws: ``ValueError/tooLong(_:limit:)``, before anything is read.
    init(_ text: String, _ kind: ValueKind) throws(ValueError) {
        guard text.utf8.count <= Self.bytesMax else { throw .tooLong(kind, limit: Self.bytesMax) }
        let tidied = tidiedLine(text)
        var lowered = String.UnicodeScalarView()
        for scalar in tidied.unicodeScalars { lowered.append(Self.lowered(scalar)) }
        bytes = Array(tidied.utf8)
        folded = Array(String(lowered).utf8)
    }

    var isAtEnd: Bool { index >= folded.count }

    /// The byte in lower case at an offset from here; nil beyond the end.
    func peek(_ offset: Int = 0) -> UInt8? {
        let position = index + offset
        return position >= 0 && position < folded.count ? folded[position] : nil
    }

    func isDigit(_ offset: Int = 0) -> Bool { peek(offset).map(isASCIIDigit) ?? false }

    /// What is left, as it was written, without the space in front.
    var rest: String {
        var start = index
        while start < bytes.count, bytes[start] == space { start += 1 }
        return String(decoding: bytes[min(start, bytes.count)...], as: UTF8.self)
    }

    /// What was read since `start`, as it was written.
    func text(from start: Int) -> String {
        String(decoding: bytes[min(start, index)..<min(index, bytes.count)], as: UTF8.self)
    }

    mutating func skipSpaces() {
        while peek() == space { index += 1 }
    }

    /// Takes `sign`, which is in lower case, wherever it stands.
    mutating func take(_ sign: String) -> Bool {
        var position = index
        for byte in sign.utf8 {
            guard position < folded.count, folded[position] == byte else { return false }
            position += 1
        }
        index = position
        return true
    }

    /// Takes `word`, which is in lower case, if it does not go on after that.
    mutating func takeWord(_ word: String) -> Bool {
        let start = index
        if take(word), isWordEnd { return true }
        index = start
        return false
    }

    /// Takes `words`, which are in lower case, and the spaces before them away from the end.
    mutating func takeEnd(_ words: String) -> Bool {
        let end = Array(words.utf8)
        guard index + end.count <= folded.count, folded.suffix(end.count).elementsEqual(end)
        else { return false }
        var count = folded.count - end.count
        while count > index, folded[count - 1] == space { count -= 1 }
        bytes.removeLast(bytes.count - count)
        folded.removeLast(folded.count - count)
        return true
    }

    /// Takes decimal digits, as their values; empty if there are none.
    mutating func takeDigits() -> [UInt8] {
        var digits: [UInt8] = []
        while let byte = peek(), isASCIIDigit(byte) {
            digits.append(byte - UInt8(ascii: "0"))
            index += 1
        }
        return digits
    }

    /// Dashes and signs of money end a word, letters do not: U+2000 to U+2FFF begin with E2.
    var isWordEnd: Bool {
        guard let byte = peek() else { return true }
        if byte == UInt8(ascii: "-") { return isDigit(1) }
        return byte < 0x80 ? !isASCIILetter(byte) && !isASCIIDigit(byte) : byte == 0xE2
    }

    private static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let lowered: UInt32? =
            switch scalar.value {
            case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE: scalar.value + 0x20
            case 0x102, 0x110, 0x128, 0x168, 0x1A0, 0x1AF: scalar.value + 1
            case 0x1EA0...0x1EF9: scalar.value | 1
            default: nil
            }
        return lowered.flatMap(Unicode.Scalar.init) ?? scalar
    }
}

let space = UInt8(ascii: " ")

func isASCIIDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }

/// The text in NFC, without spaces at its ends, and with one space (U+0020) where several kinds were.
func tidiedLine(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    var hasGap = false
    for scalar in InputText.normalized(text).unicodeScalars {
        switch scalar.value {
        case 0x09, 0x20, 0xA0, 0x2000...0x200A, 0x202F, 0x3000:
            hasGap = !scalars.isEmpty
        default:
            if hasGap { scalars.append(" ") }
            hasGap = false
            scalars.append(scalar)
        }
    }
    return String(scalars)
}

/// Whether the text has control characters or line breaks that are left when it is tidied.
func hasControls(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
        switch scalar.value {
        case 0x09: false
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029: true
        default: false
        }
    }
}
