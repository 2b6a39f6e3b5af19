package import ClientCore
package import Shared

extension SQLiteReplicaTransaction: CatalogueTransaction {
    package func catalogueBasis() throws(ReplicaStoreError) -> CatalogueBasis? {
        try session.first("SELECT format, schema, directory, has_texts FROM catalogue") { row in
            var basis = CatalogueBasis(
                schemaVersion: UInt32(truncatingIfNeeded: row.integer(1)),
                directoryVersion: row.word(2)
            )
            basis.format = row.integer(0)
            basis.hasTexts = row.integer(3) == 1
            return basis
        }
    }

    package mutating func beginCatalogue(
        _ basis: CatalogueBasis
    ) throws(ReplicaStoreError) {
        try session.run("DELETE FROM term")
        try session.run("DELETE FROM entry")
        try session.run("INSERT INTO texts (texts) VALUES ('delete-all')")
        try session.run("DELETE FROM waiting")
        try session.run(
            "INSERT INTO waiting (scope, record) SELECT scope, id FROM record ORDER BY scope, id"
        )
        try setCatalogueBasis(basis)
    }

    package mutating func setCatalogueBasis(
        _ basis: CatalogueBasis
    ) throws(ReplicaStoreError) {
        try session.run(
            """
            INSERT INTO catalogue (id, format, schema, directory, has_texts) VALUES (1, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET format = excluded.format, schema = excluded.schema,
                directory = excluded.directory, has_texts = excluded.has_texts
            """,
            basis.format,
            Int64(basis.schemaVersion),
            basis.directoryVersion,
            basis.hasTexts
        )
        known.isCatalogued = true
    }

    package func waitingCount() throws(ReplicaStoreError) -> Int {
        Int(try session.first("SELECT count(*) FROM waiting") { $0.integer(0) } ?? 0)
    }

    package func waiting(
        atMost count: Int
    ) throws(ReplicaStoreError) -> [WaitingRecord] {
        try session.all(
            """
            SELECT place, record, scope.name FROM waiting JOIN scope ON scope.id = scope
            ORDER BY place LIMIT ?
            """,
            Int64(count)
        ) { (row) throws(ReplicaStoreError) in
            guard let scope = ScopeID(String(decoding: row.bytes(2), as: UTF8.self)) else {
                throw .corrupted("a scope has a name that scopes do not have")
            }
            return WaitingRecord(
                place: row.integer(0),
                record: try row.identifier(1),
                scope: scope
            )
        }
    }

    package mutating func removeWaiting(
        through place: Int64
    ) throws(ReplicaStoreError) {
        try session.run("DELETE FROM waiting WHERE place <= ?", place)
    }

    package mutating func awaitRecords(
        having kind: CatalogueEntry.Term.Kind,
        _ key: String
    ) throws(ReplicaStoreError) {
        try session.run(
            """
            INSERT INTO waiting (scope, record)
            SELECT record.scope, entry.record FROM term JOIN entry ON entry.id = term.entry
                JOIN scope JOIN record ON record.scope = scope.id AND record.id = entry.record
            WHERE term.kind = ? AND term.key = ? ORDER BY entry.record
            """,
            Int64(kind.rawValue),
            Array(key.utf8)
        )
    }

    package mutating func awaitDisputed() throws(ReplicaStoreError) {
        try session.run(
            "INSERT INTO waiting (scope, record) SELECT scope, id FROM disputable ORDER BY id"
        )
    }

    /// Has a record wait that has changed; nothing waits where there is no catalogue.
    func keepWaiting(_ record: RecordID, _ scope: Int64) throws(ReplicaStoreError) {
        if known.isCatalogued == nil { known.isCatalogued = try catalogueBasis() != nil }
        guard known.isCatalogued == true else { return }
        try session.run("INSERT INTO waiting (scope, record) VALUES (?, ?)", scope, record)
    }

    package func catalogueLabel(
        of record: RecordID
    ) throws(ReplicaStoreError) -> CatalogueEntry.Label? {
        try session.first("SELECT label_vi, label_en FROM entry WHERE record = ?", record) { row in
            CatalogueEntry.Label(
                vi: String(decoding: row.bytes(0), as: UTF8.self),
                en: String(decoding: row.bytes(1), as: UTF8.self)
            )
        }
    }

    package mutating func enter(
        _ entry: CatalogueEntry,
        texts: [RecordText]
    ) throws(ReplicaStoreError) {
        try removeEntry(of: entry)
        try session.run(
            """
            INSERT INTO entry
                (record, collection, life, label_vi, label_en, order_vi, order_en)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            entry.record,
            Int64(entry.collection),
            entry.life.column,
            Array(entry.label.vi.utf8),
            Array(entry.label.en.utf8),
            entry.label.order(in: .vi),
            entry.label.order(in: .en)
        )
        let row = session.insertedRow
        for term in entry.terms {
            try session.run(
                "INSERT INTO term (kind, key, collection, entry) VALUES (?, ?, ?, ?)",
                Int64(term.kind.rawValue),
                Array(term.key.utf8),
                Int64(entry.collection),
                row
            )
        }
        if !texts.isEmpty { try enter(texts, row) }
    }

    /// The texts of what has been removed for good must not stay behind: they are all made again.
    private func removeEntry(of entry: CatalogueEntry) throws(ReplicaStoreError) {
        let old = try session.first(
            "SELECT id, life FROM entry WHERE record = ?",
            entry.record
        ) { row in (row: row.integer(0), life: row.integer(1)) }
        guard let old else { return }
        try session.run("DELETE FROM term WHERE entry = ?", old.row)
        try session.run("DELETE FROM entry WHERE id = ?", old.row)
        guard entry.life == .purged, old.life != entry.life.column else { return }
        try session.run("INSERT INTO texts (texts) VALUES ('delete-all')")
        try session.run("UPDATE catalogue SET has_texts = 0")
    }

    private func enter(
        _ texts: [RecordText],
        _ row: Int64
    ) throws(ReplicaStoreError) {
        var columns = [IndexColumn](repeating: IndexColumn(), count: 3)
        for text in texts { columns[text.place.rawValue].append(text.text) }
        try session.run(
            """
            INSERT INTO texts (rowid, name_exact, name_folded, label_exact, label_folded,
                content_exact, content_folded)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            row,
            columns[0].exact,
            columns[0].folded,
            columns[1].exact,
            columns[1].folded,
            columns[2].exact,
            columns[2].folded
        )
    }
}

/// The words of several texts, so that no phrase reaches from one into the next.
private struct IndexColumn {
    var exact = ""
    var folded = ""

    mutating func append(_ text: String) {
        let entry = SearchText(text).indexEntry()
        if !exact.isEmpty {
            exact += " " + SearchIndexEntry.breakWord + " "
            folded += " " + SearchIndexEntry.breakWord + " "
        }
        exact += entry.exact.joined(separator: " ")
        folded += entry.folded.joined(separator: " ")
    }
}

extension RecordLife {
    /// As the catalogue stores it.
    var column: Int64 {
        switch self {
        case .live: 0
        case .disputedDelete: 1
        case .disputedPurge: 2
        case .deleted: 3
        case .purged: 4
        }
    }

    init?(column: Int64) {
        let all: [RecordLife] = [.live, .disputedDelete, .disputedPurge, .deleted, .purged]
        guard let life = all.first(where: { $0.column == column }) else { return nil }
        self = life
    }
}
