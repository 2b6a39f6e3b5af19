import Shared

/// What the format of a cell says about its number.
package enum CellFormat: Equatable {
    case number
    /// A number of days, shown as a date of this precision.
    case date(Precision)
    /// An amount in the currency with this code.
    case money(String)

    package enum Precision {
        case day, month, year
    }

    /// The meaning of a format that every workbook has, by its number (ECMA-376 part 1, 18.8.30).
    init(builtIn id: Int) {
        switch id {
        case 14, 15, 16, 22, 27...31, 36, 50...54, 57, 58: self = .date(.day)
        case 17: self = .date(.month)
        default: self = .number
        }
    }

    /// The meaning of a format that a workbook defines, such as `dd/mm/yyyy` or `#,##0 [$€-1]`.
    package init(code: String) {
        var signs: [String] = []
        var letters: Set<Unicode.Scalar> = []
        var rest = Array(code.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"":
                signs.append(Self.text(&rest, until: "\""))
            case "[":
                let inside = Self.text(&rest, until: "]")
                if inside.utf8.first == UInt8(ascii: "$") {
                    let sign = inside.dropFirst().prefix { $0 != "-" }
                    signs.append(String(sign))
                }
            case "\\", "_", "*":
                if let next = rest.popFirst(), scalar == "\\" { signs.append(String(next)) }
            case ";":
                // What follows is for negative numbers, zero and text.
                rest = []
            case "$", "€", "₫", "£", "¥": signs.append(String(scalar))
            default:
                letters.insert(scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar)
            }
        }
        if letters.contains("y") || letters.contains("d") {
            let hasMonth = letters.contains("m")
            self = .date(letters.contains("d") ? .day : hasMonth ? .month : .year)
        } else if let code = signs.lazy.compactMap({ Self.currency($0) }).first {
            self = .money(code)
        } else {
            self = .number
        }
    }

    private static func text(
        _ rest: inout ArraySlice<Unicode.Scalar>,
        until end: Unicode.Scalar
    ) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst(), scalar != end { text.append(scalar) }
        return String(text)
    }

    private static func currency(_ sign: String) -> String? {
        let text = sign.withoutBlanks
        guard !text.utf8.isEmpty else { return nil }
        return (try? CurrencyCode(parsing: text))?.code
    }
}

/// Writes the number of a cell as people would, with the sign of their language before fractions.
package struct CellNumber {
    /// Whether days are counted from 1904, as old workbooks of one system do.
    let isFrom1904: Bool
    /// `.` or `,`.
    let decimalSign: String

    package init(isFrom1904: Bool, decimalSign: String) {
        self.isFrom1904 = isFrom1904
        self.decimalSign = decimalSign
    }

    /// The text of a number; what is no number stays as it is.
    package func text(_ raw: String, _ format: CellFormat) -> String {
        guard let number = Double(raw), number.isFinite else { return raw }
        switch format {
        case .number: return decimal(number)
        case .money(let code): return decimal(number) + " " + code
        case .date(let precision): return date(number, precision) ?? decimal(number)
        }
    }

    /// The day with this number, from 1900 or 1904 on; nil outside of the years that workbooks know.
    private func date(_ serial: Double, _ precision: CellFormat.Precision) -> String? {
        guard serial >= 1, serial < 2_958_466 else { return nil }
        let days = Int32(serial)
        // Workbooks count a 29 February 1900 that never was: days before it are one less.
        let start: Int32 = isFrom1904 ? -24_107 : days < 60 ? -25_568 : -25_569
        guard let date = PartialDate(dayNumber: start + days) else { return nil }
        let parts = date.canonical.split(separator: "-").map(String.init)
        switch precision {
        case .day: return date.canonical
        case .month: return parts.prefix(2).joined(separator: "-")
        case .year: return parts.first
        }
    }

    /// The fifteen digits that a workbook shows, without an exponent.
    private func decimal(_ number: Double) -> String {
        if number == number.rounded(), abs(number) < 1e15 { return "\(Int64(number))" }
        let digitsMax = 15
        let magnitude = abs(number)
        var exponent = Int(magnitude.exponent) * 30103 / 100_000
        var digits = scaled(magnitude, by: digitsMax - 1 - exponent)
        while digits >= 1_000_000_000_000_000 {
            exponent += 1
            digits = scaled(magnitude, by: digitsMax - 1 - exponent)
        }
        while digits < 100_000_000_000_000 {
            exponent -= 1
            digits = scaled(magnitude, by: digitsMax - 1 - exponent)
        }
        var text = "\(Int64(digits))"
        let places = digitsMax - 1 - exponent
        if places <= 0 {
            text += String(repeating: "0", count: -places)
        } else {
            if text.utf8.count <= places {
                text = String(repeating: "0", count: places + 1 - text.utf8.count) + text
            }
            let cut = text.utf8.index(text.endIndex, offsetBy: -places)
            var fraction = String(text[cut...])
            while fraction.utf8.last == UInt8(ascii: "0") { fraction = String(fraction.dropLast()) }
            // Three digits behind the sign could be taken for thousands; four cannot.
            if fraction.utf8.count == 3 { fraction += "0" }
            text = String(text[..<cut]) + (fraction.isEmpty ? "" : decimalSign + fraction)
        }
        return (number < 0 ? "-" : "") + text
    }

    /// The number times a power of ten, rounded to an integer.
    private func scaled(_ number: Double, by exponent: Int) -> Double {
        var result = number
        var rest = abs(exponent)
        while rest > 0 {
            let step = min(rest, 22)
            let power = Double(sign: .plus, exponent: 0, significand: 1) * Self.powers[step]
            result = exponent > 0 ? result * power : result / power
            rest -= step
        }
        return result.rounded()
    }

    /// 1, 10, 100 … up to 10^22, each of which a double holds exactly.
    private static let powers: [Double] = {
        var powers = [1.0]
        for _ in 0..<22 { powers.append(powers[powers.count - 1] * 10) }
        return powers
    }()
}
