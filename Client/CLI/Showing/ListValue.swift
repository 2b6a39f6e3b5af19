import Shared

/// One value of a record in the form in which lists compare and sort it.
enum ListValue {
    case text(String)
    /// An amount in a unit or currency; empty where it has none.
    case amount(DecimalNumber, unit: String)
    /// The earliest day that is meant, in days since 1970-01-01.
    case day(Int32, canonical: String)
    case range(DateRange)
    /// A code with its place in its list, -1 for one of a newer schema, and what people read.
    case code(String, place: Int, label: String)
    case reference(Reference, label: String)
    case boolean(Bool)
}

/// Takes the values of columns out of records.
struct ListReader {
    let register: Register

    /// The values that count: of a log the current state, of claims those not withdrawn.
    func values(of column: ListColumn, in view: RecordView) -> [ListValue] {
        switch column {
        case .ref: return [.text(register.shortRef(view.id))]
        case .id: return [.text(view.id.text)]
        case .label: return [.text(register.label(of: view.id))]
        case .life: return [.text(view.life.code)]
        case .field(let definition, let language, let part):
            guard let field = view.field(number: definition.number) else { return [] }
            return values(of: field, language, part)
        }
    }

    /// What a record is sorted by; nil where it has no such value.
    func order(by column: ListColumn, of view: RecordView) -> ListOrder? {
        if case .field(let field, _, _) = column, Self.isGivenName(field) {
            return .bytes(VietnameseOrder.givenNameKey(nameEndingInGiven(view)))
        }
        return values(of: column, in: view).first?.order
    }

    /// Whether a field is a person's given name: people are sorted by it also where nobody has told the parts
    /// of their names apart.
    static func isGivenName(_ field: FieldDefinition) -> Bool { field.id.isSame(as: "given") }

    /// A person's name with the given one at its end, as one word; as it is displayed where its parts are not
    /// known.
    private func nameEndingInGiven(_ view: RecordView) -> String {
        guard let given = view.texts(of: ["given"]).first else {
            return register.label(of: view.id)
        }
        let word = given.unicodeScalars.map { $0 == " " ? "-" : String($0) }.joined()
        return (view.texts(of: ["family", "middle"]) + [word]).joined(separator: " ")
    }

    /// All states that a log's record has gone through; of other columns the values.
    func allValues(of column: ListColumn, in view: RecordView) -> [ListValue] {
        if case .field(let definition, _, _) = column, case .log(let lifecycle) = definition.type,
            case .log(let log) = view.field(number: definition.number)?.content
        {
            return log.entries.map { code($0.entry.state, lifecycle.states) }
        }
        return values(of: column, in: view)
    }

    /// The field's text for a table's cell.
    func text(of column: ListColumn, in view: RecordView, widthMax: Int) -> String {
        switch column {
        case .field(let definition, let language, let part):
            guard let field = view.field(number: definition.number) else { return "" }
            let text = FieldText(register, widthMax: widthMax)
            switch (field.content, definition.type, part) {
            case (.log(let log), .log(let lifecycle), _):
                let state = log.current.map {
                    lifecycle.states.label(of: $0, in: register.language)
                }
                return printable(state ?? "")
            case (.set(let elements), .partsSet, let part?):
                return elements.compactMap { $0.element.part(part.id) }
                    .map { text.line(of: $0, as: part.type) }.joined(separator: "; ")
            default: return text.line(of: field, in: language)
            }
        case .ref: return register.shortRef(view.id)
        case .id: return view.id.text
        case .life: return view.life.code
        case .label:
            let label = FieldValue.text(register.label(of: view.id))
            return FieldText(register, widthMax: widthMax).line(of: label, as: .text)
        }
    }

    private func values(
        of field: FieldView,
        _ language: String?,
        _ part: PartDefinition?
    ) -> [ListValue] {
        switch (field.content, field.definition.type) {
        case (.single(let cell), let type): return one(cell.displayed, type.scalar)
        case (.localized(let views), _):
            return views.filter { language.map($0.language.isSame) ?? true }
                .flatMap { one($0.cell.displayed, .text) }
        case (.set(let elements), .partsSet(let definition)):
            let part = part ?? definition.main
            return elements.flatMap { one($0.element.part(part.id), part.type) }
        case (.set(let elements), let type):
            return elements.flatMap { one($0.element.mainValue(nil), type.scalar) }
        case (.log(let log), .log(let lifecycle)):
            return log.current.map { [code($0, lifecycle.states)] } ?? []
        case (.log, _): return []
        case (.claims(let claims), let type):
            let standing = claims.entries.filter { !$0.isWithdrawn }
            let preferred = standing.filter { $0.id == claims.preferred }
            let counting = preferred.isEmpty ? standing : preferred
            return counting.flatMap { one($0.claim.value, type.scalar) }
        case (.counter(let sum), _): return [.amount(DecimalNumber(sum), unit: "")]
        }
    }

    func one(_ value: FieldValue?, _ type: ScalarType) -> [ListValue] {
        guard let value else { return [] }
        switch (value, type) {
        case (.code(let code), .enumeration(let list)): return [self.code(code, list)]
        case (.text(let text), _), (.code(let text), _): return [.text(text)]
        case (.boolean(let value), _): return [.boolean(value)]
        case (.number(let number), _): return [.amount(number, unit: "")]
        case (.quantity(let quantity), _): return [.amount(quantity.value, unit: quantity.unit)]
        case (.money(let money), _): return [.amount(money.amount, unit: money.currency.code)]
        case (.date(let date), _): return [.day(date.earliestDay, canonical: date.canonical)]
        case (.range(let range), _): return [.range(range)]
        case (.reference(let reference), _):
            return [.reference(reference, label: register.label(of: reference.record))]
        case (.unreadable, _): return []
        }
    }

    private func code(_ code: String, _ list: Enumeration) -> ListValue {
        let label = list.label(of: code, in: register.language)
        return .code(code, place: list.index(of: code) ?? -1, label: label)
    }
}

extension ListValue {
    /// What `~` looks in.
    var texts: [String] {
        switch self {
        case .text(let text): [text]
        case .amount(let number, let unit): [number.canonical + " " + unit]
        case .day(_, let canonical): [canonical]
        case .range(let range): [range.canonical]
        case .code(let code, _, let label): [code, label]
        case .reference(_, let label): [label]
        case .boolean(let value): [value ? "true" : "false"]
        }
    }

    /// Its place in a sorted list; compared only with those of the same column.
    var order: ListOrder {
        switch self {
        case .text(let text): .bytes(VietnameseOrder.key(text))
        case .reference(_, let label): .bytes(VietnameseOrder.key(label))
        case .amount(let number, _): .number(number)
        case .day(let day, _): .place(Int(day))
        case .range(let range): .place(Int(range.earliestDay ?? .min))
        case .code(let code, let place, _): place < 0 ? .bytes(Array(code.utf8)) : .place(place)
        case .boolean(let value): .place(value ? 1 : 0)
        }
    }
}

/// What a value is sorted by.
enum ListOrder {
    case place(Int)
    case number(DecimalNumber)
    case bytes([UInt8])

    func precedes(_ other: ListOrder) -> Bool {
        switch (self, other) {
        case (.place(let a), .place(let b)): a < b
        case (.number(let a), .number(let b)): a < b
        case (.bytes(let a), .bytes(let b)): a.lexicographicallyPrecedes(b)
        case (.place, _): true
        case (.number, .bytes): true
        default: false
        }
    }
}
