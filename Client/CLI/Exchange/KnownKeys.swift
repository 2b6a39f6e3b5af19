import Foundation
import Shared

/// The records of a collection by the value of one field.
struct KnownKeys {
    /// The ways to name the field: a localised one without a language is meant in the usual one.
    private let paths: [String]
    private var records: [String: [RecordID]] = [:]

    init(_ path: String, _ collection: CollectionDefinition, _ register: Register) throws {
        let field = try FieldPath(path, in: collection, of: register.schema)
        var language: String?
        if case .localizedText = field.field.type {
            let usual = register.schema.defaultLanguage
            language = usual
            if case .language(let code) = field.part { language = code }
            let full = field.field.id + "." + (language ?? usual)
            paths = language == usual ? [full, field.field.id] : [full]
        } else {
            paths = [field.text]
        }
        let cells = RecordCells(register)
        for id in register.records(of: collection.number) {
            guard let view = register.view(id), view.life.isInUse,
                let found = view.field(number: field.field.number)
            else { continue }
            var texts = Set([foldedName(cells.text(of: found, language: language))])
            // A record whose key is in question is known by each of its candidates.
            for value in found.values(in: language) {
                texts.insert(foldedName(value.canonicalText))
            }
            for text in texts where !text.utf8.isEmpty { records[text, default: []].append(id) }
        }
    }

    func records(of key: String) -> [RecordID] { records[key] ?? [] }

    /// What a row is known by; nil where it says nothing of the field.
    func key(of row: ImportRow) -> String? {
        switch row.content {
        case .cells(let cells):
            return cells.first { cell in paths.contains { cell.path.isSame(as: $0) } }
                .map { foldedName($0.text) }
        case .fields(let fields):
            let found = paths.lazy.compactMap { path -> String? in
                var value: JSONValue? = fields
                for name in path.split(separator: ".") { value = value?[String(name)] }
                return value?.string ?? value?.number?.text
            }
            return found.first.map { foldedName($0) }
        }
    }
}

extension FieldView {
    /// The values that stand in a field of one value: in a language, where it is localised.
    fileprivate func values(in language: String?) -> [FieldValue] {
        let cells: [CellView] =
            switch content {
            case .single(let cell): [cell]
            case .localized(let views): views.filter { $0.language == language }.map { $0.cell }
            case .set, .log, .claims, .counter: []
            }
        return cells.flatMap { $0.candidates.compactMap { $0.value } }
    }
}
