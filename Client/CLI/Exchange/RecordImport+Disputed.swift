import CryptoAdapters
import Shared

extension RecordImport {
    /// The cells without those that say again what is shown of a disputed field.
    ///
    /// A disagreement is settled by who has seen its candidates, never by a file.
    ///
    /// - Parameters:
    ///   - cells: What the row would write.
    ///   - view: The record as people see it.
    ///   - row: The row.
    /// - Returns: What is left to be written.
    /// - Throws: ``RowRefusal`` where the row says something else of a disputed field.
    func settlingNothing(
        _ cells: [Draft.Cell],
        _ view: RecordView,
        _ row: ImportRow
    ) throws(RowRefusal) -> [Draft.Cell] {
        var left = cells
        var faults: [RowFault] = []
        for conflict in view.conflicts {
            guard case .value(let candidates) = conflict.kind, let shown = candidates.first,
                let path = try? FieldPath(
                    conflict.path,
                    in: row.collection,
                    of: register.schema
                ),
                let place = left.firstIndex(where: { $0.key == path.cellKey })
            else { continue }
            let value = left[place].value
            if value == shown.bytes || value == shown.value?.encoded {
                left.remove(at: place)
            } else {
                faults.append(disputed(conflict, view))
            }
        }
        guard faults.isEmpty else { throw RowRefusal(line: row.line, faults) }
        return left
    }

    private func disputed(_ conflict: Conflict, _ view: RecordView) -> RowFault {
        let ref = register.shortRef(view.id)
        let settle = "caunoi resolve '\(ref)' \(conflict.path)"
        return RowFault(
            field: conflict.path,
            console.say(
                en: "\(conflict.path) is disputed, and an import settles nothing (\(settle))",
                vi: "\(conflict.path) còn khác nhau, nhập tệp không giải quyết được (\(settle))"
            )
        )
    }

    /// Refuses a row of a table that would make a record of which nobody could tell which one it is.
    ///
    /// What was exported as JSON or IATI is taken as it is: a rescue must lose none.
    ///
    /// - Parameters:
    ///   - editor: What the row was understood as.
    ///   - row: The row.
    /// - Throws: ``RowRefusal`` where nothing of it identifies a record.
    func requireIdentification(
        of editor: FieldEditor<SecureRandom>,
        _ row: ImportRow
    ) throws(RowRefusal) {
        guard case .cells = row.content, !editor.cells.isEmpty,
            !Identification(of: row.collection).isGiven(among: editor.understood)
        else { return }
        throw RowRefusal(
            line: row.line,
            console.say(
                en: "nothing in it says which record it is: no name, title or code, and no "
                    + "reference to another record",
                vi: "không có gì cho biết đây là hồ sơ nào: thiếu tên, tiêu đề, mã hoặc "
                    + "tham chiếu tới hồ sơ khác"
            )
        )
    }
}
