/// Reads the cells of one record field by field.
struct RecordViewBuilder {
    let state: RecordState
    /// Where references lead.
    let merges: RecordMerges
    private(set) var order: CandidateOrder
    private(set) var collection: CollectionDefinition?
    private(set) var life = RecordLife.live
    /// Each with its place among the collection's fields.
    private(set) var fields: [(place: Int, view: FieldView)] = []
    private(set) var conflicts: [(place: Int, conflict: Conflict)] = []
    var unknown: [RecordState.LiveWrite] = []

    /// Cells lie in the order of their fields' numbers, which mostly is that of the schema.
    var fieldsInOrder: [FieldView] {
        let isSorted = zip(fields, fields.dropFirst()).allSatisfy { $0.place < $1.place }
        return (isSorted ? fields : fields.sorted { $0.place < $1.place }).map { $0.view }
    }

    typealias Writes = ArraySlice<RecordState.LiveWrite>

    init(state: RecordState, order: CandidateOrder, merges: RecordMerges) {
        self.state = state
        self.merges = merges
        self.order = order
    }

    mutating func build(_ collection: CollectionDefinition?) {
        self.collection = collection
        if let number = collection?.leadDepartment {
            let cell = cellView(state.siblings(of: CellKey(field: number)), as: .reference(to: []))
            if case .reference(let reference) = cell?.displayed { order.lead = reference.record }
        }
        fields.reserveCapacity(min(state.writes.count, 24))
        var rest = state.writes[...]
        while let first = rest.first {
            let field = first.key.field
            let end = rest.firstIndex { $0.key.field != field } ?? rest.endIndex
            read(field, rest[rest.startIndex..<end])
            rest = rest[end...]
        }
    }

    private mutating func read(_ field: UInt16, _ writes: Writes) {
        if field == CellKey.head.field {
            readHeads(writes)
            return
        }
        guard let collection, let place = collection.place(of: field) else {
            unknown.append(contentsOf: writes)
            return
        }
        let definition = collection.fields[place]
        let content: FieldContent?
        switch definition.type {
        case .single(let type): content = single(writes, as: type, definition, place)
        case .longText: content = longText(writes, definition, place)
        case .localizedText: content = localized(writes, definition, place)
        case .set(let type):
            content = set(writes) { [merges] in
                SetElement(cell: $0, type: type).present(in: type).led(by: merges)
            }
        case .partsSet(let parts):
            content = set(writes) { [merges] in
                SetElement(cell: $0, definition: parts).led(by: merges)
            }
        case .log(let lifecycle): content = log(writes, lifecycle)
        case .claims(let type): content = claims(writes, type, definition, place)
        case .counter: content = counter(writes)
        }
        guard let content else { return }
        fields.append((place, FieldView(definition: definition, content: content)))
    }

    private mutating func readHeads(_ writes: Writes) {
        life = RecordLife(
            heads: writes.lazy.compactMap { $0.value.flatMap { HeadValue(encoded: $0) } }
        )
        guard life.isDisputed else { return }
        var candidates: [(ranked: CandidateOrder.Ranked, life: HeadValue)] = []
        for write in writes {
            guard let value = write.value, let life = HeadValue(encoded: value) else { continue }
            candidates.append((order.ranked(write.dot, state.stamp(of: write.dot)), life))
        }
        candidates.sort { $0.ranked.outranks($1.ranked) }
        let conflict = Conflict.Kind.delete(
            candidates.filter { $0.life != .ruled }.map {
                Conflict.LifeCandidate(life: $0.life, dot: $0.ranked.dot, stamp: $0.ranked.stamp)
            }
        )
        conflicts.append((-1, Conflict(path: Conflict.recordPath, kind: conflict)))
    }

    mutating func note(_ cell: CellView, at path: @autoclosure () -> String, _ place: Int) {
        guard cell.isDisputed else { return }
        conflicts.append((place, Conflict(path: path(), kind: .value(cell.candidates))))
    }
}
