// MARK: - Decode

extension CBORValue {
    /// Decodes `bytes`, which hold one item and nothing else.
    public static func decode(_ bytes: [UInt8]) throws(CBORError) -> CBORValue {
        var reader = CBORReader(bytes)
        let value = try CBORValue(from: &reader)
        try reader.finish()
        return value
    }

    /// Reads the next item; it is at most ``CBORReader/depthMax`` containers deep.
    public init(from reader: inout CBORReader) throws(CBORError) {
        switch try reader.peekType() {
        case .unsigned: self = .unsigned(try reader.unsigned())
        case .negative: self = .negative(try reader.negative())
        case .bytes: self = .bytes(try reader.bytes(limit: .max))
        case .text: self = .text(try reader.text(limit: .max))
        case .boolean: self = .boolean(try reader.boolean())
        case .array:
            var items: [CBORValue] = []
            for _ in 0..<(try reader.arrayCount(limit: .max)) {
                items.append(try CBORValue(from: &reader))
            }
            self = .array(items)
        case .map:
            var pairs: [Pair] = []
            for _ in 0..<(try reader.mapCount(limit: .max)) {
                let key = try CBORValue(from: &reader)
                pairs.append(Pair(key: key, value: try CBORValue(from: &reader)))
            }
            self = .map(pairs)
        case .null:
            try reader.null()
            self = .null
        }
    }
}

// MARK: - Encode

extension CBORValue {
    /// The deterministic encoding; maps are sorted if they were not.
    ///
    /// - Throws: ``CBORError/notDeterministic(at:)`` if a map has a key twice,
    ///   ``CBORError/tooDeep(at:)`` above ``CBORReader/depthMax``; the offset is that in the output.
    public func encoded() throws(CBORError) -> [UInt8] {
        var writer = CBORWriter()
        try encode(into: &writer)
        return writer.bytes
    }

    /// Appends the deterministic encoding to `writer`; see ``encoded()``.
    ///
    /// After an error, the writer ends inside of an item.
    public func encode(into writer: inout CBORWriter) throws(CBORError) {
        try encode(into: &writer, depthLeft: CBORReader.depthMax)
    }

    private func encode(
        into writer: inout CBORWriter,
        depthLeft: Int
    ) throws(CBORError) {
        switch self {
        case .unsigned(let value): writer.unsigned(value)
        case .negative(let value): writer.negative(value)
        case .bytes(let value): writer.bytes(value)
        case .text(let value): writer.text(value)
        case .boolean(let value): writer.boolean(value)
        case .null: writer.null()
        case .array(let items):
            guard depthLeft > 0 else { throw .tooDeep(at: writer.count) }
            writer.array(count: items.count)
            for item in items { try item.encode(into: &writer, depthLeft: depthLeft - 1) }
        case .map(let pairs):
            guard depthLeft > 0 else { throw .tooDeep(at: writer.count) }
            let keys = try Self.encodedKeys(of: pairs, depthLeft: depthLeft - 1, at: writer.count)
            writer.map(count: pairs.count)
            for key in keys {
                writer.raw(key.bytes)
                try pairs[key.index].value.encode(into: &writer, depthLeft: depthLeft - 1)
            }
        }
    }

    /// The encoded keys of `pairs` in ascending order, each with the index of its pair.
    static func encodedKeys(
        of pairs: [Pair],
        depthLeft: Int = CBORReader.depthMax - 1,
        at offset: Int = 0
    ) throws(CBORError) -> [(bytes: [UInt8], index: Int)] {
        var keys: [(bytes: [UInt8], index: Int)] = []
        for (index, pair) in pairs.enumerated() {
            var writer = CBORWriter()
            try pair.key.encode(into: &writer, depthLeft: depthLeft)
            keys.append((writer.bytes, index))
        }
        keys.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        for (key, next) in zip(keys, keys.dropFirst()) where key.bytes == next.bytes {
            throw .notDeterministic(at: offset)
        }
        return keys
    }
}
