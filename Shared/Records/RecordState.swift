/// A record as a replica holds it: for each cell the writes that no known write has replaced.
///
/// The unit of the join. Always complete: it names every live dot of every cell, though a value may
/// be left out where the receiver is known to have it.
public struct RecordState: Hashable, Sendable {
    /// One write that stands: a sibling of its cell.
    public struct LiveWrite: Hashable, Sendable {
        public let key: CellKey
        public var dot: Dot
        /// The value's canonical CBOR; nil only in a state that was shipped with values left out.
        public let value: ArraySlice<UInt8>?

        @inlinable
        public init(key: CellKey, dot: Dot, value: ArraySlice<UInt8>?) {
            self.key = key
            self.dot = dot
            self.value = value
        }

        /// The canonical order: by cell, then dot.
        @inlinable
        func precedes(_ other: LiveWrite) -> Bool {
            key == other.key ? dot.precedes(other.dot) : key.precedes(other.key)
        }
    }

    /// The collection's number in the schema; fixed at creation.
    public let collection: UInt16
    /// Sorted by cell and dot.
    public var writes: [LiveWrite]
    /// When and by whom the live dots were written; sorted by dot, one for each.
    public var stamps: [DotStamp]

    public init(collection: UInt16, writes: [LiveWrite] = [], stamps: [DotStamp] = []) {
        self.collection = collection
        self.writes = writes
        self.stamps = stamps
    }

    /// The live writes of one cell, sorted by dot.
    public func siblings(of key: CellKey) -> ArraySlice<LiveWrite> { writes[indices(of: key)] }

    /// Where the live writes of one cell stand in ``writes``.
    func indices(of key: CellKey) -> Range<Int> {
        let start = firstIndex(notBefore: key)
        var end = start
        while end < writes.count, writes[end].key == key { end += 1 }
        return start..<end
    }

    /// The record's current versions: the live writes of the head cell.
    public var heads: ArraySlice<LiveWrite> { siblings(of: .head) }

    /// Whether the content is gone for good, and nobody says that the record lives: who has deleted it
    /// besides says the same.
    ///
    /// What was written meanwhile may still stand in it; see ``isEmptied``.
    public var isPurged: Bool {
        var isPurged = false
        for head in heads {
            switch head.value.flatMap({ HeadValue(encoded: $0) }) {
            case .purged: isPurged = true
            case .deleted, .ruled: break
            case .alive, nil: return false
            }
        }
        return isPurged
    }

    /// Whether nothing but a purge is left: no content, and no other word about the record's life.
    public var isEmptied: Bool {
        writes.allSatisfy { write in
            write.key.isHead
                && (write.value == HeadValue.purged.encoded
                    || write.value == HeadValue.ruled.encoded)
        }
    }

    /// Whether no value was left out.
    public var hasAllValues: Bool { writes.allSatisfy { $0.value != nil } }

    /// When and by whom `dot` was written; nil when it is not live here.
    public func stamp(of dot: Dot) -> DotStamp? {
        var low = 0
        var high = stamps.count
        while low < high {
            let middle = (low + high) / 2
            if stamps[middle].dot.precedes(dot) { low = middle + 1 } else { high = middle }
        }
        return low < stamps.count && stamps[low].dot == dot ? stamps[low] : nil
    }

    /// Adds a write, keeping the canonical order.
    mutating func insert(_ write: LiveWrite) {
        var index = firstIndex(notBefore: write.key)
        while index < writes.count, writes[index].precedes(write) { index += 1 }
        writes.insert(write, at: index)
    }

    /// Adds the stamp of a dot, keeping the canonical order; a second one for a dot is dropped.
    mutating func insert(_ stamp: DotStamp) {
        let index = stamps.firstIndex { !$0.dot.precedes(stamp.dot) } ?? stamps.count
        if index < stamps.count, stamps[index].dot == stamp.dot { return }
        stamps.insert(stamp, at: index)
    }

    /// Drops the stamps of dots that no longer stand anywhere in the record.
    mutating func dropUnusedStamps() {
        stamps.removeAll { stamp in !writes.contains { $0.dot == stamp.dot } }
    }

    private func firstIndex(notBefore key: CellKey) -> Int {
        var low = 0
        var high = writes.count
        while low < high {
            let middle = (low + high) / 2
            if writes[middle].key.precedes(key) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}

/// When, as whom and on which device clock a change was made: kept beside its live dots so that
/// every replica can say it offline.
public struct DotStamp: Hashable, Sendable {
    public var dot: Dot
    public let time: HybridTimestamp
    /// The author's place in the register's directory of actors; 0 is the server itself.
    public let actor: UInt32

    @inlinable
    public init(dot: Dot, time: HybridTimestamp, actor: UInt32) {
        self.dot = dot
        self.time = time
        self.actor = actor
    }
}
