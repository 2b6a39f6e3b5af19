import ClientCore
import ClientExchange
import Shared

/// The records of a register in the forms of other programs.
struct RecordExport {
    let register: Register
    let workspace: Workspace
    /// What may leave the house.
    let outside: PublicRecords
    /// What the calendars of the house may hold.
    let house: PublicRecords

    init(_ register: Register, _ workspace: Workspace) {
        self.register = register
        self.workspace = workspace
        outside = PublicRecords(register)
        house = PublicRecords(register, for: .house)
    }

    var registerName: String { workspace.enrolment.registerName }

    /// A form, by the names that options and file names have for it.
    enum Format: String, CaseIterable {
        case jsonl, csv, ics, vcf, iati, html

        /// The collections of which it can hold records; nil where it can of any.
        var collections: [String]? {
            switch self {
            case .vcf: ["contacts", "partners"]
            case .iati: ["projects"]
            case .jsonl, .csv, .ics, .html: nil
            }
        }
    }

    /// What was written.
    struct Result {
        let bytes: [UInt8]
        let count: Int
        /// What could not be put into this form, each with its reason.
        var leftOut: [String] = []
    }

    /// The records in use of a collection, in the order of their ids.
    func views(of collection: CollectionDefinition) -> RecordViews<Register> {
        register.views(collection.id)
    }
}

// MARK: - JSON lines

extension RecordExport {
    /// One record a line; `caunoi import` and `caunoi-server load` read it back.
    func jsonLines(of collections: [CollectionDefinition]) -> Result {
        var bytes: [UInt8] = []
        var count = 0
        let wanted = ["ref", "id", "collection", "fields", "disputed"]
        for view in collections.lazy.flatMap({ views(of: $0) }) {
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
        let (columns, hasDisputes) = columns(of: collection)
        let cells = RecordCells(register)
        var writer = CSVWriter(delimiter: delimiter)
        writer.append(
            ["ref"] + columns.map(\.title) + (hasDisputes ? [ColumnNames.disputed] : [])
        )
        var count = 0
        for view in views(of: collection) {
            count += 1
            var row = [register.ref(view.id)]
            for column in columns {
                let field = view.field(number: column.field.number)
                row.append(field.map { cells.text(of: $0, language: column.language) } ?? "")
            }
            if hasDisputes { row.append(view.conflicts.map(\.path).joined(separator: "; ")) }
            writer.append(row)
        }
        return Result(bytes: writer.bytes, count: count)
    }

    /// The columns that any record of a collection has something in, and whether any record is disputed.
    private func columns(
        of collection: CollectionDefinition
    ) -> (columns: [Column], hasDisputes: Bool) {
        /// The languages in which a field that has any value is written.
        var used: [UInt16: Set<String>] = [:]
        var hasDisputes = false
        for view in views(of: collection) {
            hasDisputes = hasDisputes || !view.conflicts.isEmpty
            for field in view.fields {
                var languages: [String] = []
                if case .localized(let views) = field.content { languages = views.map(\.language) }
                used[field.definition.number, default: []].formUnion(languages)
            }
        }
        let columns = collection.fields.flatMap { field -> [Column] in
            guard !field.sensitivity.needsRights, let languages = used[field.number] else {
                return []
            }
            guard case .localizedText = field.type else {
                return [Column(field: field, language: nil)]
            }
            return languages.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
                .map { Column(field: field, language: $0) }
        }
        return (columns, hasDisputes)
    }
}
