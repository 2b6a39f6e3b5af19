/// A text of many lines, and how it relates to the text that its author began from.
///
/// That text, the base, is the last one that the server had acknowledged when the author began to
/// edit. The base itself is not kept: the value names it by its hash and says which of its
/// paragraphs it still holds, and where. That is enough for concurrent values of one base to merge
/// by paragraph when they are read (``merged(_:)``).
///
/// A paragraph is a line with its line feed; the last one may have none. Paragraphs are compared
/// by their bytes, and so are two values.
public struct LongText: Sendable {
    /// The most UTF-8 bytes of a text that can be read back; the caller keeps to it.
    ///
    /// An encoded value within it, with ``blocksMax`` blocks, fits ``WireLimits/valueBytesMax``.
    public static let textBytesMax = 240 * 1024
    /// The most blocks that are kept; paragraphs beyond them count as changed.
    public static let blocksMax = 1024

    public let text: String
    /// nil when the text has no acknowledged predecessor; it then never merges by itself.
    public let base: Base?

    init(text: String, base: Base?) {
        self.text = text
        self.base = base
    }

    /// A text written from nothing, or one whose predecessor is not known.
    public init(text: String) {
        self.init(text: text, base: nil)
    }

    /// A text that replaces `previous`.
    ///
    /// An acknowledged predecessor becomes the base. Otherwise its own base is carried on, so that
    /// several edits made offline still merge against what the server had last acknowledged.
    ///
    /// - Parameters:
    ///   - text: at most ``textBytesMax`` bytes, or it cannot be read back.
    ///   - previous: what the author began from: the cell's value, or the text that its siblings
    ///     were merged to.
    ///   - isAcknowledged: true if the server has acknowledged the write of `previous`, or of all
    ///     the siblings that were merged to it.
    public init(text: String, editedFrom previous: LongText, isAcknowledged: Bool) {
        self.init(text: text, base: Base(of: text, editedFrom: previous, isAcknowledged))
    }
}

extension LongText {
    /// The text that the author began from, as far as it is known without its content.
    public struct Base: Hashable, Sendable {
        /// FNV-1a, 64 bits, of the base's UTF-8.
        public let hash: UInt64
        public let paragraphCount: UInt32
        /// What the base and the text have in common, in ascending order.
        ///
        /// No two blocks overlap, and none continues the one before it on both sides.
        public let blocks: [Block]

        init(hash: UInt64, paragraphCount: UInt32, blocks: [Block]) {
            self.hash = hash
            self.paragraphCount = paragraphCount
            self.blocks = blocks.limited(to: LongText.blocksMax)
        }

        fileprivate init?(of text: String, editedFrom previous: LongText, _ isAcknowledged: Bool) {
            guard isAcknowledged || previous.base != nil,
                previous.text.utf8.count <= LongText.textBytesMax
            else { return nil }
            let source = Paragraphs(previous.text)
            let target = Paragraphs(text)
            if !isAcknowledged, let base = previous.base, base.isText(target) {
                // The author has undone everything.
                let whole = [Block](wholeTextOf: base.paragraphCount)
                self.init(hash: base.hash, paragraphCount: base.paragraphCount, blocks: whole)
                return
            }
            let blocks = ParagraphDiff.blocks(from: source, to: target)
            if isAcknowledged {
                self.init(hash: source.hash, paragraphCount: source.count32, blocks: blocks)
            } else if let base = previous.base {
                self.init(
                    hash: base.hash,
                    paragraphCount: base.paragraphCount,
                    blocks: ParagraphDiff.composed(base.blocks, blocks)
                )
            } else {
                return nil
            }
        }

        /// True if `paragraphs` are the base's own text.
        func isText(_ paragraphs: Paragraphs) -> Bool {
            paragraphs.count32 == paragraphCount && paragraphs.hash == hash
        }

