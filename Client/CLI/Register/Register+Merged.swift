import ClientCore
import Shared

// A record that others were merged into is one to people and several to the register: what is written to
// it goes to each of them that holds something in the same cell.

extension Register {
    /// The changes that write cells to a record as people see it.
    ///
    /// `draft` is of the record as a whole. What a merged record holds in a cell that is written would go
    /// on to contradict it, so the same is written there; names excepted, which are aliases now.
    func drafts(for draft: Draft, head: HeadValue? = nil, on view: RecordView) -> [SeenDraft] {
        let parts = reader.merges.parts(of: view.id)
        guard !parts.isEmpty, let collection = view.collection else {
            return [SeenDraft(draft: draft, head: head, seen: view.own)]
        }
        var result: [SeenDraft] = []
        for id in parts {
            guard let state = reader.state(of: id) else { continue }
            let cells = draft.cells.filter { cell in
                guard let field = collection.field(number: cell.key.field),
                    !RecordState.isName(field), field.number != RecordMerges.field
                else { return false }
                let standing = state.siblings(of: cell.key)
                return !standing.isEmpty && !standing.allSatisfy { $0.value == cell.value }
            }
            guard !cells.isEmpty else { continue }
            let part = Draft(
                kind: draft.kind,
                record: id,
                collection: draft.collection,
                cells: cells,
                note: draft.note
            )
            let life = RecordView(id, state, schema: schema, directory: directory).life
            result.append(
                SeenDraft(draft: part, head: life == .deleted ? .deleted : nil, seen: state)
            )
        }
        let own = draft.cells.filter { cell in
            cell.value != nil || !view.own.siblings(of: cell.key).isEmpty
        }
        guard !own.isEmpty || draft.cells.isEmpty || head != nil || result.isEmpty else {
            return result
        }
        let main = Draft(
            kind: draft.kind,
            record: draft.record,
            collection: draft.collection,
            cells: own,
            note: draft.note
        )
        return [SeenDraft(draft: main, head: head, seen: view.own)] + result
    }
}

extension Register {
    /// What keeps cells from being saved by which a record would go into another; nil when nothing
    /// does.
    ///
    /// Whether two records may be one is for `caunoi merge` to look at, which heeds that some were
    /// noted as different. Emptying the cell is no merge.
    func failureOfMergingByHand(_ cells: [Draft.Cell], of id: RecordID) -> CommandFailure? {
        let bytes = cells.first { $0.key.field == RecordMerges.field }?.value
        guard let bytes, let value = FieldValue(cell: bytes, type: .reference(to: [])) else {
            return nil
        }
        let root = value.reference.flatMap { view($0.record) }
        return CommandFailure(
            code: "merged_by_hand",
            language == .vi
                ? "merged_into: không ghi tay được; việc gộp có lệnh riêng; chưa lưu gì"
                : "merged_into: it cannot be set by hand, merging has a command; nothing was saved",
            field: RecordMerges.fieldID,
            hint: hint(ofMerging: view(id), into: root)
        )
    }

    /// The command that merges; where the two are one already, or it is disputed into what a record
    /// goes, the one that changes that.
    private func hint(ofMerging double: RecordView?, into root: RecordView?) -> String {
        let ref = double.map { shortRef($0.id) } ?? "REF"
        if let double, double.conflicts.contains(where: { $0.isAboutMerging }) {
            return "caunoi resolve '\(ref)' \(RecordMerges.fieldID) --take N"
        }
        if let double, double.id == root?.id { return "caunoi unmerge '\(ref)'" }
        return "caunoi merge '\(ref)' --into '\(root.map { shortRef($0.id) } ?? "REF")'"
    }
}

// MARK: - Merged records as themselves

extension RecordMerges {
    /// The id of the field that says into which record one has gone.
    static let fieldID = "merged_into"
}

extension Conflict {
    /// Whether people disagree about the record into which this one goes.
    var isAboutMerging: Bool { path.isSame(as: RecordMerges.fieldID) }
}

extension Register {
    /// What a record itself is called, be it that it has gone into another.
    func labelAlone(_ id: RecordID) -> String {
        let label = reader.alone(id).flatMap { view in
            reader.labels(in: language).label(of: view) { _ in }
        }
        return label ?? "#" + id.shortText
    }

    /// The record that a cell `merged_into` names, not the one to which that leads by now; nil where
    /// it names none.
    func mergeTarget(_ bytes: ArraySlice<UInt8>) -> String? {
        guard let value = FieldValue(cell: bytes, type: .reference(to: [])),
            let reference = value.reference
        else { return nil }
        return shortRef(reference.record) + " " + labelAlone(reference.record)
    }

    /// The record into which one says that it has gone; nil where it says of none.
    func mergeTarget(of id: RecordID) -> String? {
        reader.state(of: id)?.siblings(of: CellKey(field: RecordMerges.field)).first?.value
            .flatMap { mergeTarget($0) }
    }
}
