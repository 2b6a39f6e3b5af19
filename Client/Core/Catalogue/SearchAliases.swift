package import Shared

/// The names that mean the same as parts of a query: those of each record, and the glossary's.
package struct SearchAliases {
    private static let glossary = [
        [
            "TPHCM", "TP.HCM", "TP HCM", "Thành phố Hồ Chí Minh", "Ho Chi Minh City", "HCMC",
            "TP. Hồ Chí Minh",
        ],
        ["UBND", "Ủy ban nhân dân", "People's Committee"],
    ]

    private let reader: RecordReader

    package init(reader: RecordReader) { self.reader = reader }

    /// The groups that a name within `typed` belongs to.
    package func groups(
        for typed: String,
        in catalogue: some CatalogueTransaction
    ) throws(ReplicaStoreError) -> AliasGroups {
        var seen: Set<RecordID> = []
        var groups = Self.glossary
        for key in Self.stretches(of: typed) {
            for kind in [CatalogueEntry.Term.Kind.abbreviation, .name] {
                for found in try catalogue.catalogued(having: kind, key, in: nil)
                where found.life != .deleted && seen.insert(found.record).inserted {
                    if let names = names(of: found) { groups.append(names) }
                }
            }
        }
        return AliasGroups(groups)
    }

    /// Nil for a record whose collection knows no aliases, or that has one name only.
    private func names(of found: FoundRecord) -> [String]? {
        guard let collection = reader.schema.collection(number: found.collection),
            collection.field(id: "aliases") != nil || collection.field(id: "abbr") != nil,
            let view = reader.view(found.record)
        else { return nil }
        var names = view.names
        if case .text(let text) = view.value("abbr") { names.append(text) }
        names.removeAll { Self.isKind($0, in: collection) }
        return names.count > 1 ? names : nil
    }

    /// Whether a name is what a kind of record is called, as `Thành phố`: every text has that.
    private static func isKind(_ name: String, in collection: CollectionDefinition) -> Bool {
        guard case .set(.enumeration(let kinds)) = collection.field(id: "kinds")?.type else {
            return false
        }
        let folded = foldedName(name)
        return kinds.codes.contains { code in
            foldedName(code.labels.vi).isSame(as: folded)
                || foldedName(code.labels.en).isSame(as: folded)
        }
    }

    /// Every run of words in the query, split and joined, as names are looked up.
    private static func stretches(of typed: String) -> Set<String> {
        let text = SearchText(typed)
        var result: Set<String> = []
        let joined = text.joined.map { $0.token.folded }
        result.formUnion(joined)
        let words = text.tokens.prefix(SearchQuery.wordsMax).map { $0.folded }
        for start in words.indices {
            for end in start..<words.count {
                result.insert(words[start...end].joined(separator: " "))
            }
        }
        return result
    }
}
