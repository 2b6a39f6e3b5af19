import ClientCore
import CryptoAdapters
import Shared

/// What takes back an act's changes on one record.
struct RecordUndo {
    let planner: UndoPlanner
    let view: RecordView
    /// In the order of making; never empty.
    let changes: [SealedChange]
    /// What the records that refer to it hold, but for what the act wrote.
    let referring: [RecordState.LiveWrite]

    private var register: Register { planner.register }

    /// Nil when there is nothing to write: the record is as it was before.
    func draft() throws -> SeenDraft? {
        try requireContent()
        let life = try lifeBefore()
        var cells: [Draft.Cell] = []
        var head: HeadValue? = view.life == .deleted ? .deleted : nil
        switch life {
        case .same: cells = try restoredCells()
        case .none:
            try requireUntouched()
            head = .deleted
        case .was(let before):
            try requireOwnHead()
            head = before
            cells = try restoredCells()
        }
        if case .same = life, cells.isEmpty { return nil }
        let draft = Draft(
            kind: .undo,
            record: view.id,
            collection: view.state.collection,
            cells: cells,
            note: planner.note
        )
        return SeenDraft(draft: draft, head: head, seen: view.own)
    }

    private func requireContent() throws {
        guard changes.contains(where: { $0.bytes.isPurged }) else {
            return
        }
        throw CommandFailure(
            code: "purged",
            register.language == .vi
                ? "nội dung của thay đổi đã bị xóa vĩnh viễn"
                : "the content of that change has been removed for good"
        )
    }
}

// MARK: - The record's life

extension RecordUndo {
    private enum LifeBefore {
        /// The changes did not touch it.
        case same
        /// There was no record.
        case none
        case was(HeadValue)
    }

    private func lifeBefore() throws -> LifeBefore {
        guard let first = changes.first?.change, let last = changes.last?.change else {
            return .same
        }
        if first.isFirstOfRecord { return .none }
        let after = head(of: last) ?? .alive
        let before: HeadValue
        switch first.kind {
        case .delete: before = .alive
        case .restore: before = .deleted
        case .resolve, .undo:
            let replaced = first.writes.first { $0.key.isHead }?.replaced ?? []
            let values = try replaced.map { dot in
                HeadValue(encoded: try value(of: dot, at: .head)) ?? .alive
            }
            let isAlive = values.contains { $0 == .alive || $0 == .ruled }
            let isDeleted = values.contains(.deleted)
            if isAlive && isDeleted { throw settledFailure(nil) }
            before = isDeleted ? .deleted : .alive
        default: return .same
        }
        return before == after ? .same : .was(before)
    }

    private func head(of change: Change) -> HeadValue? {
        change.writes.first { $0.key.isHead }?.value.flatMap { HeadValue(encoded: $0) }
    }

    /// Whether the record lives is still as the act's last change on it said.
    private func requireOwnHead() throws {
        let own = planner.act.dots
        let others = view.state.heads.map { $0.dot }.filter { !own.contains($0) }
        if !others.isEmpty { throw planner.failure(view, dependingOn: others, at: nil) }
    }

    /// Nobody has saved a created record since, and none refers to it.
    private func requireUntouched() throws {
        let own = planner.act.dots
        let others = view.state.stamps.map { $0.dot }.filter { !own.contains($0) }
        if try !others.isEmpty && !isAsTheActLeftIt(others) {
            throw planner.failure(view, dependingOn: others, at: nil)
        }
        var dots: [Dot] = []
        for write in referring where write.mentions(view.id) && !dots.contains(write.dot) {
            dots.append(write.dot)
        }
        if !dots.isEmpty { throw planner.failure(view, dependingOn: dots, at: nil) }
    }
}

extension RecordUndo {
    /// Whether later changes of this device alone came to nothing, as an import that was taken back does: the
    /// record holds what the act wrote, and nothing else.
    private func isAsTheActLeftIt(_ others: [Dot]) throws -> Bool {
        guard try planner.reader.areOwn(others, in: planner.act.scope) else { return false }
        var written: [CellKey: ArraySlice<UInt8>] = [:]
        for change in changes.map({ $0.change }) {
            for write in change.writes where !write.key.isHead {
                written[write.key] = write.value == CellLayout.null ? nil : write.value
            }
        }
        var standing: [CellKey: ArraySlice<UInt8>] = [:]
        for write in view.state.writes where !write.key.isHead {
            guard let value = write.value, value != CellLayout.null else { continue }
            if let other = standing.updateValue(value, forKey: write.key), other != value {
                return false
            }
        }
        return standing == written
    }
}

extension Change {
    /// Whether there was no record before it.
    var isFirstOfRecord: Bool { kind == .create || parents.isEmpty }
}

extension RecordState.LiveWrite {
    /// Whether the value holds the record's id.
    fileprivate func mentions(_ record: RecordID) -> Bool {
        guard let value, value.count >= 16 else { return false }
        let id = record.bytes
        let first = id.first
        for start in value.startIndex...(value.endIndex - 16)
        where value[start] == first && value[start..<(start + 16)].elementsEqual(id) {
            return true
        }
        return false
    }
}

// MARK: - Values

extension RecordUndo {
    /// What the act did to one cell: what it first replaced, and what it last wrote.
    private struct CellUndo {
        let key: CellKey
        let replaced: [Dot]
        var written: ArraySlice<UInt8>?
    }

