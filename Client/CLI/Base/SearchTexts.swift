import Shared

/// The texts of a record that a search looks in.
struct SearchTexts {
    /// A text, and how much finding it there says.
    struct Entry {
        enum Place: Int {
            /// A title, an abbreviation, an alias or a code.
            case name
            /// What the record is called after other records.
            case label
            case content
        }

        let field: String
        let text: String
        let place: Place
    }

    private let register: Register

    init(_ register: Register) { self.register = register }

    func entries(of view: RecordView) -> [Entry] {
        var result: [Entry] = []
        func add(_ texts: [String], _ field: String, _ place: Entry.Place) {
            result += texts.map { Entry(field: field, text: $0, place: place) }
        }
        for field in view.fields {
            let definition = field.definition
            let isName = definition.isTitle || ["abbr", "aliases", "code"].contains(definition.id)
            add(texts(of: field), definition.id, isName ? .name : .content)
        }
        let hasTitle = view.fields.contains { field in
            field.definition.isTitle && !texts(of: field).isEmpty
        }
        if !hasTitle { add([register.label(of: view.id)], "label", .label) }
        return result
    }

    /// Groups of names that mean the same: those of each record, and the glossary's.
    func aliases() -> AliasGroups {
        var groups = Self.glossary
        for collection in register.schema.collections
        where collection.field(id: "aliases") != nil || collection.field(id: "abbr") != nil {
            for id in register.records(of: collection.number) {
                guard let view = register.view(id), view.life != .deleted else { continue }
                var names = view.names
                if case .text(let text) = view.value("abbr") { names.append(text) }
                if names.count > 1 { groups.append(names) }
            }
        }
        return AliasGroups(groups)
    }

    private static let glossary = [
        [
            "TPHCM", "TP.HCM", "TP HCM", "Thành phố Hồ Chí Minh", "Ho Chi Minh City", "HCMC",
            "TP. Hồ Chí Minh",
        ],
        ["UBND", "Ủy ban nhân dân"],
    ]

    private func texts(of field: FieldView) -> [String] {
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
    private func text(_ value: FieldValue?) -> String? {
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
