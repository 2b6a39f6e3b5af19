/// Appends items in deterministic CBOR to a buffer (RFC 8949, section 4.2.1).
///
/// Lengths and integers always take their shortest form. The caller writes as many items as
/// each `array(count:)` and twice as many as each `map(count:)` announces, and the keys of a map
/// in ascending order of their encodings; debug builds stop at a key that breaks the order.
public struct CBORWriter: Sendable {
    @usableFromInline var buffer: [UInt8]
    #if DEBUG
    @usableFromInline var nesting = CBORNesting()
    #endif

    /// An empty writer with room for `capacity` bytes.
    @inlinable
    public init(capacity: Int = 0) {
        buffer = []
        buffer.reserveCapacity(capacity)
    }

    /// Everything written so far.
    @inlinable public var bytes: [UInt8] { buffer }

    /// The number of bytes written so far.
    @inlinable public var count: Int { buffer.count }

    /// Forgets everything written so far.
    @inlinable
    public mutating func removeAll(keepingCapacity: Bool = true) {
        buffer.removeAll(keepingCapacity: keepingCapacity)
        #if DEBUG
        nesting = CBORNesting()
        #endif
    }
}

// MARK: - Items

extension CBORWriter {
    @inlinable
    public mutating func unsigned(_ value: UInt64) {
        let start = buffer.count
        head(0x00, value)
        itemEnded(from: start)
    }

    /// The number -1 - `value`: every negative number that CBOR can hold without a tag.
    @inlinable
    public mutating func negative(_ value: UInt64) {
        let start = buffer.count
        head(0x20, value)
        itemEnded(from: start)
    }

    @inlinable
    public mutating func integer(_ value: Int64) {
        if value >= 0 {
            unsigned(UInt64(bitPattern: value))
        } else {
            negative(UInt64(bitPattern: ~value))
        }
    }

    @inlinable
    public mutating func bytes(_ value: [UInt8]) {
        let start = buffer.count
        head(0x40, UInt64(value.count))
        buffer.append(contentsOf: value)
        itemEnded(from: start)
    }

    @inlinable
    public mutating func bytes(_ value: ArraySlice<UInt8>) {
        let start = buffer.count
        head(0x40, UInt64(value.count))
        buffer.append(contentsOf: value)
        itemEnded(from: start)
    }

    @inlinable
    public mutating func bytes(_ value: some Collection<UInt8>) {
        let start = buffer.count
        head(0x40, UInt64(value.count))
        buffer.append(contentsOf: value)
        itemEnded(from: start)
    }

    @inlinable
    public mutating func text(_ value: String) {
        let start = buffer.count
        let utf8 = value.utf8
        head(0x60, UInt64(utf8.count))
        buffer.append(contentsOf: utf8)
        itemEnded(from: start)
    }

    /// Begins an array; the next `count` items belong to it.
    @inlinable
    public mutating func array(count: Int) {
        let start = buffer.count
        head(0x80, UInt64(count))
        containerBegan(at: start, isMap: false, items: count)
    }

    /// Begins a map; the next `count` pairs of a key and a value belong to it.
    @inlinable
    public mutating func map(count: Int) {
        let start = buffer.count
        head(0xa0, UInt64(count))
        containerBegan(at: start, isMap: true, items: 2 * count)
    }

    @inlinable
    public mutating func boolean(_ value: Bool) {
        buffer.append(value ? 0xf5 : 0xf4)
        itemEnded(from: buffer.count - 1)
    }

    @inlinable
    public mutating func null() {
        buffer.append(0xf6)
        itemEnded(from: buffer.count - 1)
    }

    /// Appends whole items, none or more, that are already in the deterministic encoding.
    ///
    /// Only debug builds check that they are.
    @inlinable
    public mutating func raw(_ items: [UInt8]) {
        let start = buffer.count
        buffer.append(contentsOf: items)
        rawEnded(from: start)
    }

    /// Appends whole items, none or more, that are already in the deterministic encoding.
    ///
    /// Only debug builds check that they are.
    @inlinable
    public mutating func raw(_ items: ArraySlice<UInt8>) {
        let start = buffer.count
        buffer.append(contentsOf: items)
        rawEnded(from: start)
    }
}

// MARK: - Heads

extension CBORWriter {
    /// Appends an initial byte of major type `major` (in the upper three bits) and its argument.
    @inlinable
    mutating func head(_ major: UInt8, _ argument: UInt64) {
        if argument < 24 {
            buffer.append(major | UInt8(truncatingIfNeeded: argument))
        } else if argument <= 0xff {
            buffer.append(major | 24)
            buffer.append(UInt8(truncatingIfNeeded: argument))
        } else {
            longHead(major, argument)
        }
    }

    /// The same for an argument that takes two, four or eight bytes.
    @usableFromInline
    mutating func longHead(_ major: UInt8, _ argument: UInt64) {
        var shift: UInt64
        if argument <= 0xffff {
            buffer.append(major | 25)
            shift = 16
        } else if argument <= 0xffff_ffff {
            buffer.append(major | 26)
            shift = 32
        } else {
            buffer.append(major | 27)
            shift = 64
        }
        while shift > 0 {
            shift -= 8
            buffer.append(UInt8(truncatingIfNeeded: argument >> shift))
        }
    }
}

// MARK: - Checks in debug builds

extension CBORWriter {
    @inlinable
    mutating func itemEnded(from start: Int) {
        #if DEBUG
        let offender = nesting.complete(from: start, to: buffer.count, in: buffer[...])
        precondition(offender == nil, "map keys are written in ascending order, each once")
        #endif
    }

    @inlinable
    mutating func containerBegan(at start: Int, isMap: Bool, items: Int) {
        #if DEBUG
        if items == 0 {
            itemEnded(from: start)
        } else {
            nesting.open(at: start, isMap: isMap, items: items)
        }
        #endif
    }

    @inlinable
    mutating func rawEnded(from start: Int) {
        #if DEBUG
        var reader = CBORReader(buffer[start...])
        while !reader.isAtEnd {
            guard let item = try? reader.skip() else {
                preconditionFailure("raw bytes are whole items in the deterministic encoding")
            }
            let offender = nesting.complete(
                from: item.lowerBound,
                to: item.upperBound,
                in: buffer[...]
            )
            precondition(offender == nil, "map keys are written in ascending order, each once")
        }
        #endif
    }
}
