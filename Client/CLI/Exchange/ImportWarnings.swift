import ClientCore
import Shared

/// What an import took although it is not as it should be: amounts without a currency, what are no
/// addresses, and several records of one name.
///
/// What else looks odd in the records is for `query warnings`: a file may bring any number of such.
struct ImportWarnings {
    /// Warnings that are printed; the document has all of them.
    private static let shownMax = 20

    private let register: Register
    private let console: Console
    private let found: [(row: TakenRow, finding: Finding)]
    private let sameNames: [SameNames.Group]

    /// Looks at what an import saves, or would save; `register` was read before that.
    init(_ work: RecordImport, _ register: Register, _ console: Console) {
        self.register = register
        self.console = console
        sameNames = work.sameNames.groups
        var records: [RecordID: Preview] = [:]
        for draft in work.drafts {
            records[draft.record, default: Preview(of: draft.record, in: register)].apply(draft)
        }
        var odd: [String: [Finding]] = [:]
        for (record, preview) in records {
            let findings = preview.oddValues(of: record, in: register)
            guard !findings.isEmpty, let collection = preview.state?.collection else { continue }
            let root = register.reader.merges.root(of: record)
            odd[
                Reference(collection: collection, record: root).text(in: register.schema),
                default: []
            ] += findings
        }
        found = work.taken.flatMap { row in
            (odd[row.ref] ?? []).map { (row: row, finding: $0) }
        }
    }

    /// A record as an import leaves it, and the fields that it writes.
    private struct Preview {
        private(set) var state: RecordState?
        private var fields: Set<UInt16> = []
        private var count: UInt64 = 0

        init(of record: RecordID, in register: Register) {
            state = register.reader.state(of: record)
        }

        mutating func apply(_ draft: Draft) {
            let change = draft.change(
                on: state,
                time: HybridTimestamp(rawValue: 0),
                actor: 0,
                schemaVersion: 0
            )
            count += 1
            // A replica that is nobody's: the change is never saved.
            let dot = Dot(ReplicaID(high: .max, low: .max), count)
            state = (state ?? RecordState(collection: draft.collection)).applying(change, at: dot)
            fields.formUnion(draft.cells.map { $0.key.field })
        }

        func oddValues(of record: RecordID, in register: Register) -> [Finding] {
            guard let state else { return [] }
            let view = RecordView(
                record,
                state,
                schema: register.schema,
                directory: register.directory
            )
            return view.oddValues.filter { finding in
                view.field(id: finding.field).map { fields.contains($0.definition.number) } ?? false
            }
        }
    }

    /// Tells people, each with its line.
    func show() {
        let printer = QueryPrinter(register: register, console: console)
        for (row, finding) in found.prefix(Self.shownMax) {
            let line = console.say(en: "line ", vi: "dòng ") + "\(row.line): "
            console.warn(line + finding.text(printer))
        }
        let rest = found.count - Self.shownMax
        if rest > 0 {
            console.warn(
                console.say(
                    en: "and \(rest) more: caunoi query warnings",
                    vi: "và \(rest) điều nữa: caunoi query warnings"
                )
            )
        }
        for group in sameNames.prefix(Self.shownMax) { console.warn(group.message(console)) }
        let others = sameNames.count - Self.shownMax
        if others > 0 {
            console.warn(
                console.say(
                    en: "and \(others) more names that several lines have",
                    vi: "và \(others) tên nữa có ở nhiều dòng"
                )
            )
        }
    }

    /// For programs: `[{"line","ref","check","field","message"}…]`; of records of one name also `lines`.
    var json: JSONValue {
        let findings = found.map { row, finding in
            JSONValue.object(place(of: row) + finding.members(in: console.language))
        }
        let doubles = sameNames.map { document(of: $0) }
        return .array(findings + doubles)
    }

    private func document(of group: SameNames.Group) -> JSONValue {
        let lines = group.rows.map { JSONValue.integer(Int64($0.line)) }
        let told: [JSONValue.Member] = [
            .init(key: "check", value: .string(SameNames.Group.check)),
            .init(key: "field", value: .string(group.path)),
            .init(key: "message", value: .string(group.message(console))),
            .init(key: "lines", value: .array(lines)),
        ]
        return .object(group.rows.prefix(1).flatMap { place(of: $0) } + told)
    }

    /// Where it is: the line, and the record that came of it.
    private func place(of row: TakenRow) -> [JSONValue.Member] {
        [
            .init(key: "line", value: .integer(Int64(row.line))),
            .init(key: "ref", value: .string(row.ref)),
        ]
    }
}
