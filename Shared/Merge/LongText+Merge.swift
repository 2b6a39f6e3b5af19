/// What the concurrent values of a long-text cell come to when they are read.
public enum LongTextMerge: Hashable, Sendable {
    /// All values have one text.
    case single(LongText)

    /// Each change was made in a place of its own, or by everyone alike: to be shown as merged
    /// automatically.
    ///
    /// The value has the base of its sides, so it may be what the next edit begins from. There is
    /// one side for each text, in the order of their bytes.
    case merged(LongText, sides: [Side])

    /// The values do not merge: different bases, none, or changes that overlap.
    ///
    /// One value for each text, in the order of their bytes.
    case sideBySide([LongText])

    /// What one value brought into a merged text.
    public struct Side: Hashable, Sendable {
        public let value: LongText
        /// The paragraphs of the merged text that this value changed or inserted, ascending.
        ///
        /// A range is empty where the value only deleted. A change that several sides made alike is
        /// listed for each.
        public let changed: [Range<Int>]
    }
}

extension LongText {
    /// Merges the live values of one cell by paragraph; the order of `values` does not matter.
    ///
    /// Paragraphs that all sides have kept part the texts into regions. In each region either
    /// exactly one text differs from the base, and counts, or all that differ are equal, and count
    /// once: so do equal insertions in one place. Anything else is an overlap, and nothing is
    /// merged: a deletion against a change of the same paragraph, and also changes that only touch,
    /// with no paragraph between them that everyone kept. Three and more values merge in the same
    /// way, all at once.
    ///
    /// A value that is itself the base counts as unchanged. Texts that would merge to more than
    /// ``textBytesMax`` stay side by side. Without values the result is an empty `sideBySide`.
    ///
    /// Source: Khanna, Kunal, Pierce, "A Formal Investigation of Diff3", 2007; here without the
    /// base's content.
    public static func merged(_ values: [LongText]) -> LongTextMerge {
        let texts = distinctTexts(values)
        if texts.count == 1, let only = texts.first?.values.first { return .single(only) }
        let result = commonBase(of: texts).flatMap { base in
            ThreeWayMerge(base, texts.compactMap { $0.side(of: base) }).result()
        }
        return result ?? .sideBySide(texts.compactMap { $0.values.first })
    }

    /// The only base that all texts have, or are; nil if there is none or more than one.
    private static func commonBase(of texts: [DistinctText]) -> Base? {
        var bases: [Base] = []
        for text in texts {
            for case let base? in text.values.map({ $0.base })
            where !bases.contains(where: { base.isSameText(as: $0) }) {
                bases.append(base)
            }
        }
        let common = bases.filter { base in texts.allSatisfy { $0.side(of: base) != nil } }
        return common.count == 1 ? common.first : nil
    }

    /// The values by their texts, each in the order of the bytes.
    private static func distinctTexts(_ values: [LongText]) -> [DistinctText] {
        var result: [DistinctText] = []
        for value in values.sorted(by: { $0.precedes($1) }) {
            if let last = result.indices.last, result[last].hasText(of: value) {
                result[last].values.append(value)
            } else {
                result.append(DistinctText(value))
            }
        }
        return result
    }

    /// A total order: by the text's bytes, then by the base.
    private func precedes(_ other: LongText) -> Bool {
        if !text.utf8.elementsEqual(other.text.utf8) {
            return text.utf8.lexicographicallyPrecedes(other.text.utf8)
        }
        guard let base, let otherBase = other.base else { return base == nil && other.base != nil }
        if base.hash != otherBase.hash { return base.hash < otherBase.hash }
        if base.paragraphCount != otherBase.paragraphCount {
            return base.paragraphCount < otherBase.paragraphCount
        }
        return base.blocks.lexicographicallyPrecedes(otherBase.blocks) { a, b in
            if a.baseStart != b.baseStart { return a.baseStart < b.baseStart }
            if a.textStart != b.textStart { return a.textStart < b.textStart }
            return a.length < b.length
        }
    }
}

/// The values that have one text, perhaps with different bases.
private struct DistinctText {
    var values: [LongText]
    let paragraphs: Paragraphs
    private let hash: UInt64

    init(_ value: LongText) {
        values = [value]
        paragraphs = Paragraphs(value.text)
        hash = paragraphs.hash
    }

    func hasText(of value: LongText) -> Bool { value.text.utf8.elementsEqual(paragraphs.bytes) }

    /// How the text came from `base`; nil if it is not known to have come from it.
    func side(of base: LongText.Base) -> ThreeWayMerge.Side? {
        if paragraphs.count32 == base.paragraphCount, hash == base.hash, let value = values.first {
            let whole = [LongText.Block](wholeTextOf: base.paragraphCount)
            return ThreeWayMerge.Side(value, paragraphs, whole)
        }
        for value in values {
            if let own = value.base, own.isSameText(as: base) {
                return ThreeWayMerge.Side(value, paragraphs, own.blocks)
            }
        }
        return nil
    }
}

