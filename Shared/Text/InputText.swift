@_spi(_Unicode) import Swift

/// Checks text at the door and brings it into the form in which it is stored: NFC, without NUL.
///
/// Text is never repaired: what is not allowed is refused, with the place. Source: Unicode Standard
/// Annex 15 (NFC); the limits are ours.
public enum InputText {
    /// The length of one line, in Unicode scalars of NFC.
    public static let lineScalarsMax = 300
    /// The length of a long text, in UTF-8 bytes of NFC.
    public static let longTextBytesMax = 256 * 1024

    /// The text of one line as it is to be stored.
    ///
    /// - Throws: ``InputTextError`` for control characters (tab too), line breaks, or too much of it.
    public static func line(_ text: String) throws(InputTextError) -> String {
        var offset = 0
        for scalar in text.unicodeScalars {
            if let error = lineError(scalar.value, at: offset) { throw error }
            offset += UTF8.width(scalar)
        }
        let normalized = normalized(text)
        let count = normalized.unicodeScalars.count
        guard count <= lineScalarsMax else {
            throw .tooManyCharacters(count: count, limit: lineScalarsMax)
        }
        return normalized
    }

    /// The text of several lines as it is to be stored; line breaks and other controls stay.
    ///
    /// - Throws: ``InputTextError`` for NUL, or too much of it.
    public static func longText(_ text: String) throws(InputTextError) -> String {
        var offset = 0
        for byte in text.utf8 {
            if byte == 0 { throw .nul(offset: offset) }
            offset += 1
        }
        let normalized = normalized(text)
        let count = normalized.utf8.count
        guard count <= longTextBytesMax else {
            throw .tooManyBytes(count: count, limit: longTextBytesMax)
        }
        return normalized
    }

    /// The text that `bytes` are in UTF-8, neither normalised nor checked further.
    ///
    /// - Throws: ``InputTextError/invalidUTF8(offset:)``.
    public static func decoded(_ bytes: [UInt8]) throws(InputTextError) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        throw .invalidUTF8(offset: validPrefix(of: bytes))
    }

    /// The text in NFC.
    public static func normalized(_ text: String) -> String {
        if text.unicodeScalars.allSatisfy({ isAlwaysNormalized($0.value) }) { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text._nfc { scalars.append(scalar) }
        return String(scalars)
    }

    /// Whether the bytes of `text` are those of its NFC: what others send signed must be so already.
    public static func isNormalized(_ text: String) -> Bool {
        if text.unicodeScalars.allSatisfy({ isAlwaysNormalized($0.value) }) { return true }
        var scalars = text.unicodeScalars.makeIterator()
        for scalar in text._nfc where scalars.next() != scalar { return false }
        return scalars.next() == nil
    }

    private static func lineError(_ value: UInt32, at offset: Int) -> InputTextError? {
        switch value {
        case 0: .nul(offset: offset)
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: .lineBreak(offset: offset)
        case 0x01...0x1F, 0x7F...0x9F: .controlCharacter(value, offset: offset)
        default: nil
        }
    }

    /// Whether a text of such scalars only is in NFC: no combining marks, nothing that decomposes.
    private static func isAlwaysNormalized(_ value: UInt32) -> Bool {
        value < 0x300 || (value >= 0x1E00 && value < 0x1F00)
            || (value >= 0x2010 && value <= 0x2027)
    }

    /// How many bytes in front are valid UTF-8.
    private static func validPrefix(of bytes: [UInt8]) -> Int {
        var decoder = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var valid = 0
        while case .valid(let scalar) = decoder.parseScalar(from: &iterator) {
            valid += scalar.count
        }
        return valid
    }
}

/// Why a text was refused; offsets are in UTF-8 bytes of what was given.
public enum InputTextError: Error, Equatable, Sendable {
    /// The bytes from this place on are not UTF-8.
    case invalidUTF8(offset: Int)
    /// U+0000.
    case nul(offset: Int)
    /// A line break in a text of one line.
    case lineBreak(offset: Int)
    /// Another control character in a text of one line.
    case controlCharacter(UInt32, offset: Int)
    /// A line of more Unicode scalars than allowed.
    case tooManyCharacters(count: Int, limit: Int)
    /// A long text of more bytes than allowed.
    case tooManyBytes(count: Int, limit: Int)

    /// The reason in English, to stand behind what was attempted.
    public var message: String { labels.en }

    /// The reason, to stand behind what was attempted.
    public var labels: Labels {
        switch self {
        case .invalidUTF8(let offset):
            Labels(
                vi: "văn bản không phải UTF-8 từ byte \(offset); hãy lưu bằng UTF-8",
                en: "the text is not valid UTF-8 from byte \(offset) on; save it as UTF-8"
            )
        case .nul(let offset):
            Labels(
                vi: "văn bản có ký tự NUL ở byte \(offset)",
                en: "the text has a NUL character at byte \(offset)"
            )
        case .lineBreak(let offset):
            Labels(
                vi: "văn bản xuống dòng ở byte \(offset), ở đây chỉ được một dòng",
                en: "the text has a line break at byte \(offset), only one line is allowed here"
            )
        case .controlCharacter(let value, let offset):
            Labels(
                vi: "văn bản có ký tự điều khiển U+\(Self.hexadecimal(value)) ở byte \(offset)",
                en:
                    "the text has the control character U+\(Self.hexadecimal(value)) at byte \(offset)"
            )
        case .tooManyCharacters(let count, let limit):
            Labels(
                vi: "văn bản có \(count) ký tự, nhiều nhất được \(limit)",
                en: "the text has \(count) characters, at most \(limit) are allowed"
            )
        case .tooManyBytes(let count, let limit):
            Labels(
                vi: "văn bản có \(count) byte, nhiều nhất được \(limit)",
                en: "the text has \(count) bytes, at most \(limit) are allowed"
            )
        }
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(4 - digits.utf8.count, 0)) + digits
    }
}
