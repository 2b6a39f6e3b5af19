extension JSONValue {
    /// A CBOR item in JSON.
    ///
    /// Text, booleans, null and arrays are what they are in JSON. Integers beyond ±(2^53 − 1), which
    /// many programs round, are strings of their digits. Byte strings are `{"hex": "…"}`. A map whose
    /// keys are all text is an object; one whose keys are all integers is an object with their digits
    /// as names; any other map is an array of pairs `[key, value]`.
    public init(_ value: CBORValue) {
        switch value {
        case .unsigned(let number):
            self = Self.isExact(number) ? .unsigned(number) : .string(value.diagnostic)
        case .negative(let number):
            // The number is -1 - number.
            self =
                number < WireLimits.counterMax
                ? .integer(~Int64(number)) : .string(value.diagnostic)
        case .bytes(let bytes): self = .hex(bytes)
        case .text(let text): self = .string(text)
        case .boolean(let value): self = .boolean(value)
        case .null: self = .null
        case .array(let items): self = .list(items) { JSONValue($0) }
        case .map(let pairs): self = Self.map(pairs)
        }
    }

    /// The CBOR item that `bytes` hold; their digits when they hold no item.
    static func item(_ bytes: ArraySlice<UInt8>) -> JSONValue {
        var reader = CBORReader(bytes)
        do throws(CBORError) {
            let value = try CBORValue(from: &reader)
            try reader.finish()
            return JSONValue(value)
        } catch {
            return .hex(bytes)
        }
    }

    private static func isExact(_ number: UInt64) -> Bool { number <= WireLimits.counterMax }

    private static func map(_ pairs: [CBORValue.Pair]) -> JSONValue {
        let names = pairs.compactMap { pair -> String? in
            if case .text(let text) = pair.key { text } else { nil }
        }
        if names.count == pairs.count { return object(names, pairs) }
        let numbers = pairs.compactMap { pair -> String? in
            switch pair.key {
            case .unsigned, .negative: pair.key.diagnostic
            default: nil
            }
        }
        if numbers.count == pairs.count { return object(numbers, pairs) }
        return .list(pairs) { .array([JSONValue($0.key), JSONValue($0.value)]) }
    }

    private static func object(_ names: [String], _ pairs: [CBORValue.Pair]) -> JSONValue {
        .object(zip(names, pairs).map { Member(key: $0, value: JSONValue($1.value)) })
    }
}
