/// The identity of one writer of changes: one incarnation of one device's replica.
///
/// A replica that has any doubt about its identity (a restored copy, a cloned folder) takes a new
/// random one; that is cheap and harmless. The name of a fork is derived, not random, so that all
/// who carry the same branch call it the same.
public struct ReplicaID: Hashable, Sendable {
    /// The first eight bytes, most significant first.
    public let high: UInt64
    /// The last eight bytes, most significant first.
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A fresh random identity.
    public static func random(using random: inout some RandomNumberGenerator) -> ReplicaID {
        ReplicaID(high: random.next(), low: random.next())
    }

    /// Whether `self` sorts before `other` by bytes: the order of canonical encodings, nothing more.
    @inlinable
    public func precedes(_ other: ReplicaID) -> Bool {
        high != other.high ? high < other.high : low < other.low
    }
}

extension ReplicaID: SixteenBytes {}
