import CryptoAdapters
import Foundation
import Shared

extension RecordImport {
    /// The record that says what was imported, from which file; nil where the schema has none.
    func note(of file: ImportFile, rows: Int) throws -> Draft? {
        guard let collection = register.schema.collection(id: "imports") else { return nil }
        var random = SecureRandom()
        var editor = saving.editor(of: collection, nil)
        let format = file.format.code(in: collection)
        let day = String(Instant(Workspace.now).text.utf8.prefix(10)) ?? ""
        let name = (file.path as NSString).lastPathComponent
        let fields: [(String, JSONValue)] = [
            ("file", .string(printable(name))), ("format", .string(format)),
            ("sha256", .string(SHA256Hash.hash(file.bytes).text)), ("imported_on", .string(day)),
            ("records_read", .string("\(rows)")),
            ("records_created", .string("\(count(of: .created))")),
            ("records_changed", .string("\(count(of: .changed))")),
            ("records_refused", .string("\(refusals.count)")),
        ]
        let known = fields.filter { collection.field(id: $0.0) != nil }
        try editor.load(.object(known.map { .init(key: $0.0, value: $0.1) }))
        return Draft(
            kind: .create,
            record: RecordID(milliseconds: Workspace.now, using: &random),
            collection: collection.number,
            cells: editor.cells
        )
    }
}

extension ImportFile.Format {
    /// The register's code for it; an older register may have none.
    fileprivate func code(in collection: CollectionDefinition) -> String {
        let code =
            switch self {
            case .csv: "csv"
            case .xlsx: "xlsx"
            case .jsonl: "json"
            case .iati: "iati"
            }
        guard case .single(.enumeration(let codes)) = collection.field(id: "format")?.type else {
            return code
        }
        return codes.contains(code) ? code : "other"
    }
}
