/// Names and abbreviations that mean the same in a search, such as `UBND` and `Ủy ban nhân dân`.
///
/// A query that has one of a group also finds the others. Build it once and keep it: the phrases are
/// split into words here.
public struct AliasGroups: Sendable {
    /// No aliases.
    public static let none = Self([])

    private struct Alias {
        let words: [SearchToken]
        let group: Int
    }

    private let aliases: [Alias]

    /// Takes groups of phrases; phrases without any letter or digit are left out.
    public init(_ groups: [[String]]) {
        var aliases: [Alias] = []
        for (index, group) in groups.enumerated() {
            for phrase in group {
                for words in SearchText(phrase).readings where !words.isEmpty {
                    aliases.append(Alias(words: words, group: index))
                }
            }
        }
        self.aliases = aliases
    }

    /// The longest run of `words`, from its beginning, that is an alias, and what it may be replaced by.
    ///
    /// Words typed without marks are compared folded. The replacements find only what is written as they
    /// are: `CA` for Cities Alliance is not `cả`.
    func replacements(of words: ArraySlice<SearchToken>) -> (count: Int, phrases: [[SearchWord]])? {
        var count = 0
        var groups: [Int] = []
        for alias in aliases where alias.words.count >= max(count, 1) {
            guard alias.words.count <= words.count,
                zip(words, alias.words).allSatisfy({ SearchWord($0).matches($1) })
            else { continue }
            if alias.words.count > count { groups = [] }
            count = alias.words.count
            groups.append(alias.group)
        }
        if groups.isEmpty { return nil }
        let others = aliases.filter { groups.contains($0.group) }
        return (count, others.map { $0.words.map { SearchWord(asWritten: $0) } })
    }
}
