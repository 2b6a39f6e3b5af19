/// The containers that are open at one point of a CBOR item, and the last key of each map.
///
/// It lets a reader that is called item by item know which items are map keys, so that their
/// order is checked without the caller's help (RFC 8949 section 4.2.1: keys ascend in the
/// bytewise lexicographic order of their encodings, which also excludes duplicates).
@usableFromInline
struct CBORNesting: Sendable {
    /// One open container.
    @usableFromInline
    struct Level: Sendable {
        /// Where the item of the container itself begins.
        @usableFromInline let start: Int
        @usableFromInline let isMap: Bool
        /// Items still to come: keys and values counted apart, so it is even before each key.
        @usableFromInline var remaining: Int
        /// The encoding of the previous key; empty before the first.
        @usableFromInline var previousKey: Range<Int>

        @inlinable
        init(start: Int, isMap: Bool, remaining: Int) {
            self.start = start
            self.isMap = isMap
            self.remaining = remaining
            previousKey = start..<start
        }
    }

    /// How many containers are open.
    @usableFromInline var depth = 0
    /// The innermost one; without meaning while `depth` is 0.
    @usableFromInline var innermost = Level(start: 0, isMap: false, remaining: 0)
    /// The others, outermost first, kept apart so that a flat item allocates nothing.
    @usableFromInline var outer: [Level] = []

    @inlinable
    init() {}

    /// Opens a container that begins at `start` and holds `items` items, more than none.
    @inlinable
    mutating func open(at start: Int, isMap: Bool, items: Int) {
        if depth > 0 { outer.append(innermost) }
        innermost = Level(start: start, isMap: isMap, remaining: items)
        depth += 1
    }

    /// Counts the item in `bytes` from `start` to `end`, and each container that it completes.
    ///
    /// - Returns: Where the first key begins that is not above the key before it; else nil.
    @inlinable
    mutating func complete(from start: Int, to end: Int, in bytes: ArraySlice<UInt8>) -> Int? {
        var start = start
        while depth > 0 {
            if innermost.isMap && innermost.remaining & 1 == 0 {
                let key = start..<end
                guard Self.precedes(innermost.previousKey, key, in: bytes) else { return start }
                innermost.previousKey = key
            }
            innermost.remaining -= 1
            if innermost.remaining > 0 { return nil }
            start = innermost.start
            depth -= 1
            if let parent = outer.popLast() { innermost = parent }
        }
        return nil
    }

    /// True if the bytes at `left` are before those at `right`; an empty range is before all.
    @inlinable
    static func precedes(
        _ left: Range<Int>,
        _ right: Range<Int>,
        in bytes: ArraySlice<UInt8>
    ) -> Bool {
        var (index, other) = (left.lowerBound, right.lowerBound)
        while index < left.upperBound && other < right.upperBound {
            let (byte, otherByte) = (bytes[index], bytes[other])
            if byte != otherByte { return byte < otherByte }
            index += 1
            other += 1
        }
        return index == left.upperBound && other < right.upperBound
    }
}
