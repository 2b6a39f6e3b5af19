package import Shared

/// What a catalogue was made under; when any of it is another, entries are made again.
package struct CatalogueBasis: Hashable, Sendable {
    package var format = CatalogueEntry.format
    package var schemaVersion: UInt32
    package var directoryVersion: UInt64
    /// Whether the texts of records were entered too, for searching.
    package var hasTexts = false

    package init(schemaVersion: UInt32, directoryVersion: UInt64) {
        self.schemaVersion = schemaVersion
        self.directoryVersion = directoryVersion
    }
}

/// A record that has changed since it was entered.
package struct WaitingRecord: Hashable, Sendable {
    /// Its place among the waiting.
    package let place: Int64
    package let record: RecordID
    package let scope: ScopeID

    package init(place: Int64, record: RecordID, scope: ScopeID) {
        self.place = place
        self.record = record
        self.scope = scope
    }
}

/// A record that was looked up.
package struct FoundRecord: Hashable, Sendable {
    package let record: RecordID
    package let collection: UInt16
    package let life: RecordLife

    package init(record: RecordID, collection: UInt16, life: RecordLife) {
        self.record = record
        self.collection = collection
        self.life = life
    }
}

/// A replica's catalogue of its records, kept beside them in the same transactions.
///
/// Every implementation gives the same answers as ``MemoryCatalogue``. Answers are true only while
/// nothing waits.
package protocol CatalogueTransaction {
    /// Nil when there is no catalogue.
    func catalogueBasis() throws(ReplicaStoreError) -> CatalogueBasis?
    /// Empties the catalogue; every record of the replica waits to be entered.
    mutating func beginCatalogue(_ basis: CatalogueBasis) throws(ReplicaStoreError)
    /// Notes another basis and keeps the entries.
    mutating func setCatalogueBasis(_ basis: CatalogueBasis) throws(ReplicaStoreError)

    func waitingCount() throws(ReplicaStoreError) -> Int
    /// The first of the records that wait, each perhaps several times.
    func waiting(atMost count: Int) throws(ReplicaStoreError) -> [WaitingRecord]
    mutating func removeWaiting(through place: Int64) throws(ReplicaStoreError)
    /// Has every record wait that has an own entry with this term.
    mutating func awaitRecords(
        having kind: CatalogueEntry.Term.Kind,
        _ key: String
    ) throws(ReplicaStoreError)
    /// Has every record wait that people may have to settle something about.
    mutating func awaitDisputed() throws(ReplicaStoreError)

    func catalogueLabel(of record: RecordID) throws(ReplicaStoreError) -> CatalogueEntry.Label?
    /// Enters a record in the place of its former entry.
    mutating func enter(
        _ entry: CatalogueEntry,
        texts: [RecordText]
    ) throws(ReplicaStoreError)

    /// The records of a collection in the order of their ids.
    func catalogued(in collection: UInt16) throws(ReplicaStoreError) -> [FoundRecord]
    /// The records of a collection in the order of their labels.
    func catalogued(
        in collection: UInt16,
        by language: DisplayLanguage
    ) throws(ReplicaStoreError) -> [FoundRecord]
    /// What a record is sorted by; nil for one that is not entered.
    func catalogueOrder(
        of record: RecordID,
        in language: DisplayLanguage
    ) throws(ReplicaStoreError) -> [UInt8]?
    /// The records with this term, in the order of their ids; of all collections where none is named.
    func catalogued(
        having kind: CatalogueEntry.Term.Kind,
        _ key: String,
        in collection: UInt16?
    ) throws(ReplicaStoreError) -> [FoundRecord]
    /// All terms of a kind in a collection, in the order of their bytes.
    func catalogueKeys(
        of kind: CatalogueEntry.Term.Kind,
        in collection: UInt16
    ) throws(ReplicaStoreError) -> [String]

    /// Records in use that have one of `phrases` in texts of these places, and none of `others` in any of
    /// their texts, by their labels' order, at most `count`.
    ///
    /// May hold some that only nearly have it, and miss some that nearly have one of `others`.
    func catalogued(
        with phrases: [SearchPhrase],
        without others: [SearchPhrase],
        in places: [RecordText.Place],
        _ query: CatalogueSearch
    ) throws(ReplicaStoreError) -> [RecordID]
}

/// Which records a search is for.
package struct CatalogueSearch: Hashable, Sendable {
    package var collection: UInt16?
    package var language: DisplayLanguage
    package var countMax: Int

    package init(collection: UInt16?, language: DisplayLanguage, countMax: Int) {
        self.collection = collection
        self.language = language
        self.countMax = countMax
    }
}
