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
            for phrases in [plain.phrases, aliases] where result.exact.count <= wanted.countMax {
                let found = try look(for: phrases, at: [place], in: catalogue, seen)
                if found.isCut { result.isCut = true }
                for record in found.records { take(record, &result, &seen) }
            }
        }
        for record in try similar(in: catalogue, seen, &result.isCut) {
            take(record, &result, &seen)
        }
        result.exact = sorted(result.exact, &result.isCut)
        result.similar = sorted(result.similar, &result.isCut)
        return result
    }

    /// Candidates that may be similar; those that are found as typed are others.
    private func similar(
        in catalogue: some CatalogueTransaction,
        _ seen: Set<RecordID>,
        _ isCut: inout Bool
    ) throws -> [RecordID] {
        // What has one of the query's own phrases was looked for already. (The index has no phrases of
        // which only some words have marks.)
        let phrases = query.similarPhrases.filter { !query.phrases.contains($0) }
        let exact = query.phrases.filter { $0.kind != nil }
        func look(at places: [RecordText.Place]) throws -> (records: [RecordID], isCut: Bool) {
            try self.look(for: phrases, without: exact, at: places, in: catalogue, seen)
        }
        // Mostly they are few: then one look finds them all.
        let all = try look(at: RecordText.Place.allCases)
        guard all.isCut else { return all.records }
        isCut = true
        var result: [RecordID] = []
        for place in RecordText.Place.allCases where result.count < wanted.countMax {
            result += try look(at: [place]).records.filter { !seen.contains($0) }
        }
        return result
    }

    private func look(
        for phrases: [SearchPhrase],
        without others: [SearchPhrase] = [],
        at places: [RecordText.Place],
        in catalogue: some CatalogueTransaction,
        _ seen: Set<RecordID>
    ) throws -> (records: [RecordID], isCut: Bool) {
        var wanted = wanted
        wanted.countMax += seen.count + 1
        let found = try catalogue.catalogued(with: phrases, without: others, in: places, wanted)
        return (found, found.count == wanted.countMax)
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
            view.texts(labels: [label], first: wanted.language),
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
