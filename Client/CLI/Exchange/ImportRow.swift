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
}

/// Why a row of a file was not taken; the others are.
struct RowRefusal: Error {
    let line: Int
    let field: String?
    let message: String

    init(line: Int, field: String? = nil, _ message: String) {
        self.line = line
        self.field = field
        self.message = message
    }

    /// Why a row was refused, with what to do about it.
    init(line: Int, field: String?, _ message: String, hint: String?) {
        self.init(line: line, field: field, message + (hint.map { " (\($0))" } ?? ""))
    }

    var json: JSONValue {
        .object([
            .init(key: "line", value: .integer(Int64(line))),
            .init(key: "field", value: field.map { .string($0) } ?? .null),
            .init(key: "message", value: .string(message)),
        ])
    }
}
