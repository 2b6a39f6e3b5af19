/// A period between two dates that may be known in part, still running, or without a known end.
///
/// Source: the intervals of ISO 8601-2:2019; an end that is left out is unknown, `..` is open.
public struct DateRange: Hashable, Sendable {
    /// Where a period ends.
    public enum End: Hashable, Sendable {
        case date(PartialDate)
        /// It still runs.
        case continuing
        /// It has ended or not: that is not known.
        case unknown
    }

    /// The start; nil if it is not known.
    public let from: PartialDate?
    public let until: End

    /// - Throws: ``ValueError/reversed(_:given:start:end:)`` if the end lies before the start, however the
    ///   two are completed; ``ValueError/malformed(_:given:example:)`` if neither is known.
    public init(from: PartialDate?, until: End) throws(ValueError) {
        self.from = from
        self.until = until
        switch (from, until) {
        case (nil, .continuing), (nil, .unknown): throw .malformed(.dateRange, canonical)
        case (let start?, .date(let end)) where end.isCertainlyBefore(start):
            let text = (start.canonical, end.canonical)
            throw .reversed(.dateRange, given: canonical, start: text.0, end: text.1)
        default: break
        }
    }

    /// The period that `date` names: 2010 is 2010/2010.
    public init(_ date: PartialDate) {
        from = date
        until = .date(date)
    }

    /// The date of the end, if there is one.
    public var untilDate: PartialDate? {
        if case .date(let date) = until { date } else { nil }
    }
}
