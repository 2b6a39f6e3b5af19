import Shared

/// A search of a replica's texts: the catalogue says where to look, the records themselves decide.
package struct RecordSearch {
    /// What was found, each group the best first.
    package struct Result {
        package var exact: [SearchHit] = []
        package var similar: [SearchHit] = []
        /// Whether there is more than was asked for.
        package var isCut = false
    }

    private let query: SearchQuery
    /// The query without aliases.
    private let plain: SearchQuery
    private let typed: String
    private let wanted: CatalogueSearch
    private let reader: RecordReader

    /// A search for `typed`, for at most `wanted.countMax` records in each group.
    ///
    /// - Throws: `SearchQueryError` for a text that is no query, or what the catalogue throws.
    package init(
        _ typed: String,
        _ wanted: CatalogueSearch,
        reader: RecordReader,
        in catalogue: some CatalogueTransaction
    ) throws {
        let groups = try SearchAliases(reader: reader).groups(for: typed, in: catalogue)
        query = try SearchQuery(typed, aliases: groups)
        plain = try SearchQuery(typed)
        self.typed = foldedName(typed)
        self.wanted = wanted
        self.reader = reader
    }

    /// Looks where a finding says most first, and no further than needed.
    package func run(in catalogue: some CatalogueTransaction) throws -> Result {
        var result = Result()
        var seen: Set<RecordID> = []
        for record in try wholeNames(in: catalogue) { take(record, &result, &seen) }
        let aliases = query.phrases.filter { !plain.phrases.contains($0) }
        for place in RecordText.Place.allCases {
            for phrases in [plain.phrases, aliases] where result.exact.count < wanted.countMax {
                try look(for: phrases, at: place, in: catalogue, &result, &seen)
            }
        }
        for place in RecordText.Place.allCases where result.similar.count < wanted.countMax {
            try look(for: query.similarPhrases, at: place, in: catalogue, &result, &seen)
        }
        result.exact = sorted(result.exact, &result.isCut)
        result.similar = sorted(result.similar, &result.isCut)
        return result
    }

    private func look(
        for phrases: [SearchPhrase],
        at place: RecordText.Place,
        in catalogue: some CatalogueTransaction,
        _ result: inout Result,
        _ seen: inout Set<RecordID>
    ) throws {
        var wanted = wanted
        wanted.countMax += seen.count + 1
        let found = try catalogue.catalogued(with: phrases, in: place, wanted)
        if found.count == wanted.countMax { result.isCut = true }
        for record in found { take(record, &result, &seen) }
    }

    private func take(
        _ record: RecordID,
        _ result: inout Result,
        _ seen: inout Set<RecordID>
    ) {
        guard seen.insert(record).inserted, let view = reader.view(record), view.life.isInUse
        else { return }
        let label = reader.labels(in: wanted.language).label(of: record)
        let hit = SearchHit(
            record,
            view.texts(labels: [label]),
            query,
            plain: plain,
            foldedQuery: typed
        )
        guard let hit else { return }
        if hit.isExact { result.exact.append(hit) } else { result.similar.append(hit) }
    }

    /// The records that are called just what was typed.
    private func wholeNames(in catalogue: some CatalogueTransaction) throws -> [RecordID] {
        let kinds: [CatalogueEntry.Term.Kind] = [.code, .abbreviation, .name]
        return try kinds.flatMap { kind in
            try catalogue.catalogued(having: kind, kind.key(typed), in: wanted.collection)
        }.map { $0.record }
    }

    private func sorted(_ hits: [SearchHit], _ isCut: inout Bool) -> [SearchHit] {
        let labels = reader.labels(in: wanted.language)
        let keyed = hits.map { hit in
            (hit: hit, key: VietnameseOrder.key(labels.label(of: hit.record)))
        }
        let sorted = keyed.sorted { left, right in
            if left.hit.rank != right.hit.rank { return left.hit.rank < right.hit.rank }
            if left.key != right.key { return left.key.lexicographicallyPrecedes(right.key) }
            return left.hit.record.precedes(right.hit.record)
        }.map { $0.hit }
        if sorted.count > wanted.countMax { isCut = true }
        return Array(sorted.prefix(wanted.countMax))
    }
}
