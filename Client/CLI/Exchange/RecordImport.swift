import ClientCore
import CryptoAdapters
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
    /// The lines that were taken, by what their records are known by.
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
    /// The new records that nothing tells apart but their lines.
    private(set) var sameNames = SameNames()

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
            guard let ref = row.ref, let id = RecordID(endOf: ref) else { continue }
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
            guard refusedRefs.contains(ref), let id = RecordID(endOf: ref) else { return false }
            return register.view(id)?.life.isInUse == true
        }
    }

    /// The records that the file was to bring and that other rows refer to, but whose rows are refused: for
    /// what they hold, or because they refer to one of these themselves.
    private func missing(of rows: [ImportRow]) -> Set<RecordID> {
        var missing: Set<RecordID> = []
        // Another row may bring what a refused one was to bring.
        var waiting = refused.filter { index in
            rows[index].ref.map { lines[$0] == nil } ?? true
        }
        while let index = waiting.popLast() {
            guard let id = rows[index].ref.flatMap({ RecordID(endOf: $0) }),
                register.view(id) == nil, let rows = users[id], missing.insert(id).inserted
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
}

// MARK: - Rows

extension RecordImport {
    private mutating func take(
        _ row: ImportRow,
        _ known: KnownKeys?,
        _ uses: Uses
    ) throws(RowRefusal) {
        var faults = row.faults
        let key = known.flatMap { $0.key(of: row) }
        let name = row.ref ?? key.map { "\(row.collection.id)=\($0)" }
        var found: (target: RecordID, view: RecordView?)?
        do throws(RowFault) {
            found = try record(of: row, name, key, known)
        } catch {
            // Of a cell that could not be read this has been said.
            let isSaid = error.field != nil && faults.contains { $0.field == error.field }
            if !isSaid { faults.append(error) }
        }
        var editor = saving.editor(of: row.collection, found?.view) { [coming] collections, text in
            guard let reference = coming[text], collections.contains(reference.collection) else {
                return nil
            }
            uses.records.insert(reference.record)
            return reference
        }
        faults += enter(row, found?.view, into: &editor)
        guard faults.isEmpty, let (target, view) = found else {
            throw RowRefusal(line: row.line, faults)
        }
        var cells = editor.cells
        if let view {
            cells = try settlingNothing(cells, view, row)
        } else {
            try requireIdentification(of: editor, row)
        }
        try keep(editor, cells, view, target, row)
        // A row that is refused leaves its record to a later one.
        if let name { lines[name] = row.line }
    }

    /// Enters what a row says of the fields of its record.
    ///
    /// - Returns: What is wrong with any of it.
    private func enter(
        _ row: ImportRow,
        _ view: RecordView?,
        into editor: inout FieldEditor<SecureRandom>
    ) -> [RowFault] {
        var faults: [RowFault] = []
        switch row.content {
        case .fields(let fields):
            for member in fields.object ?? [] {
                do throws(FieldError) {
                    try load(member, view, into: &editor)
                } catch {
                    faults.append(RowFault(error, in: console.language))
                }
            }
        case .cells(let cells):
            for cell in cells {
                do throws(FieldError) {
                    try apply(cell.text, to: cell.path, row, view, &editor)
                } catch {
                    faults.append(RowFault(error, in: console.language))
                }
            }
        }
        return faults
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
        let done = TakenRow(row, target, view == nil ? .created : .changed)
        taken.append(done)
        if view == nil, keyPath == nil, row.ref == nil {
            sameNames.add(done, cells, of: row.collection)
        }
    }

    /// The record that a row is about, and what people see of it; nil of a new one.
    private mutating func record(
        of row: ImportRow,
        _ name: String?,
        _ key: String?,
        _ known: KnownKeys?
    ) throws(RowFault) -> (target: RecordID, view: RecordView?) {
        if let name, let line = lines[name] {
            throw RowFault(
                console.say(
                    en: "the same record as line \(line)",
                    vi: "trùng bản ghi với dòng \(line)"
                )
            )
        }
        let target = register.reader.merges.root(of: try target(of: row, key, known))
        guard let view = register.view(target) else { return (target, nil) }
        guard view.life.isInUse else {
            throw RowFault(
                console.say(
                    en: "\(register.shortRef(target)) has been deleted; restore it first",
                    vi: "\(register.shortRef(target)) đã bị xóa; hãy khôi phục trước"
                )
            )
        }
        guard view.state.collection == row.collection.number else {
            throw RowFault(
                console.say(
                    en: "\(row.ref ?? "") is in another collection",
                    vi: "\(row.ref ?? "") thuộc nhóm khác"
                )
            )
        }
        return (target, view)
    }

    /// The record that the file names, that is known by its key, or a new one.
    private mutating func target(
        of row: ImportRow,
        _ key: String?,
        _ known: KnownKeys?
    ) throws(RowFault) -> RecordID {
        if let ref = row.ref {
            if let id = RecordID(endOf: ref) { return id }
            let collections = [row.collection.number]
            if let found = register.known(collections, ref) { return found.record }
            let failure = register.failure(.notFound(nearest: nil), ref, in: collections)
            throw RowFault(field: "ref", failure.message, hint: failure.hint)
        }
        if let known, let path = keyPath {
            guard let key else {
                throw RowFault(
                    field: path,
                    console.say(en: "the key \(path) is empty", vi: "khóa \(path) trống")
                )
            }
            let found = known.records(of: key)
            guard found.count < 2 else { throw ambiguous(found, path) }
            if let record = found.first { return record }
        }
        return RecordID(milliseconds: Workspace.now, using: &random)
    }

    /// That several records have a key: which they are, and how to say which one is meant.
    private func ambiguous(_ found: [RecordID], _ path: String) -> RowFault {
        let refs = found.map { register.shortRef($0) }
        let list = refs.listed(atMost: 3)
        let merge = "caunoi merge '\(refs[1])' --into '\(refs[0])'"
        return RowFault(
            field: path,
            console.say(
                en: "\(found.count) records have this \(path): \(list)",
                vi: "\(found.count) bản ghi có \(path) này: \(list)"
            ),
            hint: console.say(
                en: "name one of them in a column ref, or make them one: \(merge)",
                vi: "nêu rõ bản ghi nào trong cột ref, hoặc gộp lại: \(merge)"
            )
        )
    }
}
