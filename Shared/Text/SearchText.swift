/// A text split into words, ready to be matched or indexed.
///
/// Words end at white space and punctuation. Compounds (`TP.HCM`, `PMI-LED`, `People's`) give their
/// parts and, apart from them, the joined form. Numbers with thousands groups are one word without
/// the points; `3,76` and `3.76` are one word. Takes any text and time in proportion to its length.
public struct SearchText: Sendable {
    /// The words in the order of the text; their ranges do not overlap.
    public let tokens: [SearchToken]
    /// The joined forms of compounds, ordered by place.
    public let joined: [JoinedToken]
    /// The words with every compound split and, if there are compounds, with every compound joined.
    let readings: [[SearchToken]]

    /// Splits `text`, in any normalisation form.
    public init(_ text: String) {
        var scanner = WordScanner()
        var reader = TextReader(text)
        while let element = reader.next() { scanner.add(element) }
        scanner.endWord()
        if scanner.hasLinks {
            let words = NumberJoiner.joined(scanner.words)
            tokens = words.map { $0.token }
            joined = CompoundJoiner.joined(words, of: text)
        } else {
            tokens = scanner.words.map { $0.token }
            joined = []
        }
        readings = joined.isEmpty ? [tokens] : [tokens, Self.reading(tokens, joined)]
    }

    /// The words with joined forms in the place of their parts.
    private static func reading(_ tokens: [SearchToken], _ joined: [JoinedToken]) -> [SearchToken] {
        var result: [SearchToken] = []
        var index = 0
        for compound in joined {
            result += tokens[index..<compound.parts.lowerBound]
            result.append(compound.token)
            index = compound.parts.upperBound
        }
        return result + tokens[index...]
    }
}

/// A word with what stands between it and the word before.
struct LinkedWord {
    enum Link: UInt8 {
        /// White space, several separators, or a separator that never joins.
        case none
        case point, comma, hyphen
    }

    let token: SearchToken
    let isDigits: Bool
    let link: Link
    var isDecimal = false
}

/// Collects elements into words.
private struct WordScanner {
    private(set) var words: [LinkedWord] = []
    private(set) var hasLinks = false

    private var builder = SearchKeyBuilder()
    private var start = 0
    private var end = 0
    private var link = LinkedWord.Link.none
    /// Separators since the last word.
    private var gap = 0

    mutating func add(_ element: TextElement) {
        if element.kind == .separator {
            endWord()
            gap += 1
            link = gap == 1 ? Self.link(element.base) : .none
            return
        }
        if element.kind == .letter, isGroupOfNumber { endWord() }
        if builder.isEmpty { start = element.start }
        builder.add(element)
        end = element.end
    }

    mutating func endWord() {
        if builder.isEmpty { return }
        let hasMarks = builder.hasMarks
        let isDigits = builder.isNumber
        let keys = builder.take()
        let token = SearchToken(
            exact: keys.exact,
            folded: keys.folded,
            hasMarks: hasMarks,
            range: start..<max(start, end)
        )
        if words.isEmpty { link = .none }
        if link != .none { hasLinks = true }
        words.append(LinkedWord(token: token, isDigits: isDigits, link: link))
        link = .none
        gap = 0
    }

    /// Whether the word so far is a further group of a number, so that a letter ends it: `400.000đ`.
    private var isGroupOfNumber: Bool {
        guard !builder.isEmpty, builder.isNumber, let last = words.last else { return false }
        return last.isDigits && (link == .point || link == .comma)
    }

    private static func link(_ separator: UInt32) -> LinkedWord.Link {
        switch separator {
        case 0x2E: .point
        case 0x2C: .comma
        // Hyphen, apostrophes, ampersand, low line, non-breaking hyphen.
        case 0x2D, 0x27, 0x2019, 0x26, 0x5F, 0x2010, 0x2011: .hyphen
        default: .none
        }
    }
}
