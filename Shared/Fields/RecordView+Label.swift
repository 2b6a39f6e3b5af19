extension RecordView {
    /// What people call the record: the fields that its collection names by, else what identifies it.
    ///
    /// Nil when nothing of that has a value. `name` says what another record is called; nil when it is
    /// not here.
    public func label(
        in language: DisplayLanguage,
        schema: Schema,
        name: (Reference) -> String?
    ) -> String? {
        guard let collection else { return nil }
        let labelled = collection.label.compactMap { field(number: $0) }
        if let label = joined(labelled, in: language, schema, name) { return label }
        if let title = fields.first(where: { $0.definition.isTitle && $0.hasValue }),
            let label = joined([title], in: language, schema, name)
        {
            return label
        }
        for id in ["abbr", "code"] {
            if case .text(let text) = value(id) { return text }
        }
        for field in fields {
            switch field.definition.type {
            case .single(.text), .localizedText, .single(.reference), .set(.reference):
                if let label = joined([field], in: language, schema, name) { return label }
            default: break
            }
        }
        return nil
    }

    private func joined(
        _ fields: [FieldView],
        in language: DisplayLanguage,
        _ schema: Schema,
        _ name: (Reference) -> String?
    ) -> String? {
        var result = ""
        for field in fields {
            guard let text = field.shortText(in: language, schema, name) else { continue }
            result += (result.utf8.isEmpty ? "" : " – ") + text
        }
        return result.utf8.isEmpty ? nil : result
    }
}

extension FieldView {
    /// Whether anything is displayed.
    public var hasValue: Bool {
        switch content {
        case .single(let cell): cell.displayed != nil
        case .localized(let views): views.contains { $0.cell.displayed != nil }
        case .claims(let claims): claims.entries.contains { !$0.isWithdrawn }
        case .set, .log, .counter: true
        }
    }

    /// A localised text in the language of the reader, else in the register's, else in any.
    public func text(in language: DisplayLanguage, schema: Schema) -> String? {
        guard case .localized(let views) = content else { return nil }
        let wanted = [language.code, schema.defaultLanguage] + schema.languages
        let codes = wanted + views.map { $0.language }
        for code in codes {
            let view = views.first { $0.language.isSame(as: code) }
            if case .text(let text) = view?.cell.displayed { return text }
        }
        return nil
    }

    /// The field as a part of a label; of a set at most three elements.
    fileprivate func shortText(
        in language: DisplayLanguage,
        _ schema: Schema,
        _ name: (Reference) -> String?
    ) -> String? {
        switch (content, definition.type) {
        case (.single(let cell), .single(let type)):
            return cell.displayed?.display(in: language, type: type, name: name)
        case (.localized, _): return text(in: language, schema: schema)
        case (.set(let elements), .set(let type)):
            var result = ""
            for element in elements.prefix(3) {
                guard case .scalar(let value) = element.element else { continue }
                let text = value.display(in: language, type: type, name: name)
                result += (result.utf8.isEmpty ? "" : ", ") + text
            }
            return elements.count > 3 ? result + ", …" : result
        default: return nil
        }
    }
}
