import Shared

/// Fields as one line of text: for tables, histories and messages.
struct FieldText {
    private let register: Register
    /// Unicode scalars of one line; what is longer is cut.
    let widthMax: Int

    /// What records are called where anybody may read it; nil for the register's own people.
    private let outside: PublicRecords?

    init(_ register: Register, widthMax: Int = 200, outside: PublicRecords? = nil) {
        self.register = register
        self.outside = outside
        self.widthMax = widthMax
    }

    private var language: DisplayLanguage { register.language }

    /// The field's value as people read it; empty when it has none.
    ///
    /// `code`: the language of a localised text; nil for the reader's.
    func line(of field: FieldView, in code: String? = nil) -> String {
        cut(printable(text(of: field, in: code)))
    }

    func line(of value: FieldValue?, as type: ScalarType) -> String {
        guard let value else { return "" }
        return cut(printable(text(value, type)))
    }

    /// The claim of a field that an id names; nil where the field has none of this id.
    func claim(_ id: ClaimID, of field: FieldView?) -> String? {
        guard let field, case .claims(let claims) = field.content,
            let entry = claims.entries.first(where: { $0.id == id })
        else { return nil }
        return cut(printable(text(of: entry, field.definition.type)))
    }

    private func text(_ value: FieldValue, _ type: ScalarType) -> String {
        value.display(in: language, type: type) { [register, outside] in
            outside?.label(of: $0.record) ?? register.label(of: $0.record)
        }
    }

    private func text(of field: FieldView, in code: String?) -> String {
        let type = field.definition.type
        switch field.content {
        case .single(let cell): return cell.displayed.map { text($0, type.scalar) } ?? ""
        case .localized(let views):
            guard let code else { return field.text(in: language, schema: register.schema) ?? "" }
            let view = views.first { $0.language.isSame(as: code) }
            return view?.cell.displayed.map { text($0, .text) } ?? ""
        case .set(let elements): return joined(elements.map { text(of: $0.element, type) }, "; ")
        case .log(let log):
            return joined(log.entries.map { text(of: $0.entry, type) }, "; ")
        case .claims(let claims):
            let standing = claims.entries.filter { !$0.isWithdrawn }
            let texts = standing.map { entry in
                (entry.id == claims.preferred ? Self.preferredMark : "") + text(of: entry, type)
            }
            return joined(texts, "; ")
        case .counter(let sum): return DecimalNumber(sum).display(in: language)
        }
    }

    private func text(of element: SetElement, _ type: FieldType) -> String {
        switch (element, type) {
        case (.scalar(let value), _): return text(value, type.scalar)
        case (.parts(let parts), .partsSet(let definition)):
            let main = parts.filter { $0.id.isSame(as: definition.main.id) }
            let others = parts.filter { !$0.id.isSame(as: definition.main.id) }
            let shown = others.map { part in
                let known = definition.part(id: part.id)
                let label = known?.labels[language] ?? part.id
                if part.isSaidByItsName { return label }
                return label + " " + text(part.value, known?.type ?? .text)
            }
            return joined(main.map { text($0.value, definition.main.type) } + shown, ", ")
        case (.parts(let parts), _): return joined(parts.map { text($0.value, .text) }, ", ")
        }
    }

    private func text(of entry: LogEntry, _ type: FieldType) -> String {
        var label = entry.state
        if case .log(let lifecycle) = type {
            label = lifecycle.states.label(of: entry.state, in: language)
        }
        guard let date = entry.effective else { return label }
        return label + " (" + date.display(in: language) + ")"
    }

    private func text(of entry: ClaimsView.Entry, _ type: FieldType) -> String {
        let value = text(entry.claim.value, type.scalar)
        guard let asOf = entry.claim.asOf else { return value }
        return value + " (" + asOf.display(in: language) + ")"
    }

    /// What stands before the claim that counts.
    static let preferredMark = "★ "

    private func joined(_ texts: [String], _ separator: String) -> String {
        texts.filter { !$0.utf8.isEmpty }.joined(separator: separator)
    }

    private func cut(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > widthMax else { return text }
        return String(scalars.prefix(widthMax - 1)) + "…"
    }
}

extension SetElement.Part {
    /// Whether the part's name says all: `former` of what is so.
    var isSaidByItsName: Bool { value == .boolean(true) }
}
