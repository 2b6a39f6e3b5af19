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
        let double = view(id).map { shortRef($0.id) } ?? "REF"
        let root = value.reference.flatMap { view($0.record) }.map { shortRef($0.id) } ?? "REF"
        return CommandFailure(
            code: "merged_by_hand",
            language == .vi
                ? "merged_into: không ghi tay được; việc gộp có lệnh riêng; chưa lưu gì"
                : "merged_into: it cannot be set by hand, merging has a command; nothing was saved",
            field: "merged_into",
            hint: "caunoi merge '\(double)' --into '\(root)'"
        )
    }
}
