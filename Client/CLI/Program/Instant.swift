import Foundation
package import Shared

/// A moment, in milliseconds since 1970, as output writes it: `2026-01-18T09:00:00Z`.
package struct Instant {
    package let milliseconds: Int64

    package init(_ milliseconds: Int64) { self.milliseconds = milliseconds }

    package var text: String {
        let (days, rest) = (milliseconds / 1000).quotientAndRemainder(dividingBy: 86_400)
        let seconds = rest < 0 ? rest + 86_400 : rest
        let day = Int32(clamping: rest < 0 ? days - 1 : days)
        guard let date = PartialDate(dayNumber: day) else { return "9999-12-31T23:59:59Z" }
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return date.canonical + "T" + two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":"
            + two(seconds % 60) + "Z"
    }

    /// For people: in the machine's time zone.
    package func local(_ language: DisplayLanguage) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = language == .vi ? "dd/MM/yyyy HH:mm" : "yyyy-MM-dd HH:mm"
        return formatter.string(from: Date(timeIntervalSince1970: Double(milliseconds) / 1000))
    }
}

/// `text` followed by spaces up to `width` columns.
package func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.unicodeScalars.count))
}
