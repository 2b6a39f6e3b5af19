/// One word of a phrase to look for.
public struct SearchWord: Equatable, Sendable {
    /// How the word is compared.
    public enum Kind: Equatable, Sendable {
        /// With the marks; for words that carry any.
        case exact
        /// Without marks.
        case folded
    }

    public let kind: Kind
    /// The key to look for among the keys of that kind.
    public let key: String
    /// The folded key, whatever the kind.
    public let folded: String

    /// A word with marks is compared exactly, one without is compared folded.
    init(_ token: SearchToken) {
        kind = token.hasMarks ? .exact : .folded
        key = token.hasMarks ? token.exact : token.folded
        folded = token.folded
    }

    /// The word as it is written: without marks it stands only for itself.
    init(asWritten token: SearchToken) {
        kind = .exact
        key = token.exact
        folded = token.folded
    }

    init(folded: String) {
        kind = .folded
        key = folded
        self.folded = folded
    }

    /// Whether the word stands for `token` as typed.
    func matches(_ token: SearchToken) -> Bool {
        switch kind {
        case .exact: Self.same(key, token.exact)
        case .folded: Self.same(key, token.folded)
        }
    }

    /// Whether the word stands for `token` but for marks and for i and y (`kỹ`, `kĩ`).
    func resembles(_ token: SearchToken) -> Bool {
        Self.same(folded, token.folded) || VariantSpelling.areVariants(folded, token.folded)
    }

    private static func same(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && a.utf8.elementsEqual(b.utf8)
    }
}

/// Words that must stand side by side, in this order.
///
/// For an FTS5 index over ``SearchText/indexEntry()``: a phrase whose words are all of one kind is one
/// FTS5 phrase over the column of that kind. For a mixed one look for the `folded` keys of all words and
/// then drop what ``SearchQuery/match(_:)`` refuses.
public struct SearchPhrase: Equatable, Sendable {
    public let words: [SearchWord]

    /// The kind that all words share, none if the phrase is mixed.
    public var kind: SearchWord.Kind? {
        guard let first = words.first else { return nil }
        return words.allSatisfy { $0.kind == first.kind } ? first.kind : nil
    }
}

/// The two spellings of Vietnamese syllables in a final -i or -y: `kỹ thuật`, `kĩ thuật`.
enum VariantSpelling {
    /// Whether two different folded keys are spellings of one syllable.
    static func areVariants(_ a: String, _ b: String) -> Bool {
        guard a.utf8.count == b.utf8.count, let endA = a.utf8.last, let endB = b.utf8.last,
            endA != endB, isVariable(a), isVariable(b)
        else { return false }
        return a.utf8.dropLast().elementsEqual(b.utf8.dropLast())
    }

    /// The other spelling of a folded key, if it has one.
    static func other(_ key: String) -> String? {
        guard isVariable(key), let end = key.utf8.last else { return nil }
        let bytes = Array(key.utf8.dropLast()) + [end == 0x79 ? 0x69 : 0x79]
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether i or y is the only vowel and stands at the end; the u of qu is none.
    private static func isVariable(_ key: String) -> Bool {
        guard key.utf8.count <= 5, let end = key.utf8.last, end == 0x69 || end == 0x79 else {
            return false
        }
        var previous: UInt8 = 0
        for byte in key.utf8.dropLast() {
            switch byte {
            case 0x75 where previous == 0x71: break
            case 0x61, 0x65, 0x69, 0x6F, 0x75, 0x79: return false
            case 0x61...0x7A: break
            default: return false
            }
            previous = byte
        }
        return true
    }
}
