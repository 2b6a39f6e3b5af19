// value = boolean / [collection, record's id] / text in canonical form

extension FieldValue {
    /// The value as a cell holds it.
    public var encoded: ArraySlice<UInt8> {
        var writer = CBORWriter(capacity: 32)
        encode(into: &writer)
        return writer.bytes[...]
    }

    /// Writes the value in its only encoding.
    public func encode(into writer: inout CBORWriter) {
        switch self {
        case .boolean(let value): writer.boolean(value)
        case .reference(let reference): writer.reference(reference)
        case .unreadable(let bytes): writer.raw(bytes)
        case .text(let text), .code(let text): writer.text(text)
        case .number, .date, .range, .quantity, .money: writer.text(canonicalText)
        }
    }

    /// The value of a cell; nil when it was cleared.
    ///
    /// What cannot be read as `type` is kept as ``FieldValue/unreadable(_:)``.
    public init?(cell bytes: ArraySlice<UInt8>, type: ScalarType) {
        if bytes.elementsEqual(CellLayout.null) { return nil }
        var reader = CBORReader(bytes)
        guard let value = FieldValue(from: &reader, type: type), reader.isAtEnd else {
            self = .unreadable(bytes)
            return
        }
        self = value
    }

    /// Reads a value that must be of `type`; nil if it is not, and the reader is of no further use.
    init?(from reader: inout CBORReader, type: ScalarType) {
        switch type {
        case .boolean:
            guard let value = try? reader.boolean() else { return nil }
            self = .boolean(value)
        case .reference:
            guard let reference = try? reader.reference() else { return nil }
            self = .reference(reference)
        default:
            guard let text = try? reader.text(limit: WireLimits.valueBytesMax) else { return nil }
            self.init(canonical: text, type: type)
        }
    }
}

extension CBORWriter {
    mutating func reference(_ value: Reference) {
        array(count: 2)
        unsigned(UInt64(value.collection))
        identifier(value.record)
    }
}

extension CBORReader {
    mutating func reference() throws(CBORError) -> Reference {
        try fields(2)
        return Reference(collection: try number(), record: try identifier())
    }
}
