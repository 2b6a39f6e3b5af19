import ArgumentParser
import Foundation

/// A moment of the past as people type it: a day, which counts to its end, or a day and a time, in the
/// machine's time zone where none is given.
struct MomentOption: ExpressibleByArgument {
    /// Milliseconds since 1970.
    let milliseconds: Int64
    /// Whether only a day was given.
    private let isDay: Bool

    /// Where the day begins, if only a day was given; in milliseconds since 1970.
    var beginning: Int64 { isDay ? milliseconds - 86_399_999 : milliseconds }

    init?(argument: String) {
        let text = argument.replacingOccurrences(of: " ", with: "T")
        isDay = text.utf8.count == 10
        let whole = isDay ? text + "T23:59:59" : text
        let zoned: Date? = try? Date(whole, strategy: .iso8601)
        guard let date = zoned ?? Self.local(whole) else { return nil }
        let seconds = date.timeIntervalSince1970
        guard abs(seconds) < 1e12 else { return nil }
        milliseconds = Int64(seconds * 1000) + 999
    }

    private static func local(_ text: String) -> Date? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.calendar = Calendar(identifier: .gregorian)
        formatter.isLenient = false
        for format in ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm"] {
            formatter.dateFormat = format
            if let date = formatter.date(from: text) { return date }
        }
        return nil
    }
}
