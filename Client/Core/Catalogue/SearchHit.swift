package import Shared

/// A record that was found by its texts, with the place that says most.
package struct SearchHit: Sendable {
    package let record: RecordID
    /// Whether it has the query as it was typed; else but for marks.
    package let isExact: Bool
    package let field: String
    /// How much the place says: lower is better.
    package let rank: Int
    private let text: String
    private let match: SearchMatch

    /// Nil when no text has anything of the query.
    ///
    /// What has the words as typed, as `plain` does, stands before what has only an alias of them.
    init?(
        _ record: RecordID,
        _ texts: [RecordText],
        _ query: SearchQuery,
        plain: SearchQuery,
        foldedQuery: String
    ) {
        let hasNoAliases = query.phrases.count == plain.phrases.count
        var best: (text: RecordText, match: SearchMatch, rank: Int, isExact: Bool)?
        for text in texts {
            let words = SearchText(text.text)
            let match = query.match(words)
            let isExact: Bool
            switch match {
            case .none: continue
            case .exact: isExact = true
            case .similar: isExact = false
            }
            let isWhole = text.place == .name && foldedName(text.text).isSame(as: foldedQuery)
            let isTyped = hasNoAliases || plain.match(words) == match
            let rank = isWhole ? 0 : text.place.rawValue * 2 + (isTyped ? 1 : 2)
            if let held = best, held.isExact && !isExact { continue }
            if let held = best, held.isExact == isExact, held.rank <= rank { continue }
            best = (text, match, rank, isExact)
        }
        guard let best else { return nil }
        self.record = record
        isExact = best.isExact
        field = best.text.field
        rank = best.rank
        text = best.text.text
        match = best.match
    }

    /// The words around the match, in about `width` characters.
    package func snippet(width: Int) -> SearchSnippet {
        SearchSnippet(of: text, match: match, width: width)
    }
}
