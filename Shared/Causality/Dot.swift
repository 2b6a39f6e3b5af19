/// The name of one change: the `counter`-th of `replica` in its scope, counted from 1 without gaps.
///
/// Source: Preguiça, Baquero et al., "Dotted Version Vectors", 2010.
public struct Dot: Hashable, Sendable {
    public let replica: ReplicaID
    public let counter: UInt64

    @inlinable
    public init(_ replica: ReplicaID, _ counter: UInt64) {
        self.replica = replica
        self.counter = counter
    }

    /// The order of canonical encodings: by replica bytes, then counter.
    ///
    /// It has no causal meaning.
    @inlinable
    public func precedes(_ other: Dot) -> Bool {
        replica == other.replica
            ? counter < other.counter : replica.precedes(other.replica)
    }
}