        /// True if both name one text.
        func isSameText(as other: Base) -> Bool {
            hash == other.hash && paragraphCount == other.paragraphCount
        }
    }

    /// A run of paragraphs that the base and the text have in common.
    public struct Block: Hashable, Sendable {
        /// The first paragraph's place in the base, from 0.
        public let baseStart: UInt32
        /// The first paragraph's place in the text, from 0.
        public let textStart: UInt32
        /// The number of paragraphs, at least 1.
        public let length: UInt32

        @inlinable
        init(baseStart: UInt32, textStart: UInt32, length: UInt32) {
            self.baseStart = baseStart
            self.textStart = textStart
            self.length = length
        }
    }
}

extension LongText: Hashable {
    public static func == (a: LongText, b: LongText) -> Bool {
        a.base == b.base && a.text.utf8.elementsEqual(b.text.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(contentHash(text.utf8))
        hasher.combine(base)
    }
}

// MARK: - CBOR

// value = [text] / [text, base's hash, base's paragraphs, [base start, text start, length, …]]

extension LongText {
    /// Writes the value in its only encoding.
    public func encode(into writer: inout CBORWriter) {
        writer.array(count: base == nil ? 1 : 4)
        writer.text(text)
        guard let base else { return }
        writer.unsigned(base.hash)
        writer.unsigned(UInt64(base.paragraphCount))
        writer.array(count: base.blocks.count * 3)
        for block in base.blocks {
            writer.unsigned(UInt64(block.baseStart))
            writer.unsigned(UInt64(block.textStart))
            writer.unsigned(UInt64(block.length))
        }
    }

    /// Reads a value.
    ///
    /// - Throws: `CBORError` when it is damaged, over a limit, not in canonical form, or its blocks
    ///   do not lie in the base and in the text.
    public init(from reader: inout CBORReader) throws(CBORError) {
        let start = reader.position
        let fields = try reader.arrayCount(limit: 4)
        guard fields == 1 || fields == 4 else { throw .unsupported(at: start) }
        let text = try reader.text(limit: Self.textBytesMax)
        guard fields == 4 else {
            self.init(text: text)
            return
        }
        let hash = try reader.unsigned()
        let countStart = reader.position
        let count = try reader.number(UInt32.self)
        guard count <= Self.textBytesMax else {
            throw .tooLarge(limit: UInt64(Self.textBytesMax), at: countStart)
        }
        let blocksStart = reader.position
        let items = try reader.arrayCount(limit: Self.blocksMax * 3)
        guard items.isMultiple(of: 3) else { throw .unsupported(at: blocksStart) }
        var blocks: [Block] = []
        blocks.reserveCapacity(items / 3)
        let textCount = Paragraphs(text).count32
        for _ in 0..<items / 3 {
            let blockStart = reader.position
            let block = Block(
                baseStart: try reader.number(),
                textStart: try reader.number(),
                length: try reader.number()
            )
            guard block.length > 0, block.fits(baseCount: count, textCount: textCount),
                block.follows(blocks.last)
            else { throw .unsupported(at: blockStart) }
            blocks.append(block)
        }
        self.init(text: text, base: Base(hash: hash, paragraphCount: count, blocks: blocks))
    }
}

extension LongText.Block {
    /// True if it lies within texts of so many paragraphs; sums in 64 bits, as it may be hostile.
    fileprivate func fits(baseCount: UInt32, textCount: UInt32) -> Bool {
        UInt64(baseStart) + UInt64(length) <= baseCount
            && UInt64(textStart) + UInt64(length) <= textCount
    }

    /// True if it is beyond `last`, which fits, and is no continuation of it.
    fileprivate func follows(_ last: LongText.Block?) -> Bool {
        guard let last else { return true }
        let baseEnd = last.baseStart + last.length
        let textEnd = last.textStart + last.length
        return baseStart >= baseEnd && textStart >= textEnd
            && (baseStart > baseEnd || textStart > textEnd)
    }
}
