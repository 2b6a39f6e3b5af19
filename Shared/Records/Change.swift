/// One save on one record: what it wrote, what it replaced, and what its author had seen.
///
/// A change alters a state only where the record's context covers its parents; it is immutable and
/// kept by the server for ever.
public struct Change: Hashable, Sendable {
    /// What a person or the server did.
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        case create = 0
        case edit = 1
        case delete = 2
        case restore = 3
        /// Settles a disagreement; counts as having weighed every candidate it replaces.
        case resolve = 4
        case undo = 5
        case purge = 6
        /// The server's answer to a refused write.
        case ruling = 7
        /// The server's acceptance of a change that had been held for review.
        case acceptance = 8
    }

    /// One cell's part of a change.
    public struct CellWrite: Hashable, Sendable {
        public let key: CellKey
        /// The live dots that the author saw in this cell and that this write replaces; sorted.
        public var replaced: [Dot]
        /// The value's canonical CBOR; nil for a write that only removes.
        public let value: ArraySlice<UInt8>?

        public init(key: CellKey, replaced: [Dot], value: ArraySlice<UInt8>?) {
            self.key = key
            self.replaced = replaced
            self.value = value
        }
    }

    public let kind: Kind
    public let record: RecordID
    public let collection: UInt16
    /// How many changes of the same replica and scope back the act began; 0 when it began here.
    public let actDistance: UInt32
    public let time: HybridTimestamp
    /// The author's place in the register's directory of actors.
    public let actor: UInt32
    /// The version of the schema that the author's program knew.
    public let schemaVersion: UInt32
    /// The live dots of the head cell that the author saw; sorted.
    public var parents: [Dot]
    /// Sorted by cell; always includes the head cell.
    public var writes: [CellWrite]
    /// Why, in the author's words.
    public let note: String?

    public init(
        kind: Kind,
        record: RecordID,
        collection: UInt16,
        actDistance: UInt32 = 0,
        time: HybridTimestamp,
        actor: UInt32,
        schemaVersion: UInt32,
        parents: [Dot],
        writes: [CellWrite],
        note: String? = nil
    ) {
        self.kind = kind
        self.record = record
        self.collection = collection
        self.actDistance = actDistance
        self.time = time
        self.actor = actor
        self.schemaVersion = schemaVersion
        self.parents = parents
        self.writes = writes
        self.note = note
    }

    /// The same change with every dot that it names passed through `rename`.
    public func mappingDots(_ rename: (Dot) -> Dot) -> Change {
        var result = self
        result.parents = parents.map(rename).sortedByBytes()
        result.writes = writes.map { write in
            var write = write
            write.replaced = write.replaced.map(rename).sortedByBytes()
            return write
        }
        return result
    }
}

extension [Dot] {
    /// The dots in canonical order.
    func sortedByBytes() -> [Dot] {
        count < 2 ? self : sorted { $0.precedes($1) }
    }
}
