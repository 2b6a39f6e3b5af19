/// What a person wants to save on one record, before it becomes a change.
public struct Draft: Hashable, Sendable {
    public struct Cell: Hashable, Sendable {
        public let key: CellKey
        /// Nil removes the cell's values.
        public let value: ArraySlice<UInt8>?

        public init(key: CellKey, value: ArraySlice<UInt8>?) {
            self.key = key
            self.value = value
        }
    }

    public let kind: Change.Kind
    public let record: RecordID
    public let collection: UInt16
    /// Without the head cell; at most one entry a cell.
    public let cells: [Cell]
    public let note: String?

    public init(
        kind: Change.Kind,
        record: RecordID,
        collection: UInt16,
        cells: [Cell],
        note: String? = nil
    ) {
        self.kind = kind
        self.record = record
        self.collection = collection
        self.cells = cells
        self.note = note
    }
}

extension Draft {
    /// What a change of this kind says of the record's life.
    var head: HeadValue {
        switch kind {
        case .delete: .deleted
        case .purge: .purged
        case .ruling: .ruled
        case .create, .edit, .restore, .resolve, .undo, .acceptance: .alive
        }
    }

    /// The change that saves this draft on `state`, replacing exactly what the author sees there.
    ///
    /// An ordinary edit replaces only the alive heads, so that it never settles a delete; deleting,
    /// restoring and resolving replace all but a purge; a purge replaces everything. Who deletes what has
    /// been purged, or decides that it stays deleted, leaves nothing of it either.
    public func change(
        on state: RecordState?,
        time: HybridTimestamp,
        actor: UInt32,
        schemaVersion: UInt32,
        actDistance: UInt32 = 0,
        head: HeadValue? = nil
    ) -> Change {
        let head = head ?? self.head
        let heads = state?.heads ?? []
        let isEmptying =
            kind == .purge
            || head == .deleted && heads.contains { $0.value == HeadValue.purged.encoded }
        var writes = [
            Change.CellWrite(
                key: .head,
                replaced: heads.filter { replaces(head: $0) }.map { $0.dot },
                value: head.encoded
            )
        ]
        for cell in cells.sorted(by: { $0.key.precedes($1.key) }) where !isEmptying {
            let replaced = (state?.siblings(of: cell.key) ?? []).map { $0.dot }
            writes.append(Change.CellWrite(key: cell.key, replaced: replaced, value: cell.value))
        }
        if isEmptying, let state {
            writes += state.cellKeys.filter { !$0.isHead }.map { key in
                Change.CellWrite(
                    key: key,
                    replaced: state.siblings(of: key).map { $0.dot },
                    value: nil
                )
            }
        }
        return Change(
            kind: kind,
            record: record,
            collection: state?.collection ?? collection,
            actDistance: actDistance,
            time: time,
            actor: actor,
            schemaVersion: schemaVersion,
            parents: heads.map { $0.dot },
            writes: writes,
            note: note
        )
    }

    private func replaces(head: RecordState.LiveWrite) -> Bool {
        let value = head.value.flatMap { HeadValue(encoded: $0) }
        return switch kind {
        case .purge: true
        case .delete, .restore, .resolve, .undo: value != .purged
        case .create, .edit, .ruling, .acceptance: value == .alive || value == .ruled
        }
    }
}

extension RecordState {
    /// The cells that have at least one live write, in canonical order.
    public var cellKeys: [CellKey] {
        var result: [CellKey] = []
        for write in writes where result.last != write.key { result.append(write.key) }
        return result
    }
}
