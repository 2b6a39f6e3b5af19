/// Asks for digests of a scope's state, ever finer, to find the records in which two sides differ.
public enum DigestRequest: Hashable, Sendable {
    /// The sums of the 64 groups of 64 buckets each.
    case groups(ScopeID)
    /// The sums of the buckets of these groups.
    case buckets(ScopeID, groups: [UInt16])
    /// The digests of the records in these buckets.
    case records(ScopeID, buckets: [UInt16])

    /// How many groups there are, and buckets in each.
    public static let groupCount = 64
}

/// The digests asked for, and where the server stood.
public enum DigestResponse: Hashable, Sendable {
    /// The first eight bytes of each sum, in the order asked for.
    case sums([UInt64])
    /// The first eight bytes of each record's digest.
    case records([Entry])

    /// One record's digest.
    public struct Entry: Hashable, Sendable {
        public let record: RecordID
        public let digest: UInt64

        public init(record: RecordID, digest: UInt64) {
            self.record = record
            self.digest = digest
        }
    }
}
