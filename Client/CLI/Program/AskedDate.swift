import Foundation
import Shared

/// Dates that people give on the command line.
enum AskedDate {
    /// Today where this machine stands, in days since 1970.
    static var today: Int32 {
        let parts = Calendar(identifier: .gregorian)
            .dateComponents([.year, .month, .day], from: Date())
        return CivilCalendar.dayNumber(
            year: Int32(parts.year ?? 1970),
            month: Int32(parts.month ?? 1),
            day: Int32(parts.day ?? 1)
        ) ?? 0
    }

    /// The date of an option or an argument called `name`.
    ///
    /// - Throws: ``CommandFailure`` for a text that is no date.
    static func read(_ text: String, _ name: String, _ console: Console) throws -> PartialDate {
        do throws(ValueError) {
            return try PartialDate(parsing: text)
        } catch {
            throw CommandFailure(
                .usage,
                code: "usage",
                console.say(
                    en: "\(name): \"\(text)\" is not a date",
                    vi: "\(name): \"\(text)\" không phải là ngày"
                ),
                hint: "2026-12-01, 2026-12, 2026"
            )
        }
    }
}