    private func restoredCells() throws -> [Draft.Cell] {
        var undone: [CellUndo] = []
        for change in changes.map({ $0.change }) {
            for write in change.writes where !write.key.isHead {
                if let index = undone.firstIndex(where: { $0.key == write.key }) {
                    undone[index].written = write.value
                } else {
                    undone.append(
                        CellUndo(key: write.key, replaced: write.replaced, written: write.value)
                    )
                }
            }
        }
        return try undone.compactMap { try restored($0) }
    }

    /// Nil when the cell needs no write.
    private func restored(_ cell: CellUndo) throws -> Draft.Cell? {
        let standing = view.state.siblings(of: cell.key)
        let before = try valueBefore(cell)
        if let written = cell.written {
            let later = standing.filter { $0.value != written }.map { $0.dot }
            if !later.isEmpty {
                throw planner.failure(view, dependingOn: later, at: path(of: cell.key))
            }
            if standing.isEmpty {
                let heads = view.state.heads.map { $0.dot }
                throw planner.failure(view, dependingOn: heads, at: path(of: cell.key))
            }
        } else if !standing.isEmpty {
            // Somebody has put it back meanwhile.
            let others = standing.filter { $0.value != before }.map { $0.dot }
            if others.isEmpty { return nil }
            throw planner.failure(view, dependingOn: others, at: path(of: cell.key))
        }
        guard let before else {
            if standing.isEmpty { return nil }
            return Draft.Cell(key: cell.key, value: isSingle(cell.key) ? CellLayout.null : nil)
        }
        if !standing.isEmpty, standing.allSatisfy({ $0.value == before }) { return nil }
        return Draft.Cell(key: cell.key, value: try rewritten(before, at: cell.key))
    }

    /// The value that stood in the cell; nil when it was empty.
    private func valueBefore(_ cell: CellUndo) throws -> ArraySlice<UInt8>? {
        var values: [ArraySlice<UInt8>] = []
        for dot in cell.replaced {
            let value = try value(of: dot, at: cell.key)
            if !values.contains(value) { values.append(value) }
        }
        if values.count > 1 { throw settledFailure(path(of: cell.key)) }
        return values.first
    }

    /// The value as it is to be written now.
    ///
    /// A long text is written on top of the present one, so that it merges with what others do.
    private func rewritten(
        _ value: ArraySlice<UInt8>,
        at key: CellKey
    ) throws -> ArraySlice<UInt8> {
        guard let collection = view.collection, let field = collection.field(number: key.field),
            case .longText = field.type, let text = longText(value, of: key)
        else { return value }
        var editor = planner.saving.editor(of: collection, view)
        try editor.apply(field.id + "=" + text)
        return editor.cells.first { $0.key == key }?.value ?? value
    }

    private func longText(_ value: ArraySlice<UInt8>, of key: CellKey) -> String? {
        guard let dot = changes.first?.dot else { return nil }
        let write = RecordState.LiveWrite(key: key, dot: dot, value: value)
        let state = RecordState(collection: view.state.collection, writes: [write])
        let past = RecordView(
            view.id,
            state,
            schema: register.schema,
            directory: register.directory
        )
        guard case .single(let cell) = past.field(number: key.field)?.content,
            case .text(let text) = cell.displayed, !text.utf8.isEmpty
        else { return nil }
        return text
    }

    /// Whether an empty cell of this kind says that there is no value, as clearing does.
    private func isSingle(_ key: CellKey) -> Bool {
        switch view.collection?.field(number: key.field)?.type {
        case .single, .localizedText, .longText: true
        case .claims: key.sub.isEmpty
        case .set, .partsSet, .log, .counter, nil: false
        }
    }

    private func path(of key: CellKey) -> String {
        guard let field = view.collection?.field(number: key.field) else { return "#\(key.field)" }
        guard case .localizedText = field.type else { return field.id }
        return field.id + "." + String(decoding: key.sub, as: UTF8.self)
    }

    /// What a change wrote to a cell, from the replica or from the server.
    private func value(of dot: Dot, at key: CellKey) throws -> ArraySlice<UInt8> {
        let history = try planner.reader.history(of: view)
        if let value = history.value(of: dot, at: key) { return value }
        let name = register.name(of: dot, in: planner.act.scope)
        let isVietnamese = register.language == .vi
        let reason = history.reason.flatMap { $0.utf8.isEmpty ? nil : ": " + $0 } ?? ""
        throw CommandFailure(
            .unreachable,
            code: "needs_server",
            isVietnamese
                ? "giá trị trước đó do \(name) ghi, chỉ máy chủ còn giữ\(reason)"
                : "the value before it was written by \(name), and only the server has it\(reason)",
            field: key.isHead ? nil : path(of: key),
            hint: isVietnamese
                ? "chạy lại khi có mạng, hoặc sửa bằng caunoi set"
                : "run it again when the network is back, or use: caunoi set"
        )
    }

    private func settledFailure(_ path: String?) -> CommandFailure {
        let ref = register.shortRef(view.id)
        let isVietnamese = register.language == .vi
        return CommandFailure(
            code: "settled",
            isVietnamese
                ? "thay đổi đó đã giải quyết một chỗ khác nhau, trước đó không có một giá trị duy nhất"
                : "that change settled a disagreement: there was no single value before it",
            field: path,
            hint: hint(ofSettling: path, ref)
        )
    }

    /// The command that says anew what a settlement decided; where a record belongs, `set` does not say.
    private func hint(ofSettling path: String?, _ ref: String) -> String {
        guard let path else { return "caunoi delete '\(ref)', caunoi restore '\(ref)'" }
        if path.isSame(as: RecordMerges.fieldID) { return "caunoi unmerge '\(ref)'" }
        return "caunoi set '\(ref)' \(path)=VALUE"
    }
}
