import Shared

/// Recognises the sums that sheets have under their tables: they are no records.
package enum TotalRow {
    /// What such rows begin with, in lower case.
    private static let words = [
        "tổng cộng", "tong cong", "tổng số", "tong so", "tổng", "cộng", "grand total", "subtotal",
        "total",
    ]

    /// Whether a row is a sum with its figures.
    ///
    /// Names begin with such words too, "Tổng công ty", "Total Energies": what follows the word has to be
    /// a figure or nothing, and so has all else in the row.
    ///
    /// - Parameter cells: The row from its first cell with anything in it.
    /// - Returns: Whether nothing else can be meant.
    package static func isMade(of cells: ArraySlice<String>) -> Bool {
        guard let first = cells.first, isSum(first) else { return false }
        return cells.dropFirst().allSatisfy { isFigure($0) }
    }

    /// Whether a text is such a word, alone or with a figure: "Tổng cộng: 58 địa phương", "TOTAL (58)".
    private static func isSum(_ text: String) -> Bool {
        let text = InputText.normalized(text.onOneLine).lowercased()
        return words.contains { word in
            guard text.utf8.starts(with: word.utf8) else { return false }
            let rest = text.unicodeScalars.dropFirst(word.unicodeScalars.count)
            let figure = rest.first { !$0.properties.isWhitespace && $0 != ":" }
            let isNumbered = rest.contains(":") && figure?.properties.numericType != nil
            return isNumbered || !rest.contains { $0.properties.isAlphabetic }
        }
    }

    /// Whether there is no word in a text but what a currency is called.
    private static func isFigure(_ text: String) -> Bool {
        text.unicodeScalars.split { !$0.properties.isAlphabetic }
            .allSatisfy { (try? CurrencyCode(parsing: String($0))) != nil }
    }
}
