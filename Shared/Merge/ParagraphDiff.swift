/// Which paragraphs two texts have in common, in order.
enum ParagraphDiff {
    /// Above this many paragraphs between the common beginning and end, only those two count.
    static let paragraphsMax = 20_000
    /// Above this many differences, only the common beginning and end count.
    static let differencesMax = 1024
    /// Above this many steps of the search, only the common beginning and end count.
    static let stepsMax = 4_000_000

    /// A longest common subsequence of paragraphs, or less where finding it costs too much.
    ///
    /// Time and memory are bounded by the limits above, whatever the texts are.
    ///
    /// Source: Myers, "An O(ND) Difference Algorithm and Its Variations", 1986.
    static func blocks(from base: Paragraphs, to text: Paragraphs) -> [LongText.Block] {
        let shorter = min(base.count, text.count)
        var start = 0
        while start < shorter, base[start] == text[start] { start += 1 }
        var end = 0
        while end < shorter - start, base[base.count - 1 - end] == text[text.count - 1 - end] {
            end += 1
        }
        var blocks: [LongText.Block] = []
        blocks.append(base: 0, text: 0, length: start)
        let baseMiddle = start..<(base.count - end)
        let textMiddle = start..<(text.count - end)
        if max(baseMiddle.count, textMiddle.count) <= paragraphsMax {
            let common = CommonParagraphs(base, baseMiddle, text, textMiddle)
            for match in common.matches() {
                blocks.append(base: match.base, text: match.text, length: 1)
            }
        }
        blocks.append(base: base.count - end, text: text.count - end, length: end)
        return blocks
    }

    /// What remains of the blocks from `a` to `b` after those from `b` to `c`, as blocks from `a`
    /// to `c`.
    static func composed(
        _ first: [LongText.Block],
        _ second: [LongText.Block]
    ) -> [LongText.Block] {
        var result: [LongText.Block] = []
        var i = 0
        var j = 0
        while i < first.count, j < second.count {
            let a = first[i]
            let b = second[j]
            let low = max(a.text.lowerBound, b.base.lowerBound)
            let high = min(a.text.upperBound, b.base.upperBound)
            if low < high {
                result.append(
                    base: a.base.lowerBound + (low - a.text.lowerBound),
                    text: b.text.lowerBound + (low - b.base.lowerBound),
                    length: high - low
                )
            }
            if a.text.upperBound <= b.base.upperBound { i += 1 } else { j += 1 }
        }
        return result
    }
}

/// The search for the fewest insertions and deletions that make one text of another.
private struct EditSearch {
    private let base: [Int32]
    private let text: [Int32]
    /// How far into the base one gets: for each number of differences d from 0, and for each of
    /// its d + 1 diagonals from -d to d in steps of 2; -1 where there is no way.
    private var furthest: [Int32] = []

    init(_ base: [Int32], _ text: [Int32]) {
        self.base = base
        self.text = text
    }

    /// The places that match; none if the search exceeds a limit.
    mutating func matches() -> [(base: Int, text: Int)] {
        guard !base.isEmpty, !text.isEmpty, let differences = leastDifferences() else { return [] }
        var result: [(base: Int, text: Int)] = []
        var x = base.count
        var index = (base.count - text.count + differences) / 2
        for d in stride(from: differences, through: 0, by: -1) {
            let entry = entry(d, index)
            while x > entry.x {
                x -= 1
                result.append((x, x - (2 * index - d)))
            }
            if !entry.isInsertion {
                x -= 1
                index -= 1
            }
        }
        result.reverse()
        return result
    }

    private mutating func leastDifferences() -> Int? {
        var steps = 0
        for d in 0...ParagraphDiff.differencesMax {
            for index in 0...d {
                var x = entry(d, index).x
                if x >= 0 {
                    var y = x - (2 * index - d)
                    steps += 1
                    while x < base.count, y < text.count, base[x] == text[y] {
                        x += 1
                        y += 1
                        steps += 1
                    }
                    if x == base.count, y == text.count { return d }
                    if steps > ParagraphDiff.stepsMax { return nil }
                }
                furthest.append(Int32(truncatingIfNeeded: x))
            }
        }
        return nil
    }

    /// Where the path with `d` differences enters its `index`th diagonal, and by what kind of step.
    private func entry(_ d: Int, _ index: Int) -> (x: Int, isInsertion: Bool) {
        guard d > 0 else { return (0, true) }
        let row = d * (d - 1) / 2
        var inserted = index < d ? Int(furthest[row + index]) : -1
        if inserted - (2 * index - d) > text.count { inserted = -1 }
        var deleted = index > 0 ? Int(furthest[row + index - 1]) : -1
        deleted = deleted < 0 || deleted == base.count ? -1 : deleted + 1
        return deleted > inserted ? (deleted, false) : (inserted, true)
    }
}

