extension FieldValue {
    /// The value as `show --json` prints it.
    public func json(in schema: Schema) -> JSONValue {
        switch self {
        case .text(let text), .code(let text): .string(text)
        case .boolean(let value): .boolean(value)
        case .number, .date, .range: .string(canonicalText)
        case .reference(let reference): .string(reference.text(in: schema))
        case .quantity(let quantity): quantity.json
        case .money(let money): money.json
        case .unreadable(let bytes):
            .object(
                [.init(key: "unreadable", value: .string(bytes.hexadecimal))]
                    + (bytes.writtenText.map { [.init(key: "text", value: .string($0))] } ?? [])
            )
        }
    }
}

extension Quantity {
    fileprivate var json: JSONValue {
        var members = [JSONValue.Member(key: "value", value: .string(value.canonical))]
        if let upper { members.append(.init(key: "upper", value: .string(upper.canonical))) }
        members.append(.init(key: "unit", value: .string(unit)))
        members.append(.init(key: "qualifier", value: .string(qualifier.code)))
        return .object(members)
    }
}

extension Money {
    fileprivate var json: JSONValue {
        .object([
            .init(key: "amount", value: .string(amount.canonical)),
            .init(key: "currency", value: .string(currency.code)),
            .init(key: "qualifier", value: .string(qualifier.code)),
        ])
    }
}

extension ArraySlice<UInt8> {
    /// The text in a cell whose field has another type by now; nil for what is no text.
    var writtenText: String? {
        var reader = CBORReader(self)
        guard let text = try? reader.text(limit: WireLimits.valueBytesMax), reader.isAtEnd else {
            return nil
        }
        return text
    }
}

extension Sequence<UInt8> {
    /// Two lower-case digits for each byte.
    var hexadecimal: String {
        var text: [UInt8] = []
        for byte in self { JSONWriter.appendHexadecimal(byte, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }
}
