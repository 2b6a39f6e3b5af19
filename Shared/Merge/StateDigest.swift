/// A sum of record digests modulo 2^256: equal states have equal sums, in whatever order they grew.
///
/// Sound between authenticated parties; not against an adversary who chooses record ids.
public struct StateDigest: Hashable, Sendable {
    /// Four words, least significant first.
    private var words: (UInt64, UInt64, UInt64, UInt64)

    public init() { words = (0, 0, 0, 0) }

    public init(_ hash: Hash256) {
        words = (hash.words.3, hash.words.2, hash.words.1, hash.words.0)
    }

    /// The sum as 32 bytes, most significant first.
    public var hash: Hash256 { Hash256(words.3, words.2, words.1, words.0) }

    public static func += (left: inout StateDigest, right: StateDigest) {
        var carry: UInt64 = 0
        func add(_ a: inout UInt64, _ b: UInt64) {
            let (partial, first) = a.addingReportingOverflow(b)
            let (sum, second) = partial.addingReportingOverflow(carry)
            a = sum
            carry = (first ? 1 : 0) + (second ? 1 : 0)
        }
        add(&left.words.0, right.words.0)
        add(&left.words.1, right.words.1)
        add(&left.words.2, right.words.2)
        add(&left.words.3, right.words.3)
    }

    public static func -= (left: inout StateDigest, right: StateDigest) {
        left += right.negated
    }

    private var negated: StateDigest {
        var result = StateDigest()
        result.words = (~words.0, ~words.1, ~words.2, ~words.3)
        result += StateDigest(Hash256(0, 0, 0, 1))
        return result
    }

    public static func == (left: StateDigest, right: StateDigest) -> Bool {
        left.hash == right.hash
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

    /// The digest of one record: SHA-256 over its id and its canonical bytes.
    public static func ofRecord<Hash: HashFunction>(
        _ record: RecordID,
        frame: [UInt8],
        by _: Hash.Type
    ) -> StateDigest {
        var bytes = record.bytes
        bytes.reserveCapacity(16 + frame.count)
        bytes += frame
        return StateDigest(Hash.hash(bytes))
    }

    /// How many buckets a scope's records fall into; see ``bucket(of:)``.
    public static let bucketCount = 4096

    /// The bucket of a record: by the last twelve bits of its id, which are random.
    public static func bucket(of record: RecordID) -> Int { Int(record.low & 4095) }
}
