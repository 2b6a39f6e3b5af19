/// Walks through the bytes of a stored record and takes out only what is asked for.
///
/// For bytes that were checked when they were stored: what is skipped is not checked again. It never
/// reads beyond the bytes, whatever they are.
struct FrameScanner {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Where the next item begins.
    var position: Int { index }

    /// The next item's major type and argument; nil at the end, or for what frames do not have.
    private mutating func head() -> (major: UInt8, argument: UInt64)? {
        guard index < bytes.count else { return nil }
        let initial = bytes[index]
        index += 1
        let short = initial & 0x1F
        if short < 24 { return (initial >> 5, UInt64(short)) }
        guard short < 28 else { return nil }
        let width = 1 << Int(short - 24)
        guard bytes.count - index >= width else { return nil }
        var value: UInt64 = 0
        for byte in bytes[index..<(index + width)] { value = value << 8 | UInt64(byte) }
        index += width
        return (initial >> 5, value)
    }

    /// A count of bytes or items, each of which takes a byte at least, so that no more than what is
    /// left can be meant.
    private func length(_ argument: UInt64) -> Int? {
        argument <= UInt64(bytes.count - index) ? Int(argument) : nil
    }

    mutating func unsigned() -> UInt64? {
        guard let head = head(), head.major == 0 else { return nil }
        return head.argument
    }

    mutating func array() -> Int? {
        guard let head = head(), head.major == 4 else { return nil }
        return length(head.argument)
    }

    mutating func string() -> ArraySlice<UInt8>? {
        guard let head = head(), head.major == 2, let count = length(head.argument) else {
            return nil
        }
        index += count
        return bytes[(index - count)..<index]
    }

    /// Passes over one item with all that is inside it, and gives its bytes.
    mutating func item() -> ArraySlice<UInt8>? {
        guard let end = Self.end(ofItemAt: index, in: bytes.span) else { return nil }
        defer { index = end }
        return bytes[index..<end]
    }

    /// Where the item at `start` ends, with all that is inside it; nil where the bytes end before.
    static func end(ofItemAt start: Int, in bytes: Span<UInt8>) -> Int? {
        var index = start
        var open = 1
        while open > 0 {
            guard index < bytes.count else { return nil }
            let initial = bytes[index]
            index += 1
            open -= 1
            var argument = Int(initial & 0x1F)
            if argument >= 24 {
                guard argument < 28 else { return nil }
                let width = 1 << (argument - 24)
                guard bytes.count - index >= width else { return nil }
                var value: UInt64 = 0
                for offset in index..<(index + width) { value = value << 8 | UInt64(bytes[offset]) }
                index += width
                argument = Int(clamping: value)
            }
            switch initial >> 5 {
            case 2, 3:
                guard bytes.count - index >= argument else { return nil }
                index += argument
            case 4, 5:
                // Every item takes one byte at least.
                guard bytes.count - index >= argument else { return nil }
                open += initial >> 5 == 5 ? 2 * argument : argument
            default: break
            }
        }
        return index
    }

    /// A cell's address.
    mutating func cell() -> (field: UInt16, sub: ArraySlice<UInt8>)? {
        guard let head = head() else { return nil }
        if head.major == 0 { return UInt16(exactly: head.argument).map { ($0, []) } }
        guard head.major == 4, head.argument == 2,
            let field = unsigned().flatMap({ UInt16(exactly: $0) }), let sub = string()
        else { return nil }
        return (field, sub)
    }

    /// A cell's address; without its sub-key where its field is not `wanted`.
    mutating func key(where wanted: (UInt16) -> Bool) -> (key: CellKey, isWanted: Bool)? {
        guard let cell = cell() else { return nil }
        let isWanted = wanted(cell.field)
        return (CellKey(field: cell.field, sub: isWanted ? Array(cell.sub) : []), isWanted)
    }
}
