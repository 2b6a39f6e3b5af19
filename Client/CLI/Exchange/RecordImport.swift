import ClientCore
import ClientExchange
import CryptoAdapters
import Foundation
import Shared

/// Turns the rows of a file into one act: each row is taken or refused by itself.
struct RecordImport {
    let register: Register
    let saving: Saving
    let cells: RecordCells
    let console: Console
    private let keyPath: String?
    /// The records that the file itself brings, by how it names them.
    private var coming: [String: Reference] = [:]
    /// The rows that refer to each of them, and the rows that are refused, by their places.
    private var users: [RecordID: [Int]] = [:]
    private var refused: [Int] = []
    /// The records whose rows are refused, as the file names them.
    private var refusedRefs: Set<String> = []
    /// The lines whose key was there before.
    private var lines: [String: Int] = [:]
    /// What cells beginning with `new:` have asked for.
    private(set) var made: [String: Reference] = [:]
    private var random = SecureRandom()

    private(set) var drafts: [Draft] = []
    /// What became of the rows that were taken, in their order.
    private(set) var taken: [TakenRow] = []
    private(set) var refusals: [RowRefusal] = []
    /// What people should know of rows that were taken.
    private(set) var notes: [String] = []

    /// How many rows had this verdict.
    func count(of verdict: TakenRow.Verdict) -> Int {
        taken.reduce(0) { $1.verdict == verdict ? $0 + 1 : $0 }
    }

    /// An import in which rows are known again by the field `key`; by nothing where it is nil.
    init(
        _ workspace: Workspace,
        _ register: Register,
        _ options: GlobalOptions,
        _ console: Console,
        key: String?
    ) {
        self.register = register
        self.console = console
        keyPath = key
        saving = Saving(workspace, register, options)
        cells = RecordCells(register)
    }

    /// Works out what the rows change; nothing is saved yet.
    mutating func read(_ rows: [ImportRow], refused: [RowRefusal] = []) throws {
        refusals = refused
        for row in rows {
            guard let ref = row.ref, let id = Self.id(in: ref) else { continue }
            let reference = Reference(collection: row.collection.number, record: id)
            coming[reference.text(in: register.schema)] = reference
        }
        let start = self
        try takeAll(rows)
        let missing = missing(of: rows)
        if !missing.isEmpty {
            self = start
            coming = coming.filter { !missing.contains($0.value.record) }
            try takeAll(rows)
        }
        refusals.sort { $0.line < $1.line }
    }

    private mutating func takeAll(_ rows: [ImportRow]) throws {
        var known: [UInt16: KnownKeys] = [:]
        for (index, row) in rows.enumerated() {
            if index.isMultiple(of: 500), index > 0 {
                console.showProgress("  \(index) / \(rows.count)")
            }
            if let keyPath, known[row.collection.number] == nil {
                known[row.collection.number] = try KnownKeys(keyPath, row.collection, register)
            }
            if isHeldBack(row) { continue }
            let uses = Uses()
            do throws(RowRefusal) {
                try take(row, known[row.collection.number], uses)
                for record in uses.records { users[record, default: []].append(index) }
            } catch {
                refusals.append(error)
                refused.append(index)
                if let ref = row.ref { refusedRefs.insert(ref) }
            }
        }
        console.clearProgress()
    }

    /// Whether a record in use of which the row tells has refused its own row: all is to be read again then.
    private func isHeldBack(_ row: ImportRow) -> Bool {
        row.needs.contains { ref in
            guard refusedRefs.contains(ref), let id = Self.id(in: ref) else { return false }
            return register.view(id)?.life.isInUse == true
        }
    }

    /// The records that the file was to bring and that other rows refer to, but whose rows are refused: for
    /// what they hold, or because they refer to one of these themselves.
    private func missing(of rows: [ImportRow]) -> Set<RecordID> {
        var missing: Set<RecordID> = []
        var waiting = refused
        while let index = waiting.popLast() {
            guard let id = rows[index].ref.flatMap({ Self.id(in: $0) }), register.view(id) == nil,
                let rows = users[id], missing.insert(id).inserted
            else { continue }
            waiting += rows
        }
        return missing
    }

    /// Saves everything as one act, with a record of the import itself.
    ///
    /// - Returns: the name by which the act can be taken back; nil when there was nothing to save.
    mutating func save(_ file: ImportFile, rows: Int) throws -> ChangeName? {
        guard !drafts.isEmpty else { return nil }
        if let note = try note(of: file, rows: rows) { drafts.append(note) }
        let changes = try saving.save(drafts)
        return changes.first.map { ChangeName($0.dot, in: .common) }
    }

    /// What one row refers to of what the file itself brings.
    private final class Uses {
        var records: Set<RecordID> = []
    }

    /// The id at the end of a reference.
    private static func id(in ref: String) -> RecordID? {
        let slash = ref.utf8.lastIndex(of: UInt8(ascii: "/"))
        return RecordID(text: slash.map { String(ref[ref.utf8.index(after: $0)...]) } ?? ref)
    }
}

// MARK: - Rows

