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
    package func texts(labels: [String]) -> [RecordText] {
        var result: [RecordText] = []
        var hasTitle = false
        for field in fields {
            let definition = field.definition
            guard definition.isSearched else { continue }
            let texts = Self.texts(of: field)
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

    private static func texts(of field: FieldView) -> [String] {
        switch field.content {
        case .single(let cell):
            return ([cell.displayed] + cell.candidates.map { $0.value }).compactMap { text($0) }
                .uniqueBytes()
        case .localized(let views):
            return views.flatMap { $0.cell.candidates.compactMap { text($0.value) } }
        case .set(let elements):
            return elements.flatMap { view -> [String] in
                switch view.element {
                case .scalar(let value): return [text(value)].compactMap { $0 }
                case .parts(let parts): return parts.compactMap { text($0.value) }
                }
            }
        case .log(let log): return log.entries.flatMap { $0.entry.notes }
        case .claims(let claims):
            return claims.entries.filter { !$0.isWithdrawn }.flatMap { entry in
                [text(entry.claim.value), entry.claim.note, text(entry.claim.source?.value)]
                    .compactMap { $0 }
            }
        case .counter: return []
        }
    }

    /// The text of a value that holds free text; numbers, dates and references have none.
    private static func text(_ value: FieldValue?) -> String? {
        switch value {
        case .text(let text): text
        case .quantity(let quantity): quantity.unit.utf8.isEmpty ? nil : quantity.canonical
        default: nil
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
