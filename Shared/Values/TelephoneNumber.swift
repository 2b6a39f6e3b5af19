/// A telephone number, of a country or as it is dialled within one, perhaps with an extension.
///
/// Source: ITU-T E.164 for the length; RFC 3966 for `ext`.
public struct TelephoneNumber: Sendable {
    /// The digits of the shortest numbers, such as 113 and 114 in Viet Nam.
    public static let digitsMin = 3
    /// The digits of the longest numbers with their country, without extension.
    public static let digitsMax = 15
    public static let extensionDigitsMax = 6

    /// The number in storage and exchange: groups as they were written, parted by single spaces, `+`
    /// before the country, ` ext 12` behind.
    public let canonical: String

    /// The number whose canonical form is exactly this.
    public init?(canonical: String) {
        guard let number = try? TelephoneNumber(parsing: canonical) else { return nil }
        guard number.canonical.utf8.elementsEqual(canonical.utf8) else { return nil }
        self = number
    }

    /// Reads a number with spaces, points, hyphens, slashes or brackets: `(028) 3822.4224`,
    /// `+84 (0)28 3822 4224 ext. 12`, `0084 24 37629571`, `máy lẻ 12`.
    public init(parsing text: String) throws(ValueError) {
        var scanner = try ValueScanner(text, .telephoneNumber)
        _ = scanner.take("tel:")
        scanner.skipSpaces()
        let hasCountry = scanner.take("+") || scanner.take("00")
        var number = hasCountry ? "+" : ""
        var count = 0
        var hasGap = false
        while let byte = scanner.peek() {
            if isASCIIDigit(byte) {
                if hasGap, count > 0 { number += " " }
                number.unicodeScalars.append(Unicode.Scalar(byte))
                count += 1
                hasGap = false
                scanner.index += 1
            } else if hasCountry, count > 0, scanner.take("(0)") {
                // The trunk prefix is not dialled after a country.
                hasGap = true
            } else if " .-/()".utf8.contains(byte) {
                hasGap = true
                scanner.index += 1
            } else {
                break
            }
        }
        guard count >= Self.digitsMin, count <= Self.digitsMax
        else { throw .malformed(.telephoneNumber, text) }
        if !scanner.isAtEnd {
            guard let digits = Self.takeExtension(from: &scanner), scanner.isAtEnd
            else { throw .malformed(.telephoneNumber, text) }
            number += " ext "
            for digit in digits { number += digit.description }
        }
        canonical = number
    }

    /// What a telephone dials: `+842437629571`, without the extension.
    public var dialled: String {
        var bytes: [UInt8] = []
        for byte in canonical.utf8 {
            if isASCIILetter(byte) { break }
            if byte != space { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// As people read it: the canonical form, with the word for the extension.
    public func display(in language: DisplayLanguage) -> String {
        guard language == .vi else { return canonical }
        let bytes = Array(canonical.utf8)
        guard let start = bytes.firstIndex(of: UInt8(ascii: "e")) else { return canonical }
        return String(decoding: bytes[..<start], as: UTF8.self) + "máy lẻ"
            + String(decoding: bytes[(start + 3)...], as: UTF8.self)
    }

    private static func takeExtension(from scanner: inout ValueScanner) -> [UInt8]? {
        for word in ["extension", "ext.", "ext", "máy lẻ", "x", "#"] where scanner.take(word) {
            scanner.skipSpaces()
            let digits = scanner.takeDigits()
            return (1...extensionDigitsMax).contains(digits.count) ? digits : nil
        }
        return nil
    }
}

extension TelephoneNumber: Hashable {
    public static func == (left: TelephoneNumber, right: TelephoneNumber) -> Bool {
        left.canonical.utf8.elementsEqual(right.canonical.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in canonical.utf8 { hasher.combine(byte) }
    }
}
