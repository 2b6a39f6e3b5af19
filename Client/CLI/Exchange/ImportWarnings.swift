import ClientCore
import Shared

/// What an import took although it is not as it should be: amounts without a currency, and what are
/// no addresses.
///
/// What else looks odd in the records is for `query warnings`: a file may bring any number of such.
struct ImportWarnings {
    /// Warnings that are printed; the document has all of them.
    private static let shownMax = 20

    private let register: Register
    private let console: Console
    private let found: [(row: TakenRow, finding: Finding)]

    /// Looks at what an import has saved; `register` was read after that.
    init(_ work: RecordImport, _ register: Register, _ console: Console) {
        self.register = register
        self.console = console
        var changed: [String: (record: RecordID, fields: Set<UInt16>)] = [:]
        for draft in work.drafts {
            let record = register.reader.merges.root(of: draft.record)
            changed[register.ref(record), default: (record, [])].fields
                .formUnion(draft.cells.map { $0.key.field })
        }
        found = work.taken.flatMap { row -> [(row: TakenRow, finding: Finding)] in
            guard let (record, fields) = changed[row.ref], let view = register.view(record) else {
                return []
            }
            let odd = view.oddValues.filter { finding in
                view.field(id: finding.field).map { fields.contains($0.definition.number) } ?? false
            }
            return odd.map { (row, $0) }
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
        guard rest > 0 else { return }
        console.warn(
            console.say(
                en: "and \(rest) more: caunoi query warnings",
                vi: "và \(rest) điều nữa: caunoi query warnings"
            )
        )
    }

    /// For programs: `[{"line","ref","check","field","message"}…]`.
    var json: JSONValue {
        .array(
            found.map { row, finding in
                .object(
                    [
                        .init(key: "line", value: .integer(Int64(row.line))),
                        .init(key: "ref", value: .string(row.ref)),
                    ] + finding.members(in: console.language)
                )
            }
        )
    }
}
