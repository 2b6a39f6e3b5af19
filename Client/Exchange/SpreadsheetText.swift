/// Texts in a cell of a spreadsheet, which takes some of them for a formula.
package enum SpreadsheetText {
    /// The text as a cell shows it and never computes it: with an apostrophe in front where it would.
    ///
    /// Plain numbers stay as they are. ``original(of:)`` takes the apostrophe away again.
    package static func harmless(_ text: String) -> String {
        isDangerous(text) && !isPlainNumber(text) ? "'" + text : text
    }

    /// The text that ``harmless(_:)`` was given.
    package static func original(of cell: String) -> String {
        guard cell.utf8.first == UInt8(ascii: "'") else { return cell }
        let rest = String(cell.unicodeScalars.dropFirst())
        return isDangerous(rest) ? rest : cell
    }

    /// Whether the text would be a formula, after any apostrophes.
    private static func isDangerous(_ text: String) -> Bool {
        switch text.unicodeScalars.first(where: { $0 != "'" }) {
        case "=", "+", "-", "@", "\t", "\r", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }

    private static func isPlainNumber(_ text: String) -> Bool {
        var digits = 0
        var points = 0
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: "."), UInt8(ascii: ","): points += 1
            case UInt8(ascii: "-") where index == 0: break
            default: return false
            }
        }
        return digits > 0 && points <= 1
    }
}
