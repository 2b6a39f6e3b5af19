/// A hybrid logical clock reading: 48 bits of milliseconds since 1970 and a 16-bit counter.
///
/// For display and as a last tie-break only: no order, expiry or loss depends on it.
///
/// Source: Kulkarni et al., "Logical Physical Clocks and Consistent Snapshots", 2014.
public struct HybridTimestamp: Hashable, Sendable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Milliseconds since 1970-01-01T00:00:00Z; earlier times count as zero, times beyond the
    /// year 10889 as the last that 48 bits hold.
    public init(milliseconds: Int64, counter: UInt16 = 0) {
        let clamped = UInt64(min(max(milliseconds, 0), Int64(1 << 48) - 1))
        rawValue = clamped << 16 | UInt64(counter)
    }

    public var milliseconds: Int64 { Int64(rawValue >> 16) }

    /// How far ahead of the own clock a foreign reading may pull it: ten minutes.
    public static let adoptionLimitMilliseconds: Int64 = 600_000
}

/// A replica's hybrid logical clock.
public struct HybridClock: Hashable, Sendable {
    public private(set) var last: HybridTimestamp

    public init(last: HybridTimestamp = HybridTimestamp(rawValue: 0)) { self.last = last }

    /// The reading for a new change at wall time `milliseconds`: above every earlier reading.
    ///
    /// A clock that stands far behind the last reading (it was set back, or a foreign reading was
    /// wrong) is believed again once the last reading is more than ten minutes ahead of it.
    public mutating func tick(at milliseconds: Int64) -> HybridTimestamp {
        let now = HybridTimestamp(milliseconds: milliseconds)
        let isAhead =
            last.milliseconds > now.milliseconds + HybridTimestamp.adoptionLimitMilliseconds
        last =
            last.rawValue < now.rawValue || isAhead
            ? now : HybridTimestamp(rawValue: last.rawValue + 1)
        return last
    }

    /// Takes over a foreign reading, unless it is more than ten minutes ahead of the wall clock.
    public mutating func observe(_ reading: HybridTimestamp, at milliseconds: Int64) {
        let limit = milliseconds + HybridTimestamp.adoptionLimitMilliseconds
        if reading.rawValue > last.rawValue, reading.milliseconds <= limit { last = reading }
    }
}
