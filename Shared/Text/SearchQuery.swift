/// What a person looks for, with all the phrases that count as finding it.
///
/// A word typed without any mark finds every marking of it; a word with a mark (đ is one) finds only
/// itself, and other markings are *similar*. All words must stand side by side, where the compounds of the
/// text may be split or joined, but all in the same way.
public struct SearchQuery: Sendable {
    /// Words in a query, and so the length of its phrases before aliases.
    public static let wordsMax = 16
    /// Phrases of a query; further combinations of aliases are left out.
    public static let phrasesMax = 64
    /// The length of a query in UTF-8 bytes.
    public static let bytesMax = 1024

    /// The alternatives, the query as typed first; a text that has one of them is found.
    public let phrases: [SearchPhrase]

    /// Reads a query, in any normalisation form.
    ///
    /// - Parameters:
    ///   - text: At most ``bytesMax`` bytes and ``wordsMax`` words.
    ///   - aliases: Groups to expand the query with.
    /// - Throws: ``SearchQueryError``.
    public init(_ text: String, aliases: AliasGroups = .none) throws(SearchQueryError) {
        guard text.utf8.count <= Self.bytesMax else {
            throw .tooLong(bytes: text.utf8.count, limit: Self.bytesMax)
        }
        let split = SearchText(text)
        if split.tokens.isEmpty { throw .noWords }
        guard split.tokens.count <= Self.wordsMax else {
            throw .tooManyWords(count: split.tokens.count, limit: Self.wordsMax)
        }
        var phrases: [SearchPhrase] = []
        for reading in split.readings {
            for words in Self.expanded(reading, by: aliases) {
                let phrase = SearchPhrase(words: words)
                if phrases.count < Self.phrasesMax, !phrases.contains(phrase) {
                    phrases.append(phrase)
                }
            }
        }
        self.phrases = phrases
    }

    /// Folded phrases for an index that only finds candidates: similar texts have one of them.
    ///
    /// Texts that match ``phrases`` have one of them as well. Both spellings with i and y are given for
    /// the first two words of a phrase that have two. At most ``phrasesMax`` × 4.
    public var similarPhrases: [SearchPhrase] {
        var result: [SearchPhrase] = []
        for phrase in phrases {
            var variants: [[SearchWord]] = [[]]
            for word in phrase.words {
                var spellings = [SearchWord(folded: word.folded)]
                if variants.count <= 2, let other = VariantSpelling.other(word.folded) {
                    spellings.append(SearchWord(folded: other))
                }
                variants = variants.flatMap { variant in spellings.map { variant + [$0] } }
            }
            for words in variants {
                let new = SearchPhrase(words: words)
                if !result.contains(new) { result.append(new) }
            }
        }
        return result
    }

    /// Looks for the query in `text`; the ranges of the answer are places in it.
    public func match(_ text: String) -> SearchMatch {
        match(SearchText(text))
    }

    /// Looks for the query in a text that is already split.
    public func match(_ text: SearchText) -> SearchMatch {
        let exact = places(in: text) { word, token in word.matches(token) }
        if !exact.isEmpty { return .exact(exact) }
        let similar = places(in: text) { word, token in word.resembles(token) }
        return similar.isEmpty ? .none : .similar(similar)
    }

    private func places(
        in text: SearchText,
        where matches: (SearchWord, SearchToken) -> Bool
    ) -> [Range<Int>] {
        var places: [Range<Int>] = []
        for tokens in text.readings {
            for phrase in phrases where phrase.words.count <= tokens.count {
                for start in 0...(tokens.count - phrase.words.count) {
                    let stretch = tokens[start..<(start + phrase.words.count)]
                    if zip(phrase.words, stretch).allSatisfy({ matches($0, $1) }),
                        let first = stretch.first, let last = stretch.last
                    {
                        let lower = first.range.lowerBound
                        places.append(lower..<max(lower, last.range.upperBound))
                    }
                }
            }
        }
        return Self.merged(places)
    }

    /// The places in order, overlapping ones made one.
    private static func merged(_ places: [Range<Int>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for place in places.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, place.lowerBound < last.upperBound {
                result.removeLast()
                result.append(last.lowerBound..<max(last.upperBound, place.upperBound))
            } else {
                result.append(place)
            }
        }
        return result
    }

    /// The words as typed, then with the aliases in them replaced in every combination.
    private static func expanded(
        _ words: [SearchToken],
        by aliases: AliasGroups
    ) -> [[SearchWord]] {
        var variants: [[SearchWord]] = [[]]
        var index = 0
        while index < words.count {
            var count = 1
            var alternatives = [[SearchWord(words[index])]]
            if let found = aliases.replacements(of: words[index...]) {
                count = found.count
                alternatives = [words[index..<(index + count)].map { SearchWord($0) }]
                for phrase in found.phrases where !alternatives.contains(phrase) {
                    alternatives.append(phrase)
                }
            }
            // The first of all, then for each variant the others: the query as typed stays in front.
            variants = alternatives.flatMap { new in variants.map { $0 + new } }
            variants = Array(variants.prefix(phrasesMax))
            index += count
        }
        return variants
    }
}

/// Why a text is no query.
public enum SearchQueryError: Error, Equatable, Sendable {
    /// The text has no letter and no digit.
    case noWords
    /// More words than ``SearchQuery/wordsMax``.
    case tooManyWords(count: Int, limit: Int)
    /// More bytes than ``SearchQuery/bytesMax``.
    case tooLong(bytes: Int, limit: Int)

    /// The reason in English, to stand behind what was attempted.
    public var message: String {
        switch self {
        case .noWords: "a query needs at least one letter or digit"
        case .tooManyWords(let count, let limit):
            "the query has \(count) words, at most \(limit) are allowed"
        case .tooLong(let bytes, let limit):
            "the query has \(bytes) bytes, at most \(limit) are allowed"
        }
    }
}
