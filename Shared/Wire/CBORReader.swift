/// Reads deterministic CBOR item by item from bytes that it does not copy.
///
/// It accepts exactly one encoding of each value (RFC 8949, section 4.2.1), and checks the order
/// of map keys by itself. Announced lengths and counts are compared with the caller's limit and
/// with the bytes that remain before anything is allocated. After a call has thrown, the reader
/// is of no further use.
public struct CBORReader: Sendable {
    /// The most containers that may be open inside each other.
    @inlinable public static var depthMax: Int { 16 }

    @usableFromInline let input: ArraySlice<UInt8>
    @usableFromInline var index: Int
    @usableFromInline var nesting = CBORNesting()

    @inlinable
    public init(_ bytes: [UInt8]) {
        self.init(bytes[...])
    }

    /// Reads a part of a larger buffer; positions and ranges are then indices of that buffer.
    @inlinable
    public init(_ bytes: ArraySlice<UInt8>) {
        input = bytes
        index = bytes.startIndex
    }

    /// The index of the next byte to read, in the collection that was given.
    @inlinable public var position: Int { index }

    /// True if no byte is left.
    @inlinable public var isAtEnd: Bool { index == input.endIndex }

    /// The bytes of `range`, which came from this reader; shares their storage.
    @inlinable
    public subscript(range: Range<Int>) -> ArraySlice<UInt8> { input[range] }

    /// Checks that the bytes end here, and that every container is complete.
    @inlinable
    public func finish() throws(CBORError) {
        guard index == input.endIndex else { throw .trailingBytes(at: index) }
        guard nesting.depth == 0 else { throw .truncated(at: nesting.innermost.start) }
    }
}

// MARK: - Items

extension CBORReader {
    @inlinable
    public mutating func unsigned() throws(CBORError) -> UInt64 {
        let start = index
        let value = try argument(0, .unsigned)
        try itemEnded(from: start)
        return value
    }

    /// Reads a negative number -1 - n, and returns n.
    @inlinable
    public mutating func negative() throws(CBORError) -> UInt64 {
        let start = index
        let value = try argument(1, .negative)
        try itemEnded(from: start)
        return value
    }

    /// Reads an integer of either sign.
    ///
    /// - Throws: ``CBORError/tooLarge(limit:at:)`` if it is outside of the range of `Int64`.
    @inlinable
    public mutating func integer() throws(CBORError) -> Int64 {
        let start = index
        let isNegative = index < input.endIndex && input[index] >> 5 == 1
        let value = isNegative ? try negative() : try unsigned()
        guard let magnitude = Int64(exactly: value) else {
            throw .tooLarge(limit: UInt64(Int64.max), at: start)
        }
        return isNegative ? ~magnitude : magnitude
    }

    /// Reads a byte string of at most `limit` bytes, and returns where its content is.
    @inlinable
    public mutating func byteSlice(limit: Int) throws(CBORError) -> Range<Int> {
        let start = index
        let content = try stringContent(2, .bytes, limit: limit)
        try itemEnded(from: start)
        return content
    }

    /// Reads a byte string of at most `limit` bytes.
    @inlinable
    public mutating func bytes(limit: Int) throws(CBORError) -> [UInt8] {
        Array(input[try byteSlice(limit: limit)])
    }

    /// Reads a text string of at most `limit` bytes, and returns where its UTF-8 is.
    @inlinable
    public mutating func textSlice(limit: Int) throws(CBORError) -> Range<Int> {
        let start = index
        let content = try stringContent(3, .text, limit: limit)
        guard firstInvalidUTF8(in: input[content]) == nil else { throw .invalidUTF8(at: start) }
        try itemEnded(from: start)
        return content
    }

    /// Reads a text string of at most `limit` bytes of UTF-8.
    @inlinable
    public mutating func text(limit: Int) throws(CBORError) -> String {
        String(decoding: input[try textSlice(limit: limit)], as: UTF8.self)
    }

    /// Begins an array of at most `limit` items, and returns how many follow.
    @inlinable
    public mutating func arrayCount(limit: Int) throws(CBORError) -> Int {
        let start = index
        return try containerBegan(at: start, try argument(4, .array), limit: limit, isMap: false)
    }

    /// Begins a map of at most `limit` pairs, and returns how many follow, each key then value.
    @inlinable
    public mutating func mapCount(limit: Int) throws(CBORError) -> Int {
        let start = index
        return try containerBegan(at: start, try argument(5, .map), limit: limit, isMap: true)
    }

    @inlinable
    public mutating func boolean() throws(CBORError) -> Bool {
        let initial = try initialByte()
        guard initial == 0xf4 || initial == 0xf5 else { throw mismatch(.boolean) }
        index += 1
        try itemEnded(from: index - 1)
        return initial == 0xf5
    }

    /// True if the next item is null; does not read it.
    @inlinable public var isNull: Bool { index < input.endIndex && input[index] == 0xf6 }

    @inlinable
    public mutating func null() throws(CBORError) {
        guard try initialByte() == 0xf6 else { throw mismatch(.null) }
        index += 1
        try itemEnded(from: index - 1)
    }
}
