/// The Gregorian calendar, carried back over the time before it was introduced, in day numbers.
///
/// A day number counts days since 1970-01-01, which is 0; time zones do not come in.
///
/// Source: ISO 8601-1:2019, 4.3.2; Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.
public enum CivilCalendar {
    /// A day by its parts.
    public struct Day: Hashable, Sendable {
        public let year: Int32
        /// 1 to 12.
        public let month: Int32
        /// 1 to 31.
        public let day: Int32
    }

    public static let firstYear: Int32 = 1
    public static let lastYear: Int32 = 9999
    /// 0001-01-01 to 9999-12-31.
    public static let dayNumbers: ClosedRange<Int32> = -719_162...2_932_896

    public static func isLeap(year: Int32) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// The number of days of `month`, 1 to 12, in `year`.
    public static func daysInMonth(_ month: Int32, of year: Int32) -> Int32 {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The number of the day; nil if there is no such day in the years 1 to 9999.
    public static func dayNumber(year: Int32, month: Int32, day: Int32) -> Int32? {
        guard year >= firstYear, year <= lastYear, month >= 1, month <= 12 else { return nil }
        guard day >= 1, day <= daysInMonth(month, of: year) else { return nil }
        return unchecked(year: year, month: month, day: day)
    }

    /// The day with this number; nil outside of ``dayNumbers``.
    public static func day(_ dayNumber: Int32) -> Day? {
        dayNumbers.contains(dayNumber) ? unchecked(dayNumber) : nil
    }

    /// The day `months` later, or earlier if negative; nil outside of ``dayNumbers``.
    ///
    /// Where that month is too short, its last day is meant: a month after 31 January is 28 February.
    public static func day(_ dayNumber: Int32, addingMonths months: Int32) -> Int32? {
        guard let start = day(dayNumber) else { return nil }
        let total = Int64(start.year) * 12 + Int64(start.month) - 1 + Int64(months)
        guard total >= 12, total < (Int64(lastYear) + 1) * 12 else { return nil }
        let year = Int32(total / 12)
        let month = Int32(total % 12) + 1
        let day = min(start.day, daysInMonth(month, of: year))
        return unchecked(year: year, month: month, day: day)
    }

    /// The whole months from one day to another, negative if `end` is earlier.
    ///
    /// As many as can be added to the earlier day without getting beyond the later one. Days outside of
    /// ``dayNumbers`` count as its ends.
    public static func wholeMonths(from start: Int32, to end: Int32) -> Int32 {
        if end < start { return -wholeMonths(from: end, to: start) }
        let first = unchecked(clamped(start))
        let last = unchecked(clamped(end))
        let months = (last.year - first.year) * 12 + last.month - first.month
        let isWhole = last.day >= min(first.day, daysInMonth(last.month, of: last.year))
        return isWhole ? months : months - 1
    }

    private static func clamped(_ dayNumber: Int32) -> Int32 {
        min(max(dayNumber, dayNumbers.lowerBound), dayNumbers.upperBound)
    }

    /// Years begin in March here, so that the leap day is the last of its year.
    static func unchecked(year: Int32, month: Int32, day: Int32) -> Int32 {
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func unchecked(_ dayNumber: Int32) -> Day {
        let shifted = dayNumber + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return Day(year: year, month: month, day: day)
    }
}
