package import Shared

/// A catalogue in memory: the executable specification of what a catalogue answers, and what serves
/// where none can be kept.
package struct MemoryCatalogue: CatalogueTransaction, Sendable {
    private var basis: CatalogueBasis?
    private var entries: [RecordID: (entry: CatalogueEntry, texts: [RecordText])] = [:]
    private var queue: [WaitingRecord] = []
    private var lastPlace: Int64 = 0
    /// Every record of the replica, in the order of their ids.
    private let records: [(record: RecordID, scope: ScopeID)]
    private let disputed: [RecordID]

    /// A catalogue of a replica that holds `records`, some of which may be `disputed`.
    package init(records: [(record: RecordID, scope: ScopeID)], disputed: [RecordID] = []) {
        self.records = records
        self.disputed = disputed
    }

    package func catalogueBasis() -> CatalogueBasis? { basis }

    package mutating func beginCatalogue(_ basis: CatalogueBasis) {
        self.basis = basis
        entries = [:]
        queue = records.map { record, scope in
            lastPlace += 1
            return WaitingRecord(place: lastPlace, record: record, scope: scope)
        }
    }

    package mutating func setCatalogueBasis(_ basis: CatalogueBasis) { self.basis = basis }

    /// Has a record wait that has changed.
    package mutating func keepWaiting(_ record: RecordID) {
        guard let scope = records.first(where: { $0.record == record })?.scope else { return }
        lastPlace += 1
        queue.append(WaitingRecord(place: lastPlace, record: record, scope: scope))
    }

    package func waitingCount() -> Int { queue.count }

    package func waiting(atMost count: Int) -> [WaitingRecord] { Array(queue.prefix(count)) }

    package mutating func removeWaiting(through place: Int64) {
        queue.removeAll { $0.place <= place }
    }

    package mutating func awaitRecords(having kind: CatalogueEntry.Term.Kind, _ key: String) {
        for found in catalogued(having: kind, key, in: nil) { keepWaiting(found.record) }
    }

    package mutating func awaitDisputed() {
        for record in disputed { keepWaiting(record) }
    }

    package func catalogueLabel(of record: RecordID) -> CatalogueEntry.Label? {
        entries[record]?.entry.label
    }

    package mutating func enter(_ entry: CatalogueEntry, texts: [RecordText]) {
        entries[entry.record] = (entry, texts)
    }

    package func catalogued(in collection: UInt16) -> [FoundRecord] {
        found { $0.collection == collection }
    }

    package func catalogued(
        in collection: UInt16,
        by language: DisplayLanguage
    ) -> [FoundRecord] {
        let entries = entries.values.map { $0.entry }.filter { $0.collection == collection }
        return sorted(entries, by: language).map {
            FoundRecord(record: $0.record, collection: $0.collection, life: $0.life)
        }
    }

    package func catalogueOrder(of record: RecordID, in language: DisplayLanguage) -> [UInt8]? {
        entries[record]?.entry.label.order(in: language)
    }

    package func catalogued(
        having kind: CatalogueEntry.Term.Kind,
        _ key: String,
        in collection: UInt16?
    ) -> [FoundRecord] {
        found { entry in
            (collection == nil || entry.collection == collection)
                && entry.terms.contains { $0.kind == kind && $0.key.isSame(as: key) }
        }
    }

    package func catalogueKeys(
        of kind: CatalogueEntry.Term.Kind,
        in collection: UInt16
    ) -> [String] {
        let keys = entries.values.map { $0.entry }.filter { $0.collection == collection }
            .flatMap { $0.terms }.filter { $0.kind == kind }.map { $0.key }
        return Set(keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    package func catalogued(
        with phrases: [SearchPhrase],
        without others: [SearchPhrase],
        in places: [RecordText.Place],
        _ query: CatalogueSearch
    ) -> [RecordID] {
        let matching = entries.values.filter { entry, texts in
            entry.life.isInUse && (query.collection == nil || entry.collection == query.collection)
                && texts.contains { places.contains($0.place) && $0.hasOne(of: phrases) }
                && !texts.contains { $0.hasOne(of: others) }
        }
        return sorted(matching.map { $0.entry }, by: query.language).prefix(query.countMax)
            .map { $0.record }
    }

    private func sorted(
        _ entries: [CatalogueEntry],
        by language: DisplayLanguage
    ) -> [CatalogueEntry] {
        let keyed = entries.map { (entry: $0, order: $0.label.order(in: language)) }
        return keyed.sorted { left, right in
            left.order == right.order
                ? left.entry.record.precedes(right.entry.record)
                : left.order.lexicographicallyPrecedes(right.order)
        }.map { $0.entry }
    }

    private func found(where isWanted: (CatalogueEntry) -> Bool) -> [FoundRecord] {
        entries.values.map { $0.entry }.filter(isWanted)
            .map { FoundRecord(record: $0.record, collection: $0.collection, life: $0.life) }
            .sorted { $0.record.precedes($1.record) }
    }
}

extension CatalogueEntry.Label {
    /// By what records with this label are sorted.
    package func order(in language: DisplayLanguage) -> [UInt8] {
        VietnameseOrder.key(language == .vi ? vi : en)
    }
}

extension RecordText {
    fileprivate func hasOne(of phrases: [SearchPhrase]) -> Bool {
        let words = SearchText(text).indexEntry()
        return phrases.contains { $0.stands(in: words) }
    }
}

extension SearchPhrase {
    /// Whether the words stand side by side among those of an index entry.
    ///
    /// Words of a mixed phrase are all compared folded.
    fileprivate func stands(in entry: SearchIndexEntry) -> Bool {
        let isExact = kind == .exact
        let wanted = words.map { isExact ? $0.key : $0.folded }
        let held = isExact ? entry.exact : entry.folded
        guard !wanted.isEmpty, held.count >= wanted.count else { return false }
        return (0...(held.count - wanted.count)).contains { start in
            zip(wanted, held[start...]).allSatisfy { $0.isSame(as: $1) }
        }
    }
}
