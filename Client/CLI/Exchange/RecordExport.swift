import ClientCore
import ClientExchange
import Shared

/// The records of a register in the forms of other programs.
struct RecordExport {
    let register: Register
    let workspace: Workspace
    /// What may leave the house.
    let outside: PublicRecords

    init(_ register: Register, _ workspace: Workspace) {
        self.register = register
        self.workspace = workspace
        outside = PublicRecords(register, withUnsigned: false)
    }

    var registerName: String { workspace.enrolment.registerName }

    /// A form, by the names that options and file names have for it.
    enum Format: String, CaseIterable {
        case jsonl, csv, ics, vcf, iati, html
    }

    /// What was written.
    struct Result {
        let bytes: [UInt8]
        let count: Int
        /// What could not be put into this form, each with its reason.
        var leftOut: [String] = []
    }

    /// Whether anybody may be given the record itself; of people only those that are public or of whom
    /// nothing is said.
    func isPublic(_ view: RecordView) -> Bool {
        if view.collection?.id == "contacts", view.value("visibility") == .code("internal") {
            return false
        }
        return outside.mayLeave(view)
    }

    /// The records in use of a collection, in the order of their ids.
    func views(of collection: CollectionDefinition) -> [RecordView] {
        register.records(of: collection.number).compactMap { register.view($0) }
            .filter { $0.life.isInUse }
    }
}

// MARK: - JSON lines

extension RecordExport {
    /// One record a line; `caunoi import` and `caunoi-server load` read it back.
    func jsonLines(of collections: [CollectionDefinition]) -> Result {
        var bytes: [UInt8] = []
        var count = 0
        for view in collections.flatMap({ views(of: $0) }) {
            let wanted = ["ref", "id", "collection", "fields", "disputed"]
            let members = register.members(of: view, label: "").filter { member in
                wanted.contains { $0.isSame(as: member.key) }
                    && !(member.key.isSame(as: "disputed") && member.value.object?.isEmpty == true)
            }
            bytes += JSONWriter.bytes(.object(members)) + [0x0A]
            count += 1
        }
        return Result(bytes: bytes, count: count)
    }
}

// MARK: - Tables

extension RecordExport {
    /// One column of a table.
    private struct Column {
        let field: FieldDefinition
        let language: String?

        var title: String { language.map { field.id + "." + $0 } ?? field.id }
    }

    /// A table of a collection with a column for every field that any record has.
    func table(of collection: CollectionDefinition, delimiter: UInt8) -> Result {
        let views = views(of: collection)
        let columns = columns(of: collection, views)
        let hasDisputes = views.contains { !$0.conflicts.isEmpty }
        let cells = RecordCells(register)
        var writer = CSVWriter(delimiter: delimiter)
        writer.append(
            ["ref"] + columns.map(\.title) + (hasDisputes ? [ColumnNames.disputed] : [])
        )
        for view in views {
            var row = [register.ref(view.id)]
            for column in columns {
                let field = view.field(number: column.field.number)
                row.append(field.map { cells.text(of: $0, language: column.language) } ?? "")
            }
            if hasDisputes { row.append(view.conflicts.map(\.path).joined(separator: "; ")) }
            writer.append(row)
        }
        return Result(bytes: writer.bytes, count: views.count)
    }

    private func columns(of collection: CollectionDefinition, _ views: [RecordView]) -> [Column] {
        var result: [Column] = []
        for field in collection.fields where !field.sensitivity.needsRights {
            var languages: Set<String> = []
            var isUsed = false
            for view in views {
                guard let found = view.field(number: field.number) else { continue }
                isUsed = true
                if case .localized(let views) = found.content {
                    for view in views { languages.insert(view.language) }
                }
            }
            if case .localizedText = field.type {
                let order = languages.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
                result += order.map { Column(field: field, language: $0) }
            } else if isUsed {
                result.append(Column(field: field, language: nil))
            }
        }
        return result
    }
}