extension RecordImport {
    private mutating func take(
        _ row: ImportRow,
        _ known: KnownKeys?,
        _ uses: Uses
    ) throws(RowRefusal) {
        let target = register.reader.merges.root(of: try target(of: row, known))
        let view = register.view(target)
        if let view, !view.life.isInUse {
            throw RowRefusal(
                line: row.line,
                console.say(
                    en: "\(register.shortRef(target)) has been deleted; restore it first",
                    vi: "\(register.shortRef(target)) đã bị xóa; hãy khôi phục trước"
                )
            )
        }
        if let view, view.state.collection != row.collection.number {
            throw RowRefusal(
                line: row.line,
                console.say(
                    en: "\(row.ref ?? "") is in another collection",
                    vi: "\(row.ref ?? "") thuộc nhóm khác"
                )
            )
        }
        var editor = saving.editor(of: row.collection, view) { [coming] collections, text in
            guard let reference = coming[text], collections.contains(reference.collection) else {
                return nil
            }
            uses.records.insert(reference.record)
            return reference
        }
        do throws(FieldError) {
            switch row.content {
            case .fields(let fields): try load(fields, view, into: &editor)
            case .cells(let cells):
                for cell in cells { try apply(cell.text, to: cell.path, row, view, &editor) }
            }
        } catch {
            throw RowRefusal(
                line: row.line,
                field: error.path,
                error.message(in: console.language),
                hint: error.hint(in: console.language)
            )
        }
        var cells = editor.cells
        if let view {
            cells = try settlingNothing(cells, view, row)
        } else {
            try requireIdentification(of: editor, row)
        }
        try keep(editor, cells, view, target, row)
    }

    private mutating func keep(
        _ editor: FieldEditor<SecureRandom>,
        _ cells: [Draft.Cell],
        _ view: RecordView?,
        _ target: RecordID,
        _ row: ImportRow
    ) throws(RowRefusal) {
        if cells.isEmpty {
            guard view == nil else {
                taken.append(TakenRow(row, target, .unchanged))
                return
            }
            throw RowRefusal(
                line: row.line,
                console.say(en: "there is no value in it", vi: "không có giá trị nào")
            )
        }
        if let failure = register.failureOfMergingByHand(cells, of: target) {
            throw RowRefusal(
                line: row.line,
                field: failure.field,
                failure.message,
                hint: failure.hint
            )
        }
        for known in editor.linked {
            let ref = register.shortRef(known.reference.record)
            notes.append(
                console.say(
                    en: "line \(row.line): \(printable(known.name)) is \(ref) already",
                    vi: "dòng \(row.line): \(printable(known.name)) đã có: \(ref)"
                )
            )
        }
        for new in editor.created {
            guard let draft = try? saving.draft(of: new) else {
                throw RowRefusal(
                    line: row.line,
                    console.say(
                        en: "a record cannot be made from \(new.name) alone",
                        vi: "không tạo được hồ sơ chỉ từ tên \(new.name)"
                    )
                )
            }
            drafts.append(draft)
            made["\(new.reference.collection)/\(new.name)"] = new.reference
            coming[new.reference.text(in: register.schema)] = new.reference
        }
        let draft = Draft(
            kind: view == nil ? .create : .edit,
            record: target,
            collection: row.collection.number,
            cells: cells
        )
        drafts += view.map { register.drafts(for: draft, on: $0).map(\.draft) } ?? [draft]
        taken.append(TakenRow(row, target, view == nil ? .created : .changed))
    }

    /// The record that a row is about: named by the file, known by its key, or a new one.
    private mutating func target(
        of row: ImportRow,
        _ known: KnownKeys?
    ) throws(RowRefusal) -> RecordID {
        let key = known.flatMap { $0.key(of: row) }
        let name = row.ref ?? key.map { "\(row.collection.id)=\($0)" }
        if let name {
            if let line = lines[name] {
                throw RowRefusal(
                    line: row.line,
                    console.say(
                        en: "the same record as line \(line)",
                        vi: "trùng bản ghi với dòng \(line)"
                    )
                )
            }
            lines[name] = row.line
        }
        if let ref = row.ref {
            if let id = Self.id(in: ref) { return id }
            let collections = [row.collection.number]
            if let found = register.known(collections, ref) { return found.record }
            let failure = register.failure(.notFound(nearest: nil), ref, in: collections)
            throw RowRefusal(
                line: row.line,
                field: "ref",
                failure.message,
                hint: failure.hint
            )
        }
        if let known, let path = keyPath {
            guard let key else {
                throw RowRefusal(
                    line: row.line,
                    field: path,
                    console.say(
                        en: "the key \(path) is empty",
                        vi: "khóa \(path) trống"
                    )
                )
            }
            let found = known.records(of: key)
            if found.count > 1 {
                throw RowRefusal(
                    line: row.line,
                    field: path,
                    console.say(
                        en: "\(found.count) records have this \(path)",
                        vi: "\(found.count) bản ghi có \(path) này"
                    )
                )
            }
            if let record = found.first { return record }
        }
        return RecordID(milliseconds: Workspace.now, using: &random)
    }
}
