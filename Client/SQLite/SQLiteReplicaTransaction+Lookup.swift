package import ClientCore
package import Shared

extension SQLiteReplicaTransaction {
    /// From so many findings on, the entries in their order are looked through, instead of sorting the findings.
    private static let sortedMax: Int64 = 1000

    package func catalogued(
        in collection: UInt16
    ) throws(ReplicaStoreError) -> [FoundRecord] {
        try session.all(
            "SELECT record, collection, life FROM entry WHERE collection = ? ORDER BY record",
            Int64(collection)
        ) { (row) throws(ReplicaStoreError) in try found(row) }
    }

    /// Visits the bytes of a collection's records, scope by scope.
    package func visitCatalogued(
        in collection: UInt16,
        _ visit: (RecordID, ScopeID, [UInt8]) -> Void
    ) throws(ReplicaStoreError) {
        for scope in try scopes() {
            guard let row = try scopeRow(scope) else { continue }
            try session.forEach(
                """
                SELECT entry.record, frame FROM entry
                JOIN record ON record.scope = ?1 AND record.id = entry.record
                WHERE collection = ?2
                """,
                row,
                Int64(collection)
            ) { (row) throws(ReplicaStoreError) in
                visit(try row.identifier(0), scope, row.bytes(1))
                return true
            }
        }
    }

    package func catalogued(
        in collection: UInt16,
        by language: DisplayLanguage
    ) throws(ReplicaStoreError) -> [FoundRecord] {
        try session.all(
            """
            SELECT record, collection, life FROM entry WHERE collection = ?1
            ORDER BY CASE ?2 WHEN 1 THEN order_vi ELSE order_en END, record
            """,
            Int64(collection),
            language == .vi
        ) { (row) throws(ReplicaStoreError) in try found(row) }
    }

    package func catalogueOrder(
        of record: RecordID,
        in language: DisplayLanguage
    ) throws(ReplicaStoreError) -> [UInt8]? {
        try session.first(
            "SELECT CASE ?2 WHEN 1 THEN order_vi ELSE order_en END FROM entry WHERE record = ?1",
            record,
            language == .vi
        ) { $0.bytes(0) }
    }

    package func catalogued(
        having kind: CatalogueEntry.Term.Kind,
        _ key: String,
        in collection: UInt16?
    ) throws(ReplicaStoreError) -> [FoundRecord] {
        try session.all(
            """
            SELECT record, entry.collection, life
            FROM term JOIN entry ON entry.id = term.entry
            WHERE kind = ?1 AND key = ?2 AND (?3 IS NULL OR term.collection = ?3)
            ORDER BY record
            """,
            Int64(kind.rawValue),
            Array(key.utf8),
            collection.map { Int64($0) }
        ) { (row) throws(ReplicaStoreError) in try found(row) }
    }

    package func catalogueKeys(
        of kind: CatalogueEntry.Term.Kind,
        in collection: UInt16
    ) throws(ReplicaStoreError) -> [String] {
        try session.all(
            "SELECT DISTINCT key FROM term WHERE kind = ? AND collection = ? ORDER BY key",
            Int64(kind.rawValue),
            Int64(collection)
        ) { row in String(decoding: row.bytes(0), as: UTF8.self) }
    }

    package func catalogued(
        with phrases: [SearchPhrase],
        without others: [SearchPhrase],
        in places: [RecordText.Place],
        _ query: CatalogueSearch
    ) throws(ReplicaStoreError) -> [RecordID] {
        guard !phrases.isEmpty, query.countMax > 0 else { return [] }
        var wanted = phrases.map { $0.expression(in: places) }.joined(separator: " OR ")
        if !others.isEmpty {
            let unwanted = others.map { $0.expression(in: RecordText.Place.allCases) }
            wanted = "(\(wanted)) NOT (\(unwanted.joined(separator: " OR ")))"
        }
        let collection = query.collection.map { Int64($0) }
        let isMany = try session.first(
            """
            SELECT count(*) FROM (SELECT 1 FROM texts WHERE texts MATCH ?1 LIMIT ?2)
            """,
            wanted,
            Self.sortedMax
        ) { row in row.integer(0) == Self.sortedMax }
        func read(_ row: SQLiteRow) throws(ReplicaStoreError) -> RecordID { try row.identifier(0) }
        guard isMany == true else {
            return try session.all(
                """
                SELECT record FROM texts JOIN entry ON entry.id = texts.rowid
                WHERE texts MATCH ?1 AND life <= 2 AND (?2 IS NULL OR collection = ?2)
                ORDER BY CASE ?3 WHEN 1 THEN order_vi ELSE order_en END, record LIMIT ?4
                """,
                wanted,
                collection,
                query.language == .vi,
                Int64(query.countMax),
                read: read
            )
        }
        return switch query.language {
        case .vi:
            try session.all(
                """
                SELECT record FROM entry INDEXED BY entry_vi
                WHERE life <= 2 AND (?2 IS NULL OR collection = ?2)
                    AND id IN (SELECT rowid FROM texts WHERE texts MATCH ?1)
                ORDER BY order_vi, record LIMIT ?3
                """,
                wanted,
                collection,
                Int64(query.countMax),
                read: read
            )
        case .en:
            try session.all(
                """
                SELECT record FROM entry INDEXED BY entry_en
                WHERE life <= 2 AND (?2 IS NULL OR collection = ?2)
                    AND id IN (SELECT rowid FROM texts WHERE texts MATCH ?1)
                ORDER BY order_en, record LIMIT ?3
                """,
                wanted,
                collection,
                Int64(query.countMax),
                read: read
            )
        }
    }

    private func found(_ row: SQLiteRow) throws(ReplicaStoreError) -> FoundRecord {
        guard let life = RecordLife(column: row.integer(2)) else {
            throw .corrupted("the catalogue has a life that records do not have")
        }
        return FoundRecord(
            record: try row.identifier(0),
            collection: UInt16(truncatingIfNeeded: row.integer(1)),
            life: life
        )
    }
}

extension SearchPhrase {
    /// The phrase in the language of full-text queries; keys have letters and digits only.
    fileprivate func expression(in places: [RecordText.Place]) -> String {
        let isExact = kind == .exact
        let columns = places.map { place in
            switch place {
            case .name: isExact ? "name_exact" : "name_folded"
            case .label: isExact ? "label_exact" : "label_folded"
            case .content: isExact ? "content_exact" : "content_folded"
            }
        }
        let words = words.map { isExact ? $0.key : $0.folded }.joined(separator: " ")
        return "({\(columns.joined(separator: " "))} : \"\(words)\")"
    }
}
