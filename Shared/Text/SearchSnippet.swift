/// The part of a text around what was found, on one line, harmless for a terminal.
public struct SearchSnippet: Equatable, Sendable {
    /// A stretch of the snippet.
    public struct Piece: Equatable, Sendable {
        public let text: String
        /// Whether this is what the query found.
        public let isMatch: Bool
    }

    /// The stretches in order; text of the document through ``printable(_:keepingLineFeeds:)``.
    public let pieces: [Piece]

    /// Cuts a snippet out of `text`.
    ///
    /// It begins and ends at white space, unless a word is longer than the room, and shows the first
    /// match with about as much before as behind it. Runs of white space become one space. Parts left
    /// out at the ends are shown by `…`. Ranges outside the text are ignored.
    ///
    /// - Parameters:
    ///   - text: The text that was matched.
    ///   - match: The answer of ``SearchQuery/match(_:)`` for it.
    ///   - width: Unicode scalars to show; a longer first match is shown whole.
    public init(of text: String, match: SearchMatch, width: Int) {
        let scalars = Scalars(text)
        let matches = match.ranges.compactMap { scalars.indices(ofBytes: $0) }
        let window = scalars.window(around: matches.first ?? 0..<0, width: max(width, 0))
        var pieces: [Piece] = []
        func add(_ range: Range<Int>, isMatch: Bool) {
            let text = scalars.line(range)
            if !text.isEmpty { pieces.append(Piece(text: text, isMatch: isMatch)) }
        }
        if window.lowerBound > 0 { pieces.append(Piece(text: "…", isMatch: false)) }
        var next = window.lowerBound
        for match in matches
        where match.lowerBound >= next && match.upperBound <= window.upperBound {
            add(next..<match.lowerBound, isMatch: false)
            add(match, isMatch: true)
            next = match.upperBound
        }
        add(next..<window.upperBound, isMatch: false)
        if window.upperBound < scalars.count { pieces.append(Piece(text: "…", isMatch: false)) }
        self.pieces = pieces
    }

    /// The snippet with `opening` and `closing` around every match, which are taken as they are.
    public func marked(opening: String, closing: String) -> String {
        var line = ""
        for piece in pieces {
            line += piece.isMatch ? opening + piece.text + closing : piece.text
        }
        return line
    }
}

/// Cuts a snippet out of `text` and marks what was found; see ``SearchSnippet``.
public func snippet(
    of text: String,
    match: SearchMatch,
    width: Int,
    opening: String,
    closing: String
) -> String {
    SearchSnippet(of: text, match: match, width: width).marked(opening: opening, closing: closing)
}

/// A text as an array of scalars with their places.
private struct Scalars {
    private let scalars: [Unicode.Scalar]
    /// Where each scalar begins, in UTF-8 bytes, and the length of the text.
    private let offsets: [Int]

    var count: Int { scalars.count }

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        var offsets = [0]
        var offset = 0
        for scalar in scalars {
            offset += UTF8.width(scalar)
            offsets.append(offset)
        }
        self.offsets = offsets
    }

    /// The scalars at a range of bytes, none if it does not begin and end at scalars of the text.
    func indices(ofBytes bytes: Range<Int>) -> Range<Int>? {
        guard let lower = index(ofByte: bytes.lowerBound),
            let upper = index(ofByte: bytes.upperBound)
        else { return nil }
        return lower..<upper
    }

    private func index(ofByte byte: Int) -> Int? {
        var low = 0
        var high = offsets.count
        while low < high {
            let middle = (low + high) / 2
            if offsets[middle] < byte { low = middle + 1 } else { high = middle }
        }
        return low < offsets.count && offsets[low] == byte ? low : nil
    }

    /// `width` scalars around `match`, cut at white space where there is some.
    func window(around match: Range<Int>, width: Int) -> Range<Int> {
        let size = max(width, match.count)
        if size >= count { return 0..<count }
        var start = max(match.lowerBound - (size - match.count) / 2, 0)
        var end = min(start + size, count)
        start = end - size
        if start > 0, !isSpace(start - 1) {
            start = (start..<match.lowerBound).first { isSpace($0) } ?? start
        }
        if end < count, !isSpace(end) {
            end = (match.upperBound..<end).last { isSpace($0) } ?? end
        }
        while start < match.lowerBound, isSpace(start) { start += 1 }
        while end > match.upperBound, isSpace(end - 1) { end -= 1 }
        return start..<max(start, end)
    }

    /// The scalars as one line.
    func line(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        var isBehindSpace = false
        for index in range {
            let isSpace = isSpace(index)
            if isSpace, isBehindSpace { continue }
            text.append(isSpace ? " " : scalars[index])
            isBehindSpace = isSpace
        }
        return printable(String(text))
    }

    private func isSpace(_ index: Int) -> Bool {
        index < scalars.count && scalars[index].properties.isWhitespace
    }
}
