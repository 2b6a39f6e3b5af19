import Foundation

/// A moment as output writes it and options take it: `2026-01-18T09:00:00Z`.
struct Moment {
    /// Milliseconds since 1970.
    let milliseconds: Int64

    init(_ milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The machine's clock.
    static var now: Moment {
        Moment(Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    var text: String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601)
    }

    /// Reads a day, which begins at 00:00 UTC, or a day and a time with its zone.
    init?(_ text: String) {
        let whole = text.utf8.count == 10 ? text + "T00:00:00Z" : text
        guard let date = try? Date(whole, strategy: .iso8601) else { return nil }
        let seconds = date.timeIntervalSince1970
        guard abs(seconds) < 1e12 else { return nil }
        milliseconds = Int64(seconds * 1000)
    }
}

/// A stretch of time as options take it: `7d`, `12h`, `30m`, `2w`.
struct Stretch {
    let milliseconds: Int64

    init?(_ text: String) {
        let units: [UInt8: Int64] = [
            UInt8(ascii: "m"): 60_000, UInt8(ascii: "h"): 3_600_000,
            UInt8(ascii: "d"): 86_400_000, UInt8(ascii: "w"): 604_800_000,
        ]
        guard let last = text.utf8.last, let unit = units[last],
            let count = Int64(String(decoding: text.utf8.dropLast(), as: UTF8.self)),
            count > 0, count < 1_000_000
        else { return nil }
        milliseconds = count * unit
    }
}