/// A merge under way: goes through the base from one kept paragraph to the next.
private struct ThreeWayMerge {
    struct Side {
        let value: LongText
        let paragraphs: Paragraphs
        let blocks: [LongText.Block]
        /// The first block that does not end before the place reached in the base.
        var block = 0
        /// The first paragraph of the text that is not merged yet.
        var position = 0
        var changed: [Range<Int>] = []

        init(_ value: LongText, _ paragraphs: Paragraphs, _ blocks: [LongText.Block]) {
            self.value = value
            self.paragraphs = paragraphs
            self.blocks = blocks
        }
    }

    private let base: LongText.Base
    private var sides: [Side]
    /// The first paragraph of the base that is not merged yet.
    private var position = 0
    private var output: [UInt8] = []
    private var outputCount = 0
    private var outputBlocks: [LongText.Block] = []

    init(_ base: LongText.Base, _ sides: [Side]) {
        self.base = base
        self.sides = sides
    }

    /// The merged text; nil if changes overlap.
    consuming func result() -> LongTextMerge? {
        while let kept = nextKept() {
            guard mergeChanges(upTo: kept), mergeKept(kept) else { return nil }
        }
        let end = Int(base.paragraphCount)
        guard mergeChanges(upTo: end..<end), output.count <= LongText.textBytesMax else {
            return nil
        }
        let merged = LongText(
            text: String(decoding: output, as: UTF8.self),
            base: LongText.Base(
                hash: base.hash,
                paragraphCount: base.paragraphCount,
                blocks: outputBlocks
            )
        )
        return .merged(
            merged,
            sides: sides.map { LongTextMerge.Side(value: $0.value, changed: $0.changed) }
        )
    }

    /// The next paragraphs of the base that all sides have kept, in one run in each.
    private mutating func nextKept() -> Range<Int>? {
        var start = position
        var end = start
        repeat {
            end = Int(base.paragraphCount)
            let tried = start
            for index in sides.indices {
                guard let block = sides[index].skipBlocks(endingBefore: start) else { return nil }
                start = max(start, block.base.lowerBound)
                end = min(end, block.base.upperBound)
            }
            if start == tried { return start..<end }
        } while true
    }

    /// Merges what lies before `kept` in the base and in the texts; false if it overlaps.
    private mutating func mergeChanges(upTo kept: Range<Int>) -> Bool {
        var chosen: ArraySlice<UInt8>?
        var changed: [(side: Int, count: Int)] = []
        let region = position..<kept.lowerBound
        for index in sides.indices {
            let range = sides[index].position..<sides[index].place(of: kept)
            defer { sides[index].position = range.upperBound }
            if sides[index].isUnchanged(region, range) { continue }
            let content = sides[index].paragraphs[range]
            if let chosen, chosen != content { return false }
            chosen = content
            changed.append((index, range.count))
        }
        position = kept.lowerBound
        guard let chosen, let count = changed.first?.count else { return true }
        for (index, _) in changed {
            sides[index].changed.append(outputCount..<(outputCount + count))
        }
        output += chosen
        outputCount += count
        return true
    }

    /// Takes over paragraphs that all sides have; false if they do not agree on what these are,
    /// so that one of them is wrong about the base.
    private mutating func mergeKept(_ kept: Range<Int>) -> Bool {
        var content: ArraySlice<UInt8>?
        for index in sides.indices {
            let start = sides[index].position
            let own = sides[index].paragraphs[start..<(start + kept.count)]
            if let content, content != own { return false }
            content = own
            sides[index].position += kept.count
        }
        outputBlocks.append(base: kept.lowerBound, text: outputCount, length: kept.count)
        output += content ?? []
        outputCount += kept.count
        position = kept.upperBound
        return true
    }
}

extension ThreeWayMerge.Side {
    /// The first block that reaches beyond `place` in the base.
    fileprivate mutating func skipBlocks(endingBefore place: Int) -> LongText.Block? {
        while block < blocks.count, blocks[block].base.upperBound <= place { block += 1 }
        return block < blocks.count ? blocks[block] : nil
    }

    /// Where the text has the paragraphs `kept` of the base, which the current block reaches to;
    /// its end if `kept` is empty, at the end of the base.
    fileprivate func place(of kept: Range<Int>) -> Int {
        guard !kept.isEmpty, block < blocks.count else { return paragraphs.count }
        return blocks[block].text.lowerBound + (kept.lowerBound - blocks[block].base.lowerBound)
    }

    /// True if the text's `range` is the base's `region`, between two kept paragraphs.
    ///
    /// One block then covers the region, and the kept paragraph behind it if there is one, as no
    /// block continues another: it is the current one.
    fileprivate mutating func isUnchanged(_ region: Range<Int>, _ range: Range<Int>) -> Bool {
        guard region.count == range.count else { return false }
        guard !region.isEmpty else { return true }
        guard let block = skipBlocks(endingBefore: region.lowerBound) else { return false }
        return block.base.lowerBound <= region.lowerBound
            && block.base.upperBound >= region.upperBound
    }
}
