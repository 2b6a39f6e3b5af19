/// The words to put into a full-text index for one text, as two columns with equal positions.
///
/// Join each list by spaces. Behind the words of the text follow, each after a ``breakWord``, the
/// stretches around compounds with the joined form, so that a phrase finds `UBND TP.HCM` as
/// `ubnd tphcm`. No phrase of a query has the break word, so none reaches across it.
public struct SearchIndexEntry: Equatable, Sendable {
    /// A word that no text and no query has.
    public static let breakWord = String(decoding: SearchKeyBuilder.sign, as: UTF8.self)

    public private(set) var exact: [String] = []
    public private(set) var folded: [String] = []

    fileprivate mutating func append(_ token: SearchToken) {
        exact.append(token.exact)
        folded.append(token.folded)
    }

    fileprivate mutating func appendBreak() {
        exact.append(Self.breakWord)
        folded.append(Self.breakWord)
    }
}

extension SearchText {
    /// The words to index.
    public func indexEntry() -> SearchIndexEntry {
        var entry = SearchIndexEntry()
        for token in tokens { entry.append(token) }
        if joined.isEmpty { return entry }

        // A joined form takes the place of its first part, less the parts joined before it.
        guard let words = readings.last else { return entry }
        let radius = SearchQuery.wordsMax - 1
        var next = 0
        var joinedParts = 0
        for compound in joined {
            let index = compound.parts.lowerBound - joinedParts
            joinedParts += compound.parts.count - 1
            let end = min(index + radius + 1, words.count)
            let start = max(index - radius, next)
            if start > next || next == 0 { entry.appendBreak() }
            for word in words[start..<end] { entry.append(word) }
            next = end
        }
        return entry
    }
}
