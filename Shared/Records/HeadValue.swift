/// What a change says of a record's life, written to its head cell.
public enum HeadValue: UInt8, Hashable, Sendable {
    case alive = 0
    case deleted = 1
    /// The content is gone for good; nothing replaces this value.
    case purged = 2
    /// A server's ruling: neutral, replaced by any later save.
    case ruled = 3

    /// The value as a cell holds it: one CBOR unsigned integer.
    public var encoded: ArraySlice<UInt8> { [rawValue] }

    /// Nil when the bytes are no head value.
    public init?(encoded: ArraySlice<UInt8>) {
        guard encoded.count == 1, let byte = encoded.first else { return nil }
        self.init(rawValue: byte)
    }
}
