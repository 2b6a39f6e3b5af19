/// Whether two periods share a day, as far as is known.
public enum DateOverlap: Hashable, Sendable {
    case none
    /// They do, if the dates that are not known exactly fall so.
    case possible
    /// They do, on whichever days the periods began and ended.
    case certain
}

extension DateRange {
    /// The first day that can belong to the period, in days since 1970-01-01; nil without start.
    public var earliestDay: Int32? { from?.earliestDay }

    /// The last day that can belong to the period; nil if it runs on, or if its end is not known.
    public var latestDay: Int32? { untilDate?.latestDay }

    /// Whether the two periods have a day in common.
    ///
    /// A date that is marked about or uncertain makes nothing certain. Without an end, only the start is
    /// certain: 1998/ overlaps 1998 for certain, and 2010 possibly.
    public func overlap(_ other: DateRange) -> DateOverlap { bounds.overlap(other.bounds) }

    /// Whether the period has a day from `first` to `last`, both included.
    public func overlap(first: Int32, last: Int32) -> DateOverlap {
        first <= last ? bounds.overlap(DateBounds(first: first, last: last)) : .none
    }

    /// Whether the period has a day of `year`.
    public func overlap(year: Int32) -> DateOverlap {
        guard let date = try? PartialDate(year: year) else { return .none }
        return overlap(first: date.earliestDay, last: date.latestDay)
    }

    /// Whether the day with this number belongs to the period.
    public func overlap(day: Int32) -> DateOverlap { overlap(first: day, last: day) }

    private var bounds: DateBounds {
        let first = earliestDay ?? .min
        let last = latestDay ?? .max
        let earliestEnd =
            switch until {
            case .date(let date): max(date.earliestDay, first)
            case .continuing: Int32.max
            case .unknown: first
            }
        return DateBounds(
            earliestStart: first,
            latestStart: min(from?.latestDay ?? last, last),
            earliestEnd: earliestEnd,
            latestEnd: last,
            isMarked: isMarked(from) || isMarked(untilDate)
        )
    }

    private func isMarked(_ date: PartialDate?) -> Bool { (date?.mark ?? .none) != .none }
}

/// The days between which a period begins and ends.
private struct DateBounds {
    let earliestStart: Int32
    let latestStart: Int32
    let earliestEnd: Int32
    let latestEnd: Int32
    let isMarked: Bool

    init(
        earliestStart: Int32,
        latestStart: Int32,
        earliestEnd: Int32,
        latestEnd: Int32,
        isMarked: Bool
    ) {
        self.earliestStart = earliestStart
        self.latestStart = latestStart
        self.earliestEnd = earliestEnd
        self.latestEnd = latestEnd
        self.isMarked = isMarked
    }

    init(first: Int32, last: Int32) {
        self.init(
            earliestStart: first,
            latestStart: first,
            earliestEnd: last,
            latestEnd: last,
            isMarked: false
        )
    }

    func overlap(_ other: DateBounds) -> DateOverlap {
        guard earliestStart <= other.latestEnd, other.earliestStart <= latestEnd else {
            return .none
        }
        let isCertain = latestStart <= other.earliestEnd && other.latestStart <= earliestEnd
        return isCertain && !isMarked && !other.isMarked ? .certain : .possible
    }
}
