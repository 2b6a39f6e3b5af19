package import ClientCore
package import Shared

extension SQLiteReplicaTransaction {
    package mutating func putAside(
        _ aside: RecordAside,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        guard let scope = try scopeRow(scope) else { return }
        try session.run(
            "INSERT INTO aside (scope, record, frame, time) VALUES (?, ?, ?, ?)",
            scope,
            aside.record,
            aside.frame,
            aside.time
        )
    }

    package func putAside(in scope: ScopeID) throws(ReplicaStoreError) -> [RecordAside] {
        guard let scope = try scopeRow(scope) else { return [] }
        return try session.all(
            "SELECT record, frame, time FROM aside WHERE scope = ? ORDER BY place",
            scope
        ) { (row) throws(ReplicaStoreError) in
            RecordAside(
                record: try row.identifier(0),
                frame: row.bytes(1),
                time: row.integer(2)
            )
        }
    }

    /// The index of words cannot forget single ones, so that it is made anew; the log is emptied after
    /// the commit.
    package mutating func eraseTraces(
        of records: Set<RecordID>,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        guard let scope = try scopeRow(scope) else { return }
        for record in records {
            try session.run("DELETE FROM aside WHERE scope = ? AND record = ?", scope, record)
        }
        if let basis = try catalogueBasis() { try beginCatalogue(basis) }
        known.hasErased = true
    }
}
