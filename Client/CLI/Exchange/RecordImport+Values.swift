import ClientExchange
import CryptoAdapters
import Shared

// MARK: - Values

extension RecordImport {
    /// Loads a field as it was exported.
    ///
    /// What the record shows already is not written again, and what a counter has is not counted again.
    func load(
        _ member: JSONValue.Member,
        _ view: RecordView?,
        into editor: inout FieldEditor<SecureRandom>
    ) throws(FieldError) {
        var member = member
        if let field = view?.field(id: member.key) {
            let isShown = field.json(in: register.schema) == member.value
            if isShown, !field.definition.sensitivity.needsRights { return }
            if case .counter(let sum) = field.content,
                let text = member.value.string ?? member.value.number?.text,
                let wanted = Int64(text)
            {
                member.value = .string("\(wanted - sum)")
            }
        }
        try editor.load(.object([member]))
    }

    func apply(
        _ text: String,
        to path: String,
        _ row: ImportRow,
        _ view: RecordView?,
        _ editor: inout FieldEditor<SecureRandom>
    ) throws(FieldError) {
        let given = try FieldPath(path, in: row.collection, of: register.schema)
        let field = given.field
        if let view, isShown(text, at: given, in: view) { return }
        // What stands already is not entered again: a claim would be another one, by its author.
        let standing = view?.field(number: field.number).map { cells.elements(of: $0) } ?? []
        func news(_ parts: [String]) -> [CellElement] {
            CellElements.read(text, parts: parts).filter { !standing.contains($0) }
        }
        switch field.type {
        case .single(.reference(let collections)):
            try editor.apply(path + "=" + known(text, collections))
        case .single, .localizedText: try editor.apply(path + "=" + text.onOneLine)
        case .longText: try editor.apply(path + "=" + text)
        case .set(.reference(let collections)):
            for element in news([]) {
                try editor.apply(path + "+=" + known(element.main, collections))
            }
        case .set:
            for element in news([]) {
                try editor.apply(path + "+=" + element.main)
            }
        case .partsSet(let definition):
            for element in news(definition.parts.map(\.id)) {
                try editor.apply(path + "+=" + element.text())
            }
        case .log:
            for element in news(["effective", "note"]) {
                try editor.apply(path + "+=" + element.text())
            }
        case .claims:
            for element in news(["as_of", "source", "asserted_by", "certainty", "note"]) {
                try editor.apply(path + "+=" + element.text())
            }
        case .counter:
            var sum: Int64 = 0
            if case .counter(let held) = view?.field(number: field.number)?.content { sum = held }
            guard let wanted = Int64(text), wanted - sum != 0 else {
                if Int64(text) == nil { try editor.apply(path + "+=" + text) }
                return
            }
            try editor.apply(path + "+=\(wanted - sum)")
        }
    }

    /// Whether a cell holds what is shown of a field with one value, as exports write it.
    private func isShown(_ text: String, at path: FieldPath, in view: RecordView) -> Bool {
        guard path.holdsOneValue, let field = view.field(number: path.field.number),
            !field.definition.sensitivity.needsRights
        else { return false }
        var language: String?
        switch (path.field.type, path.part) {
        case (.claims, _): return false
        case (.localizedText, .language(let code)): language = code
        case (.localizedText, _): language = register.schema.defaultLanguage
        default: break
        }
        let shown = cells.text(of: field, language: language).withoutBlanks
        return !shown.utf8.isEmpty && shown.isSame(as: text.withoutBlanks)
    }

    /// A record that an earlier row has asked for anew, by its reference.
    private func known(_ text: String, _ collections: [UInt16]) -> String {
        guard text.utf8.starts(with: "new:".utf8) else { return text }
        let name = String(text.unicodeScalars.dropFirst(4)).withoutBlanks
        let found = collections.lazy.compactMap { made["\($0)/\(name)"] }.first
        return found?.text(in: register.schema) ?? text
    }
}
