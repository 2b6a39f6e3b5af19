import ClientExchange
import Shared

/// A record's values as a spreadsheet holds them: texts that are read as the same values again.
struct RecordCells {
    private let register: Register
    /// Whether codes are told by their labels, for people.
    private let usesLabels: Bool

    init(_ register: Register, usesLabels: Bool = false) {
        self.register = register
        self.usesLabels = usesLabels
    }

    /// The text of a field, or of a localised one in one language; empty where it has no value.
    func text(of field: FieldView, language: String? = nil) -> String {
        switch (field.content, field.definition.type) {
        case (.single(let cell), let type):
            return cell.displayed.map { text($0, type.scalar) } ?? ""
        case (.localized(let views), _):
            let view = views.first { view in language.map(view.language.isSame) ?? false }
            return view?.cell.displayed.map { text($0, .text) } ?? ""
        case (.set, .set), (.claims, _), (.log, _), (.set, _):
            return CellElements.write(elements(of: field), onLines: !field.definition.isPlainSet)
        case (.counter(let sum), _): return "\(sum)"
        }
    }

    /// The values of a set, a log or claims that stand.
    func elements(of field: FieldView) -> [CellElement] {
        switch (field.content, field.definition.type) {
        case (.set(let views), .partsSet(let definition)):
            return views.compactMap { element($0.element, definition) }
        case (.set(let views), let type):
            return views.compactMap { view in
                view.element.mainValue(nil).map { CellElement(text($0, type.scalar)) }
            }
        case (.log(let log), .log(let lifecycle)):
            return log.entries.map { element($0.entry, lifecycle) }
        case (.claims(let claims), let type):
            return claims.entries.filter { !$0.isWithdrawn }.map { entry in
                element(entry.claim, type.scalar)
            }
        case (.single, _), (.localized, _), (.log, _), (.counter, _): return []
        }
    }

    private func element(_ element: SetElement, _ definition: PartsDefinition) -> CellElement? {
        guard let main = element.part(definition.main.id) else { return nil }
        let others = definition.parts.filter { !$0.id.isSame(as: definition.main.id) }
        return CellElement(
            text(main, definition.main.type),
            others.compactMap { part in
                element.part(part.id).map { .init(key: part.id, text: text($0, part.type)) }
            }
        )
    }

    private func element(_ entry: LogEntry, _ lifecycle: Lifecycle) -> CellElement {
        var parts: [CellElement.Part] = []
        if let date = entry.effective {
            parts.append(.init(key: "effective", text: date.canonical))
        }
        if !entry.notes.isEmpty {
            parts.append(.init(key: "note", text: entry.notes.joined(separator: " / ")))
        }
        let state = text(.code(entry.state), .enumeration(lifecycle.states))
        return CellElement(state, parts)
    }

    private func element(_ claim: Claim, _ type: ScalarType) -> CellElement {
        var parts: [CellElement.Part] = []
        func add(_ key: String, _ text: String?) {
            if let text { parts.append(.init(key: key, text: text)) }
        }
        add("as_of", claim.asOf?.canonical)
        add("source", claim.source.map { text($0.value, .text) })
        add("asserted_by", claim.assertedBy.map { text(.reference($0), .text) })
        add("certainty", claim.certainty)
        add("note", claim.note)
        return CellElement(text(claim.value, type), parts)
    }

    private func text(_ value: FieldValue, _ type: ScalarType) -> String {
        switch value {
        case .reference(let reference): return name(of: reference)
        case .unreadable:
            return value.display(in: register.language, type: type) { _ in nil }
        case .code where usesLabels, .boolean where usesLabels:
            return value.display(in: register.language, type: type) { _ in nil }
        case .quantity(let quantity): return spoken(quantity.canonical, quantity.qualifier)
        case .money(let money): return spoken(money.canonical, money.qualifier)
        default: return value.canonicalText
        }
    }

    /// The canonical text with words for what qualifies it: `more than 100 members`.
    private func spoken(_ canonical: String, _ qualifier: Qualifier) -> String {
        let code = qualifier.code + " "
        guard qualifier != .exact, canonical.utf8.starts(with: code.utf8) else { return canonical }
        let rest = canonical.unicodeScalars.dropFirst(code.unicodeScalars.count)
        return qualifier.word(in: .en) + " " + String(rest)
    }

    /// `partners/Lyon` where the name leads back to the record, else its id.
    private func name(of reference: Reference) -> String {
        let collection = register.schema.collection(number: reference.collection)?.id ?? ""
        let label = register.label(of: reference.record)
        if (try? register.resolve([reference.collection], label)) == reference {
            return collection + "/" + label
        }
        return reference.text(in: register.schema)
    }
}

extension FieldDefinition {
    /// Whether it holds several values of one part each.
    fileprivate var isPlainSet: Bool {
        if case .set = type { true } else { false }
    }
}
