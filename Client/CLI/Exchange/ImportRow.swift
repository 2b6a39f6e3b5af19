import Shared

/// One record that a file asks for.
struct ImportRow {
    /// What the file says of the record.
    enum Content {
        /// The texts of cells, each with the path of its field.
        case cells([(path: String, text: String)])
        /// An object of fields, as `export` writes it.
        case fields(JSONValue)
    }

    /// Where it begins in the file, from 1.
    let line: Int
    let collection: CollectionDefinition
    /// The record as the file names it; nil for one that it does not name.
    var ref: String?
    let content: Content
    /// The records of which the row tells: it waits where one that is in use has refused its row.
    var needs: Set<String> = []
    /// What is wrong with it before anything is looked up: with any of these it is not taken.
    var faults: [RowFault] = []
}

/// One of the things for which a row of a file is not taken.
struct RowFault: Error {
    /// The field that it is about; nil where it is about the row as a whole.
    let field: String?
    let message: String

    /// What is wrong, with what to do about it.
    init(field: String? = nil, _ message: String, hint: String? = nil) {
        self.field = field
        self.message = message + (hint.map { " (\($0))" } ?? "")
    }

    /// What is wrong with the value of a field.
    init(_ error: FieldError, in language: DisplayLanguage) {
        self.init(
            field: error.path,
            error.message(in: language),
            hint: error.hint(in: language)
        )
    }

    /// For programs: `{"field","message"}`.
    var json: JSONValue {
        .object([
            .init(key: "field", value: field.map { .string($0) } ?? .null),
            .init(key: "message", value: .string(message)),
        ])
    }
}

/// Why a row of a file was not taken; the others are.
struct RowRefusal: Error {
    let line: Int
    /// All that is wrong with it, so that people mend it once; at least one.
    let faults: [RowFault]

    init(line: Int, _ faults: [RowFault]) {
        self.line = line
        self.faults = faults
    }

    /// A row with which one thing is wrong, and what to do about it.
    init(line: Int, field: String? = nil, _ message: String, hint: String? = nil) {
        self.init(line: line, [RowFault(field: field, message, hint: hint)])
    }

    /// For programs: `{"line","field","message","faults"}`, with the field of the first fault and the
    /// messages of all.
    var json: JSONValue {
        let field = faults.first?.field
        let message = faults.map(\.message).joined(separator: "; ")
        return .object([
            .init(key: "line", value: .integer(Int64(line))),
            .init(key: "field", value: field.map { .string($0) } ?? .null),
            .init(key: "message", value: .string(message)),
            .init(key: "faults", value: .array(faults.map(\.json))),
        ])
    }
}

extension RecordID {
    /// The id at the end of a reference in full (`partners/01JD…`); nil where none stands there.
    init?(endOf reference: String) {
        let slash = reference.utf8.lastIndex(of: UInt8(ascii: "/"))
        self.init(
            text: slash.map { String(reference[reference.utf8.index(after: $0)...]) } ?? reference
        )
    }
}

extension [String] {
    /// The texts with commas between them; of many only the first, with how many there are.
    func listed(atMost max: Int = 10) -> String {
        let list = prefix(max).joined(separator: ", ")
        return count > max ? list + ", … (\(count))" : list
    }
}
