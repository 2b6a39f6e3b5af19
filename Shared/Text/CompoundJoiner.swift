/// Finds compounds, words linked by a point, hyphen, apostrophe, ampersand or low line, and joins them.
///
/// A compound of digits alone is not joined (`2009-2011` is no number), nor one with a decimal.
enum CompoundJoiner {
    /// Longer compounds (most are addresses of the web) are found by their parts only.
    static let partsMax = 8
    /// As ``partsMax``, in UTF-8 bytes of the folded parts.
    static let bytesMax = 64

    static func joined(_ words: [LinkedWord], of text: String) -> [JoinedToken] {
        var result: [JoinedToken] = []
        var index = 0
        while index < words.count {
            var end = index + 1
            while end < words.count, words[end].link == .point || words[end].link == .hyphen {
                end += 1
            }
            if end - index > 1, let token = token(words[index..<end], of: text) {
                result.append(JoinedToken(token: token, parts: index..<end))
            }
            index = end
        }
        return result
    }

    private static func token(_ parts: ArraySlice<LinkedWord>, of text: String) -> SearchToken? {
        guard parts.count <= partsMax, let first = parts.first, let last = parts.last,
            parts.contains(where: { !$0.isDigits }), !parts.contains(where: { $0.isDecimal }),
            parts.reduce(0, { $0 + $1.token.folded.utf8.count }) <= bytesMax
        else { return nil }
        let start = first.token.range.lowerBound
        let end = max(start, last.token.range.upperBound)
        // The parts are read anew as one word: a tone may belong to vowels on both sides of a joint.
        let utf8 = text.utf8
        guard
            let from = utf8.index(utf8.startIndex, offsetBy: start, limitedBy: utf8.endIndex),
            let upTo = utf8.index(utf8.startIndex, offsetBy: end, limitedBy: utf8.endIndex)
        else { return nil }
        var reader = TextReader(String(text.unicodeScalars[from..<upTo]))
        var builder = SearchKeyBuilder()
        while let element = reader.next() { builder.add(element) }
        let hasMarks = builder.hasMarks
        let keys = builder.take()
        return SearchToken(
            exact: keys.exact,
            folded: keys.folded,
            hasMarks: hasMarks,
            range: start..<end
        )
    }
}
