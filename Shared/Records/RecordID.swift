/// The identity of one record, made by the client that creates it: a ULID.
///
/// Source: the ULID specification (48 bits of milliseconds, 80 random bits).
public struct RecordID: SixteenBytes {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new identity; records made later sort later, as far as clocks agree.
    public init(milliseconds: Int64, using random: inout some RandomNumberGenerator) {
        let time = UInt64(min(max(milliseconds, 0), Int64(1 << 48) - 1))
        high = time << 16 | random.next() & 0xFFFF
        low = random.next()
    }

    /// The order of bytes.
    @inlinable
    public func precedes(_ other: RecordID) -> Bool {
        high != other.high ? high < other.high : low < other.low
    }
}