/// The paragraphs of two texts that occur in both: the others cannot match, and are left out.
private struct CommonParagraphs {
    /// Equal paragraphs have equal numbers.
    private(set) var base: [Int32] = []
    private(set) var text: [Int32] = []
    private(set) var basePlaces: [Int] = []
    private(set) var textPlaces: [Int] = []

    /// Sorts rather than hashes into a table, which chosen texts could make slow.
    init(_ base: Paragraphs, _ baseRange: Range<Int>, _ text: Paragraphs, _ textRange: Range<Int>) {
        var occurrences: [(hash: UInt64, place: Int, isBase: Bool)] = []
        occurrences.reserveCapacity(baseRange.count + textRange.count)
        for place in baseRange { occurrences.append((contentHash(base[place]), place, true)) }
        for place in textRange { occurrences.append((contentHash(text[place]), place, false)) }
        func content(_ index: Int) -> ArraySlice<UInt8> {
            let occurrence = occurrences[index]
            return occurrence.isBase ? base[occurrence.place] : text[occurrence.place]
        }
        let order = occurrences.indices.sorted { a, b in
            let (left, right) = (occurrences[a].hash, occurrences[b].hash)
            return left == right
                ? content(a).lexicographicallyPrecedes(content(b)) : left < right
        }
        var baseNumbers = [Int32](repeating: -1, count: baseRange.count)
        var textNumbers = [Int32](repeating: -1, count: textRange.count)
        var number: Int32 = 0
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, content(order[start]) == content(order[end]) { end += 1 }
            let group = order[start..<end]
            let inBase = group.contains { occurrences[$0].isBase }
            let inText = group.contains { !occurrences[$0].isBase }
            if inBase, inText {
                for index in group {
                    let occurrence = occurrences[index]
                    if occurrence.isBase {
                        baseNumbers[occurrence.place - baseRange.lowerBound] = number
                    } else {
                        textNumbers[occurrence.place - textRange.lowerBound] = number
                    }
                }
            }
            number += 1
            start = end
        }
        for (offset, number) in baseNumbers.enumerated() where number >= 0 {
            self.base.append(number)
            basePlaces.append(baseRange.lowerBound + offset)
        }
        for (offset, number) in textNumbers.enumerated() where number >= 0 {
            self.text.append(number)
            textPlaces.append(textRange.lowerBound + offset)
        }
    }

    /// A longest common subsequence, as places in the whole texts.
    func matches() -> [(base: Int, text: Int)] {
        var search = EditSearch(base, text)
        return search.matches().map { (basePlaces[$0.base], textPlaces[$0.text]) }
    }
}

// MARK: - Paragraphs and blocks

/// The paragraphs of a text: its lines, each with its line feed.
struct Paragraphs: Sendable {
    let bytes: [UInt8]
    /// Where each paragraph begins, and where the last one ends.
    private let bounds: [Int]

    init(_ text: String) {
        bytes = Array(text.utf8)
        var bounds = [0]
        for (index, byte) in bytes.enumerated() where byte == 0x0a { bounds.append(index + 1) }
        if bounds.last != bytes.count { bounds.append(bytes.count) }
        self.bounds = bounds
    }

    var count: Int { bounds.count - 1 }
    var count32: UInt32 { UInt32(clamping: count) }
    var hash: UInt64 { contentHash(bytes) }

    subscript(index: Int) -> ArraySlice<UInt8> { bytes[bounds[index]..<bounds[index + 1]] }

    /// The bytes of several paragraphs.
    subscript(range: Range<Int>) -> ArraySlice<UInt8> {
        bytes[bounds[range.lowerBound]..<bounds[range.upperBound]]
    }
}

/// FNV-1a with 64 bits (Fowler, Noll, Vo): finds equal contents, proves nothing.
func contentHash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
}

extension LongText.Block {
    var base: Range<Int> { Int(baseStart)..<(Int(baseStart) + Int(length)) }
    var text: Range<Int> { Int(textStart)..<(Int(textStart) + Int(length)) }
}

extension [LongText.Block] {
    /// One block for a text that is the base itself.
    init(wholeTextOf paragraphCount: UInt32) {
        self = []
        append(base: 0, text: 0, length: Int(paragraphCount))
    }

    /// Adds a block behind the others, or lengthens the last one if it continues it.
    mutating func append(base: Int, text: Int, length: Int) {
        guard length > 0 else { return }
        if let last, last.base.upperBound == base, last.text.upperBound == text {
            removeLast()
            append(
                LongText.Block(
                    baseStart: last.baseStart,
                    textStart: last.textStart,
                    length: last.length + UInt32(clamping: length)
                )
            )
        } else {
            append(
                LongText.Block(
                    baseStart: UInt32(clamping: base),
                    textStart: UInt32(clamping: text),
                    length: UInt32(clamping: length)
                )
            )
        }
    }

    /// At most `limit` blocks: the first and the last ones.
    func limited(to limit: Int) -> [LongText.Block] {
        count <= limit ? self : Array(prefix(limit / 2) + suffix(limit - limit / 2))
    }
}
