/// How many changes of each replica are known: a contiguous prefix per replica.
///
/// A replica without an entry counts as zero. The vector is a partial order and therefore not
/// `Comparable`. Kept sorted by replica bytes, which is also its canonical encoding.
///
/// Source: Parker et al., "Detection of Mutual Inconsistency in Distributed Systems", 1983.
public struct VersionVector: Hashable, Sendable {
    /// One replica's prefix.
    public struct Entry: Hashable, Sendable {
        public let replica: ReplicaID
        /// Never zero.
        public var counter: UInt64

        @inlinable
        public init(replica: ReplicaID, counter: UInt64) {
            self.replica = replica
            self.counter = counter
        }
    }

    /// Sorted by replica; no zero counters.
    public private(set) var entries: [Entry]

    public init() { entries = [] }

    /// A vector that covers exactly the prefixes up to the given dots.
    public init(_ dots: some Sequence<Dot>) {
        entries = []
        for dot in dots { cover(dot) }
    }

    public var isEmpty: Bool { entries.isEmpty }

    /// The highest covered counter of `replica`; setting zero removes the entry.
    public subscript(replica: ReplicaID) -> UInt64 {
        get {
            let index = position(of: replica)
            return index < entries.count && entries[index].replica == replica
                ? entries[index].counter : 0
        }
        set {
            let index = position(of: replica)
            let found = index < entries.count && entries[index].replica == replica
            if newValue == 0 {
                if found { entries.remove(at: index) }
            } else if found {
                entries[index].counter = newValue
            } else {
                entries.insert(Entry(replica: replica, counter: newValue), at: index)
            }
        }
    }

    /// Whether the change `dot` lies within this vector.
    public func covers(_ dot: Dot) -> Bool { dot.counter <= self[dot.replica] }

    /// Whether every change within `other` lies within this vector.
    public func covers(_ other: VersionVector) -> Bool {
        other.entries.allSatisfy { $0.counter <= self[$0.replica] }
    }

    /// Covers `dot` and everything of its replica before it.
    public mutating func cover(_ dot: Dot) {
        if dot.counter > self[dot.replica] { self[dot.replica] = dot.counter }
    }

    /// The least vector that covers both.
    public mutating func merge(_ other: VersionVector) {
        if other.isEmpty { return }
        if isEmpty {
            self = other
            return
        }
        for entry in other.entries where entry.counter > self[entry.replica] {
            self[entry.replica] = entry.counter
        }
    }

    /// The least vector that covers both.
    public func merged(with other: VersionVector) -> VersionVector {
        var result = self
        result.merge(other)
        return result
    }

    /// The entries that `other` does not cover: what remains of a context next to a scope's vector.
    ///
    /// Source: Gonçalves et al., "DottedDB: Anti-Entropy without Merkle Trees, Deletes without
    /// Tombstones", 2017 (strip and fill).
    public func stripped(by other: VersionVector) -> VersionVector {
        var result = VersionVector()
        result.entries = entries.filter { $0.counter > other[$0.replica] }
        return result
    }

    /// Renames the changes of `old` beyond `last` as the first changes of `new`.
    public mutating func rename(_ old: ReplicaID, beyond last: UInt64, to new: ReplicaID) {
        let counter = self[old]
        guard counter > last else { return }
        self[old] = last
        cover(Dot(new, counter - last))
    }

    /// The index of the first entry that does not precede `replica`.
    private func position(of replica: ReplicaID) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].replica.precedes(replica) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
