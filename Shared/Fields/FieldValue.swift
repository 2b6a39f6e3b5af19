/// A single value of a field, of a set's element or part, or of a claim.
public enum FieldValue: Sendable {
    /// One line, an address, a telephone number, or a long text.
    case text(String)
    /// The code of an enumeration or of a lifecycle; it may be one of a newer schema.
    case code(String)
    case boolean(Bool)
    case number(DecimalNumber)
    case date(PartialDate)
    case range(DateRange)
    case quantity(Quantity)
    case money(Money)
    case reference(Reference)
    /// CBOR that this program cannot read as the field's type: a newer one has written it.
    case unreadable(ArraySlice<UInt8>)
}

extension FieldValue: Equatable {
    /// Values are equal if their encodings are.
    public static func == (left: FieldValue, right: FieldValue) -> Bool {
        left.encoded == right.encoded
    }
}

extension FieldValue {
    /// The record that the value leads to; nil for any other value.
    public var reference: Reference? {
        if case .reference(let reference) = self { reference } else { nil }
    }
}
