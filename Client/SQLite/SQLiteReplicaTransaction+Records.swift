package import ClientCore
package import Shared

extension SQLiteReplicaTransaction {
    package func record(
        _ id: RecordID,
        in scope: ScopeID
    ) throws(ReplicaStoreError) -> HeldRecord? {
        guard let scope = try scopeRow(scope) else { return nil }
        return try session.first(
            "SELECT frame, context FROM record WHERE scope = ? AND id = ?",
            scope,
            id
        ) { (row) throws(ReplicaStoreError) in try heldRecord(row, from: 0, scope) }
    }

    package mutating func setRecord(
        _ id: RecordID,
        to record: HeldRecord,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        guard let scope = try scopeRow(scope) else { return }
        let context = record.extra.isEmpty ? nil : try contextRow(record.extra, scope)
        try session.run(
            """
            INSERT INTO record (scope, id, frame, context) VALUES (?, ?, ?, ?)
            ON CONFLICT (scope, id) DO NOTHING
            """,
            scope,
            id,
            record.frame,
            context
        )
        let isNew = session.changedRows == 1
        if isNew {
            known.newRecords[scope, default: 0] += 1
        } else {
            try session.run(
                "UPDATE record SET frame = ?, context = ? WHERE scope = ? AND id = ?",
                record.frame,
                context,
                scope,
                id
            )
        }
        try noteDisputable(id, record.frame, scope, isNew: isNew)
        try keepWaiting(id, scope)
    }

    package func recordCount(in scope: ScopeID) throws(ReplicaStoreError) -> Int {
        guard let scope = try scopeRow(scope) else { return 0 }
        let count = try session.first("SELECT records FROM scope WHERE id = ?", scope) {
            $0.integer(0)
        }
        return Int((count ?? 0) + known.newRecords[scope, default: 0])
    }

    /// Adds the new records to the scopes' counts; the last act of a transaction.
    func countNewRecords() throws(ReplicaStoreError) {
        for (scope, count) in known.newRecords {
            try session.run("UPDATE scope SET records = records + ? WHERE id = ?", count, scope)
        }
        known.newRecords = [:]
    }

    package func disputable(in scope: ScopeID) throws(ReplicaStoreError) -> [RecordID] {
        guard let scope = try scopeRow(scope) else { return [] }
        return try session.all("SELECT id FROM disputable WHERE scope = ? ORDER BY id", scope) {
            (row) throws(ReplicaStoreError) in try row.identifier(0)
        }
    }

    /// Keeps the list of records that people may have to settle something about.
    private func noteDisputable(
        _ id: RecordID,
        _ frame: [UInt8],
        _ scope: Int64,
        isNew: Bool
    ) throws(ReplicaStoreError) {
        if RecordState.isDisputable(inFrame: frame) {
            try session.run(
                "INSERT INTO disputable (scope, id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                scope,
                id
            )
        } else if !isNew {
            try session.run("DELETE FROM disputable WHERE scope = ? AND id = ?", scope, id)
        }
    }

    /// Fills the list of a replica that was made before there was one.
    func findDisputable() throws(ReplicaStoreError) {
        var found: [(scope: Int64, id: RecordID)] = []
        try session.forEach("SELECT scope, id, frame FROM record") {
            (row) throws(ReplicaStoreError) in
            if RecordState.isDisputable(inFrame: row.bytes(2)) {
                found.append((row.integer(0), try row.identifier(1)))
            }
            return true
        }
        for (scope, id) in found {
            try session.run("INSERT INTO disputable (scope, id) VALUES (?, ?)", scope, id)
        }
    }

    package func visitRecords(
        in scope: ScopeID,
        _ visit: (RecordID, HeldRecord) -> Bool
    ) throws(ReplicaStoreError) {
        guard let scope = try scopeRow(scope) else { return }
        try session.forEach(
            "SELECT id, frame, context FROM record WHERE scope = ? ORDER BY id",
            scope
        ) { (row) throws(ReplicaStoreError) in
            visit(try row.identifier(0), try heldRecord(row, from: 1, scope))
        }
    }

    /// Contexts are shared, so that this touches them and no record.
    package mutating func stripContexts(
        by vector: VersionVector,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        guard let scope = try scopeRow(scope) else { return }
        known.context = nil
        let contexts = try session.all(
            "SELECT id, vector FROM context WHERE scope = ?",
            scope
        ) { (row) throws(ReplicaStoreError) in (row: row.integer(0), vector: try row.vector(1)) }
        for context in contexts {
            let stripped = context.vector.stripped(by: vector)
            if stripped.isEmpty {
                try session.run("DELETE FROM context WHERE id = ?", context.row)
            } else if stripped != context.vector {
                try session.run(
                    "UPDATE context SET vector = ? WHERE id = ?",
                    stripped.bytes,
                    context.row
                )
            }
        }
    }

    /// The row that holds a context.
    private func contextRow(
        _ vector: VersionVector,
        _ scope: Int64
    ) throws(ReplicaStoreError) -> Int64 {
        if let last = known.context, last.scope == scope, last.vector == vector { return last.row }
        try session.run("INSERT INTO context (scope, vector) VALUES (?, ?)", scope, vector.bytes)
        known.context = (scope, session.insertedRow, vector)
        return session.insertedRow
    }

    /// Reads frame and context.
    private func heldRecord(
        _ row: SQLiteRow,
        from column: Int32,
        _ scope: Int64
    ) throws(ReplicaStoreError) -> HeldRecord {
        let extra =
            row.isNull(column + 1)
            ? VersionVector() : try context(row.integer(column + 1), scope)
        return HeldRecord(frame: row.bytes(column), extra: extra)
    }

    private func context(
        _ id: Int64,
        _ scope: Int64
    ) throws(ReplicaStoreError) -> VersionVector {
        if let last = known.context, last.row == id { return last.vector }
        let found = try session.first("SELECT vector FROM context WHERE id = ?", id) {
            (row) throws(ReplicaStoreError) in try row.vector(0)
        }
        guard let found else { return VersionVector() }
        known.context = (scope, id, found)
        return found
    }

    /// Calls a branch by its new name in every record and context.
    func rewriteRecords(_ rename: Rename, _ scope: Int64) throws(ReplicaStoreError) {
        known.context = nil
        let contexts = try session.all(
            "SELECT id, vector FROM context WHERE scope = ?",
            scope
        ) { (row) throws(ReplicaStoreError) in (row: row.integer(0), vector: try row.vector(1)) }
        for context in contexts {
            var vector = context.vector
            vector.rename(rename.from, beyond: rename.beyond, to: rename.to)
            guard vector != context.vector else { continue }
            try session.run(
                "UPDATE context SET vector = ? WHERE id = ?",
                vector.bytes,
                context.row
            )
        }
        // No bytes at all come before every id.
        var last: [UInt8] = []
        while true {
            let batch = try session.all(
                """
                SELECT id, frame FROM record
                WHERE scope = ? AND id > ? ORDER BY id LIMIT 512
                """,
                scope,
                last
            ) { (row) throws(ReplicaStoreError) -> (id: RecordID, record: HeldRecord) in
                (try row.identifier(0), HeldRecord(frame: row.bytes(1), extra: VersionVector()))
            }
            guard let end = batch.last else { return }
            for (id, record) in batch {
                let renamed = try record.renamed(by: rename)
                guard renamed != record else { continue }
                try session.run(
                    "UPDATE record SET frame = ? WHERE scope = ? AND id = ?",
                    renamed.frame,
                    scope,
                    id
                )
            }
            last = end.id.bytes
        }
    }
}
