package import Shared

/// A text of a record that a search looks in.
package struct RecordText: Hashable, Sendable {
    /// How much finding something there says, the most first.
    package enum Place: Int, CaseIterable, Sendable {
        /// A title, an abbreviation, an alias or a code.
        case name
        /// What the record is called after other records.
        case label
        case content
    }

    /// The field's name.
    package let field: String
    package let text: String
    package let place: Place

    package init(field: String, text: String, place: Place) {
        self.field = field
        self.text = text
        self.place = place
    }
}

extension RecordView {
    /// The record's texts; `labels` are what it is called where no field names it.
    ///
    /// Of what is counted there is a text in each language, that for readers of `language` first.
    package func texts(
        labels: [String],
        first language: DisplayLanguage = .en
    ) -> [RecordText] {
        let languages = [language] + DisplayLanguage.allCases.filter { $0 != language }
        var result: [RecordText] = []
        var hasTitle = false
        for field in fields {
            let definition = field.definition
            guard definition.isSearched else { continue }
            let texts = Self.texts(of: field, in: languages)
            if definition.isTitle, !texts.isEmpty { hasTitle = true }
            let isName = definition.isTitle || ["abbr", "aliases", "code"].contains(definition.id)
            result += texts.map {
                RecordText(field: definition.id, text: $0, place: isName ? .name : .content)
            }
        }
        if !hasTitle {
            result += labels.uniqueBytes().map {
                RecordText(field: "label", text: $0, place: .label)
            }
        }
        return result
    }

    private static func texts(
        of field: FieldView,
        in languages: [DisplayLanguage]
    ) -> [String] {
        switch field.content {
        case .single(let cell):
            return ([cell.displayed] + cell.candidates.map { $0.value })
                .flatMap { texts($0, in: languages) }
                .uniqueBytes()
        case .localized(let views):
            return views.flatMap { view in
                view.cell.candidates.flatMap { texts($0.value, in: languages) }
            }
        case .set(let elements):
            return elements.flatMap { view -> [String] in
                switch view.element {
                case .scalar(let value): return texts(value, in: languages)
                case .parts(let parts):
                    return parts.flatMap { texts($0.value, in: languages) }
                }
            }
        case .log(let log): return log.entries.flatMap { $0.entry.notes }
        case .claims(let claims):
            return claims.entries.filter { !$0.isWithdrawn }.flatMap { entry -> [String] in
                let note = entry.claim.note.map { [$0] } ?? []
                return texts(entry.claim.value, in: languages) + note
                    + texts(entry.claim.source?.value, in: languages)
            }
        case .counter: return []
        }
    }

    /// The texts of a value that holds free text, as people read it; numbers, dates and references
    /// have none.
    private static func texts(
        _ value: FieldValue?,
        in languages: [DisplayLanguage]
    ) -> [String] {
        switch value {
        case .text(let text): [text]
        case .quantity(let quantity) where !quantity.unit.utf8.isEmpty:
            languages.map { quantity.display(in: $0) }.uniqueBytes()
        default: []
        }
    }
}

extension [String] {
    /// Each text once.
    fileprivate func uniqueBytes() -> [String] {
        var result: [String] = []
        for text in self where !result.contains(where: { $0.isSame(as: text) }) {
            result.append(text)
        }
        return result
    }
}
