// What a store keeps as bytes beside records and changes: in the form that messages use.

extension VersionVector {
    /// The vector in deterministic CBOR: replica, counter, flat and sorted by replica.
    public var bytes: [UInt8] {
        var writer = CBORWriter(capacity: 4 + entries.count * 22)
        writer.vector(self)
        return writer.bytes
    }

    /// Reads a vector.
    ///
    /// - Throws: `CBORError` when the bytes are damaged or over a limit.
    public init(bytes: [UInt8]) throws(CBORError) {
        var reader = CBORReader(bytes)
        self = try reader.vector()
        try reader.finish()
    }
}

extension Fork {
    /// The fork in deterministic CBOR.
    public var bytes: [UInt8] {
        var writer = CBORWriter(capacity: 56)
        writer.fork(self)
        return writer.bytes
    }

    /// Reads a fork.
    ///
    /// - Throws: `CBORError` when the bytes are damaged.
    public init(bytes: [UInt8]) throws(CBORError) {
        var reader = CBORReader(bytes)
        self = try reader.fork()
        try reader.finish()
    }
}

extension Rename {
    /// A change's renamings in deterministic CBOR, in their order.
    public static func bytes(of renames: [Rename]) -> [UInt8] {
        var writer = CBORWriter(capacity: 4 + renames.count * 48)
        writer.list(renames) { $0.rename($1) }
        return writer.bytes
    }

    /// Reads a change's renamings.
    ///
    /// - Throws: `CBORError` when the bytes are damaged or over a limit.
    public static func list(bytes: [UInt8]) throws(CBORError) -> [Rename] {
        var reader = CBORReader(bytes)
        let result = try reader.list(limit: WireLimits.renamesMax) {
            (reader: inout CBORReader) throws(CBORError) in try reader.rename()
        }
        try reader.finish()
        return result
    }
}

extension Dot {
    /// Dots in deterministic CBOR: replica, counter, flat and in their order.
    public static func bytes(of dots: [Dot]) -> [UInt8] {
        var writer = CBORWriter(capacity: 4 + dots.count * 22)
        writer.array(count: dots.count * 2)
        for dot in dots {
            writer.identifier(dot.replica)
            writer.unsigned(dot.counter)
        }
        return writer.bytes
    }

    /// Reads dots.
    ///
    /// - Throws: `CBORError` when the bytes are damaged or over a limit.
    public static func list(bytes: [UInt8]) throws(CBORError) -> [Dot] {
        var reader = CBORReader(bytes)
        let start = reader.position
        let count = try reader.arrayCount(limit: WireLimits.itemsMax * 2)
        guard count.isMultiple(of: 2) else { throw .unsupported(at: start) }
        var result: [Dot] = []
        for _ in 0..<count / 2 {
            result.append(Dot(try reader.identifier(), try reader.unsigned()))
        }
        try reader.finish()
        return result
    }
}
