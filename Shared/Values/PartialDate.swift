/// A date as far as it is known: a year, a month of a year, or a day, perhaps only about.
///
/// Source: the Extended Date/Time Format, ISO 8601-2:2019, whose `~` and `?` at the end are used.
public struct PartialDate: Hashable, Sendable {
    /// How sure the date is.
    public enum Mark: UInt8, Hashable, Sendable, CaseIterable {
        /// As stated.
        case none
        /// Approximate: `1997~`, about 1997.
        case about
        /// Uncertain whether it is this date: `2003?`.
        case uncertain
    }

    /// How much of the date is known.
    public enum Precision: UInt8, Hashable, Sendable, CaseIterable {
        case year, month, day
    }

    /// 1 to 9999.
    public let year: Int32
    /// 1 to 12.
    public let month: Int32?
    /// 1 to 31; only with a month.
    public let day: Int32?
    public let mark: Mark

    /// - Throws: ``ValueError/outOfRange(_:given:least:most:)`` for a part that the calendar does not
    ///   have; a day without month is one, too.
    public init(
        year: Int32,
        month: Int32? = nil,
        day: Int32? = nil,
        mark: Mark = .none
    ) throws(ValueError) {
        try Self.check(.year, year, most: CivilCalendar.lastYear)
        if let month { try Self.check(.month, month, most: 12) }
        if let day {
            let last = month.map { CivilCalendar.daysInMonth($0, of: year) } ?? 0
            try Self.check(.day, day, most: last)
        }
        self.init(checkedYear: year, month: month, day: day, mark: mark)
    }

    /// The day with this number of days since 1970-01-01; nil outside of the years 1 to 9999.
    public init?(dayNumber: Int32, mark: Mark = .none) {
        guard let day = CivilCalendar.day(dayNumber) else { return nil }
        self.init(checkedYear: day.year, month: day.month, day: day.day, mark: mark)
    }

    private init(checkedYear year: Int32, month: Int32?, day: Int32?, mark: Mark) {
        self.year = year
        self.month = month
        self.day = day
        self.mark = mark
    }

    public var precision: Precision { day != nil ? .day : month != nil ? .month : .year }

    /// The same date with another mark.
    public func marked(_ mark: Mark) -> PartialDate {
        PartialDate(checkedYear: year, month: month, day: day, mark: mark)
    }

    /// The first day that can be meant, in days since 1970-01-01, not regarding the mark.
    public var earliestDay: Int32 {
        CivilCalendar.unchecked(year: year, month: month ?? 1, day: day ?? 1)
    }

    /// The last day that can be meant, in days since 1970-01-01, not regarding the mark.
    public var latestDay: Int32 {
        let month = month ?? 12
        let day = day ?? CivilCalendar.daysInMonth(month, of: year)
        return CivilCalendar.unchecked(year: year, month: month, day: day)
    }

    /// The order in lists: by earliest day, then the less precise first, then by mark.
    ///
    /// No two different dates are equal in it, but it does not say which came first: 1997 stands before
    /// 1997-05. That is ``isCertainlyBefore(_:)``.
    public func isOrdered(before other: PartialDate) -> Bool {
        let days = (earliestDay, other.earliestDay)
        if days.0 != days.1 { return days.0 < days.1 }
        if precision != other.precision { return precision.rawValue < other.precision.rawValue }
        return mark.rawValue < other.mark.rawValue
    }

    /// Whether every day meant lies before every day that `other` can mean, not regarding the marks.
    public func isCertainlyBefore(_ other: PartialDate) -> Bool { latestDay < other.earliestDay }

    /// The whole months from this date to `other`, at least and at most, negative if that is earlier.
    ///
    /// From 2025-09 to 2026-09-15 at least 11, at most 12.
    public func monthsBetween(_ other: PartialDate) -> ClosedRange<Int32> {
        let least = CivilCalendar.wholeMonths(from: latestDay, to: other.earliestDay)
        let most = CivilCalendar.wholeMonths(from: earliestDay, to: other.latestDay)
        return least...max(least, most)
    }

    private static func check(_ part: ValueKind, _ value: Int32, most: Int32) throws(ValueError) {
        guard value < 1 || value > most else { return }
        throw .outOfRange(part, given: value.description, least: "1", most: most.description)
    }
}
