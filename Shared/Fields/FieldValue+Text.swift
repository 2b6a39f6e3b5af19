extension FieldValue {
    /// The form in storage; for a boolean `true` or `false`, for a reference the record's id.
    public var canonicalText: String {
        switch self {
        case .text(let text), .code(let text): text
        case .boolean(let value): value ? "true" : "false"
        case .number(let number): number.canonical
        case .date(let date): date.canonical
        case .range(let range): range.canonical
        case .quantity(let quantity): quantity.canonical
        case .money(let money): money.canonical
        case .reference(let reference): reference.record.text
        case .unreadable: ""
        }
    }

    /// The value whose canonical form is exactly `text`; nil if that is none of `type`.
    ///
    /// Lines, addresses and telephone numbers are not checked: they are taken as they are.
    init?(canonical text: String, type: ScalarType) {
        switch type {
        case .text, .url, .email, .telephone: self = .text(text)
        case .enumeration: self = .code(text)
        case .number:
            guard let value = DecimalNumber(canonical: text) else { return nil }
            self = .number(value)
        case .date:
            guard let value = PartialDate(canonical: text) else { return nil }
            self = .date(value)
        case .range:
            guard let value = DateRange(canonical: text) else { return nil }
            self = .range(value)
        case .quantity:
            guard let value = Quantity(canonical: text) else { return nil }
            self = .quantity(value)
        case .money:
            guard let value = Money(canonical: text) else { return nil }
            self = .money(value)
        case .boolean, .reference: return nil
        }
    }

    /// Reads a number, a date, a quantity or money as people write it; `type` is one of these.
    init(parsing text: String, type: ScalarType, style: NumberStyle) throws(ValueError) {
        switch type {
        case .number: self = .number(try DecimalNumber(parsing: text, style: style))
        case .date: self = .date(try PartialDate(parsing: text))
        case .range: self = .range(try DateRange(parsing: text))
        case .quantity(let unit):
            self = .quantity(try Quantity(parsing: text, style: style, unit: unit))
        case .money: self = .money(try Money(parsing: text, style: style))
        case .text, .url, .email, .telephone, .enumeration, .boolean, .reference:
            self = .text(text)
        }
    }

    /// What people read.
    ///
    /// Text that people wrote is given as it is: make it ``printable(_:keepingLineFeeds:)``. The field's
    /// `type` has the labels of codes; `name` says what a record is called, nil when it is not here.
    public func display(
        in language: DisplayLanguage,
        type: ScalarType,
        name: (Reference) -> String?
    ) -> String {
        switch self {
        case .text(let text):
            guard case .telephone = type else { return text }
            return TelephoneNumber(canonical: text)?.display(in: language) ?? text
        case .code(let code):
            guard case .enumeration(let enumeration) = type else { return code }
            return enumeration.label(of: code, in: language)
        case .boolean(let value):
            return Labels(vi: value ? "có" : "không", en: value ? "yes" : "no")[language]
        case .number(let number): return number.display(in: language)
        case .date(let date): return date.display(in: language)
        case .range(let range): return range.display(in: language)
        case .quantity(let quantity): return quantity.display(in: language)
        case .money(let money): return money.display(in: language)
        case .reference(let reference): return name(reference) ?? "#" + reference.record.shortText
        case .unreadable(let bytes):
            if let text = bytes.writtenText { return text }
            let labels = Labels(vi: "(phiên bản mới hơn)", en: "(from a newer version)")
            return labels[language]
        }
    }
}

extension Quantity {
    /// Reads a quantity; a number alone counts in `unit`, if there is one.
    fileprivate init(
        parsing text: String,
        style: NumberStyle,
        unit: String?
    ) throws(ValueError) {
        let quantity = try Quantity(parsing: text, style: style, requiresUnit: unit == nil)
        guard let unit, quantity.unit.utf8.isEmpty else {
            self = quantity
            return
        }
        self = try Quantity(
            value: quantity.value,
            upper: quantity.upper,
            qualifier: quantity.qualifier,
            unit: unit
        )
    }
}
