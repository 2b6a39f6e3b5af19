// MARK: - Items of any type

extension CBORReader {
    /// The type of the next item; does not read it.
    @inlinable
    public func peekType() throws(CBORError) -> CBORType {
        let initial = try initialByte()
        switch initial >> 5 {
        case 0: return .unsigned
        case 1: return .negative
        case 2: return .bytes
        case 3: return .text
        case 4: return .array
        case 5: return .map
        default: break
        }
        switch initial {
        case 0xf4, 0xf5: return .boolean
        case 0xf6: return .null
        case 0xf9, 0xfa, 0xfb, 0xff: throw .notDeterministic(at: index)
        default: throw .unsupported(at: index)
        }
    }

    /// Reads one item of any type with all that is inside it, as strictly as the other calls.
    ///
    /// - Parameter depthLimit: The most containers inside each other in this item; the containers
    ///   already open count as well towards ``depthMax``.
    /// - Returns: Where the encoding of the item is.
    /// - Throws: ``CBORError/tooDeep(at:)`` above the limit, and what the calls for each type throw.
    public mutating func skip(depthLimit: Int = depthMax) throws(CBORError) -> Range<Int> {
        let start = index
        let depth = nesting.depth
        repeat {
            switch try peekType() {
            case .unsigned: _ = try unsigned()
            case .negative: _ = try negative()
            case .bytes: _ = try byteSlice(limit: .max)
            case .text: _ = try textSlice(limit: .max)
            case .boolean: _ = try boolean()
            case .null: try null()
            case .array:
                guard nesting.depth - depth < depthLimit else { throw .tooDeep(at: index) }
                _ = try arrayCount(limit: .max)
            case .map:
                guard nesting.depth - depth < depthLimit else { throw .tooDeep(at: index) }
                _ = try mapCount(limit: .max)
            }
        } while nesting.depth > depth
        return start..<index
    }

    /// Reads one item of any type as ``skip(depthLimit:)`` does.
    ///
    /// - Returns: The item's encoding; shares the storage.
    /// - Throws: What ``skip(depthLimit:)`` throws.
    public mutating func item() throws(CBORError) -> ArraySlice<UInt8> {
        let range = try skip()
        return self[range]
    }

    /// Reads a byte string.
    ///
    /// - Parameter limit: The most bytes that it may have.
    /// - Returns: Its content; shares the storage.
    /// - Throws: What ``byteSlice(limit:)`` throws.
    public mutating func content(limit: Int) throws(CBORError) -> ArraySlice<UInt8> {
        let range = try byteSlice(limit: limit)
        return self[range]
    }
}

// MARK: - Parts of an item

extension CBORReader {
    @inlinable
    func initialByte() throws(CBORError) -> UInt8 {
        guard index < input.endIndex else { throw .truncated(at: index) }
        return input[index]
    }

    /// Reads the head of an item of major type `major`, and returns its argument.
    @inlinable
    mutating func argument(_ major: UInt8, _ type: CBORType) throws(CBORError) -> UInt64 {
        let initial = try initialByte()
        guard initial >> 5 == major else { throw mismatch(type) }
        let short = initial & 0x1f
        if short < 24 {
            index += 1
            return UInt64(short)
        }
        return try longArgument(short, isIndefiniteAllowed: major >= 2)
    }

    /// Reads the head at `index` with an argument outside of the initial byte.
    @usableFromInline
    mutating func longArgument(
        _ short: UInt8,
        isIndefiniteAllowed: Bool
    ) throws(CBORError) -> UInt64 {
        let shorterMax: UInt64
        switch short {
        case 24: shorterMax = 23
        case 25: shorterMax = 0xff
        case 26: shorterMax = 0xffff
        case 27: shorterMax = 0xffff_ffff
        case 31 where isIndefiniteAllowed: throw .notDeterministic(at: index)
        default: throw .unsupported(at: index)
        }
        let width = 1 << Int(short - 24)
        guard input.endIndex - index > width else { throw .truncated(at: index) }
        var value: UInt64 = 0
        for offset in 1...width { value = value << 8 | UInt64(input[index + offset]) }
        guard value > shorterMax else { throw .notDeterministic(at: index) }
        index += 1 + width
        return value
    }

    /// Reads a string of major type `major` and returns where its content is.
    @inlinable
    mutating func stringContent(
        _ major: UInt8,
        _ type: CBORType,
        limit: Int
    ) throws(CBORError) -> Range<Int> {
        let start = index
        let length = try argument(major, type)
        guard length <= UInt64(clamping: limit) else {
            throw .tooLarge(limit: UInt64(clamping: limit), at: start)
        }
        guard length <= UInt64(input.endIndex - index) else { throw .truncated(at: start) }
        let content = index..<(index + Int(length))
        index = content.upperBound
        return content
    }

    /// Opens the container whose head, from `start` to `index`, announces `count`.
    @inlinable
    mutating func containerBegan(
        at start: Int,
        _ count: UInt64,
        limit: Int,
        isMap: Bool
    ) throws(CBORError) -> Int {
        guard nesting.depth < Self.depthMax else { throw .tooDeep(at: start) }
        guard count <= UInt64(clamping: limit) else {
            throw .tooLarge(limit: UInt64(clamping: limit), at: start)
        }
        // Every item takes one byte at least, so the count cannot exceed what remains.
        let itemsMax = UInt64(input.endIndex - index)
        guard count <= (isMap ? itemsMax / 2 : itemsMax) else { throw .truncated(at: start) }
        let count = Int(count)
        if count == 0 {
            try itemEnded(from: start)
        } else {
            nesting.open(at: start, isMap: isMap, items: isMap ? 2 * count : count)
        }
        return count
    }

    /// Counts the item from `start` to `index`, and checks it if it is a map key.
    @inlinable
    mutating func itemEnded(from start: Int) throws(CBORError) {
        if let offender = nesting.complete(from: start, to: index, in: input) {
            throw .notDeterministic(at: offender)
        }
    }

    /// The error for an item that is not a `wanted`, or not of our profile at all.
    @usableFromInline
    func mismatch(_ wanted: CBORType) -> CBORError {
        do throws(CBORError) {
            return .unexpected(found: try peekType(), wanted: wanted, at: index)
        } catch {
            return error
        }
    }
}
