import Shared

/// Reads the texts of IATI files: dates, amounts, languages.
package enum IATIText {
    /// A whole day, as `xs:date` has it; what may follow of a time zone says nothing about the day.
    static func day(_ text: String) -> String? {
        let day = String(text.prefix(10))
        let zone = text.dropFirst(10)
        let isZone =
            zone.isEmpty || zone == "Z"
            || (zone.count == 6 && "+-".contains(zone.first ?? " ")
                && zone.dropFirst(3).first == ":")
        guard isZone, day.utf8.count == 10, let date = PartialDate(canonical: day),
            date.earliestDay == date.latestDay
        else { return nil }
        return date.canonical
    }

    /// Whether the text is an `xs:decimal`.
    static func isDecimal(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.contains(where: { !$0.isEmpty }) else { return false }
        return parts.allSatisfy { part in part.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }

    /// An exact amount: what may stand around it is a currency, within it thousands signs between groups
    /// of three digits.
    ///
    /// - Returns: Nil for a text that is no amount, or that reads two ways, as `1,234`.
    static func amount(_ text: String) -> String? {
        let isAround = { (scalar: Unicode.Scalar) in
            scalar.properties.isWhitespace || scalar.properties.isAlphabetic
                || scalar.properties.generalCategory == .currencySymbol
        }
        let scalars = Array(text.unicodeScalars)
        guard let first = scalars.firstIndex(where: { !isAround($0) }),
            let last = scalars.lastIndex(where: { !isAround($0) })
        else { return nil }
        var digits = String.UnicodeScalarView()
        for scalar in scalars[first...last] { digits.append(scalar) }
        guard let plain = withoutThousands(String(digits)), isDecimal(plain),
            let number = DecimalNumber(canonicalizing: plain)
        else { return nil }
        return number.canonical
    }

    /// A number without the signs between its groups of three; nil where they are not such.
    private static func withoutThousands(_ text: String) -> String? {
        let isSigned = text.hasPrefix("-") || text.hasPrefix("+")
        let sign = text.hasPrefix("-") ? "-" : ""
        let parts = text.dropFirst(isSigned ? 1 : 0)
            .split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count <= 2 else { return nil }
        let marks: Set<Character> = [",", "'", "\u{2019}", " ", "\u{A0}", "\u{202F}"]
        let used = Set(whole.filter { marks.contains($0) })
        let fraction = parts.count == 2 ? "." + parts[1] : ""
        guard let mark = used.first else { return sign + whole + fraction }
        let groups = whole.split(separator: mark, omittingEmptySubsequences: false)
        let isGrouped = groups.dropFirst().allSatisfy { $0.count == 3 }
        let isSure = mark != "," || groups.count > 2 || !fraction.isEmpty
        guard used.count == 1, isGrouped, isSure, let head = groups.first,
            (1...3).contains(head.count)
        else { return nil }
        return sign + groups.joined() + fraction
    }

    /// A web address as RFC 3986 writes it: blanks and others that it does not allow are escaped.
    package static func webAddress(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 0x21, 0x23...0x3B, 0x3D, 0x3F...0x5B, 0x5D, 0x5F, 0x61...0x7A, 0x7E:
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }

    /// The code of a language as the register has it: `en` for `EN`, `ENG` and `en-GB`.
    static func language(_ text: String?) -> String? {
        guard let text else { return nil }
        let code = text.lowercased().prefix { $0.isLetter }
        switch code {
        case "eng": return "en"
        case "vie": return "vi"
        case "fra", "fre": return "fr"
        case "spa": return "es"
        case "deu", "ger": return "de"
        case "por": return "pt"
        default: return code.isEmpty ? nil : String(code.prefix(2))
        }
    }
}

extension DecimalNumber {
    /// The number of an `xs:decimal`, which may have zeros that say nothing.
    fileprivate init?(canonicalizing text: String) {
        var digits = text.hasPrefix("-") ? String(text.dropFirst()) : text
        if digits.hasPrefix(".") { digits = "0" + digits }
        while digits.hasPrefix("0"), digits.utf8.count > 1, digits.dropFirst().first != "." {
            digits.removeFirst()
        }
        if digits.contains(".") {
            while digits.hasSuffix("0") { digits.removeLast() }
            if digits.hasSuffix(".") { digits.removeLast() }
        }
        let isNegative = text.hasPrefix("-") && digits != "0"
        self.init(canonical: (isNegative ? "-" : "") + digits)
    }
}
