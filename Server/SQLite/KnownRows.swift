import ServerCore
import Shared

/// Row ids that a transaction has come across.
final class KnownRows {
    /// The last scope asked for.
    var scope: (id: ScopeID, row: Int64)?
    /// The chains of that scope.
    var chains: [ReplicaID: Int64] = [:]
    /// Where the record last looked up is; a nil place means that there is none.
    var record: (id: RecordID, scope: Int64, place: Int64?)?
}

extension SQLiteServerTransaction {
    /// Nil when there is no such scope.
    func scopeRow(_ scope: ScopeID) throws(StoreError) -> Int64? {
        if let last = known.scope, last.id == scope { return last.row }
        let row = try session.first("SELECT id FROM scope WHERE name = ?", scope) {
            $0.integer(0)
        }
        guard let row else { return nil }
        known.scope = (scope, row)
        known.chains = [:]
        return row
    }

    /// Nil when nothing is known of the chain.
    func chainRow(_ replica: ReplicaID, in scope: ScopeID) throws(StoreError) -> Int64? {
        guard let scope = try scopeRow(scope) else { return nil }
        if let row = known.chains[replica] { return row }
        let row = try session.first(
            "SELECT id FROM chain WHERE scope = ? AND replica = ?",
            scope,
            replica
        ) { $0.integer(0) }
        if let row { known.chains[replica] = row }
        return row
    }

    /// The chain's row, made if need be; nil when there is no such scope.
    func makeChainRow(_ replica: ReplicaID, in scope: ScopeID) throws(StoreError) -> Int64? {
        if let row = try chainRow(replica, in: scope) { return row }
        guard let scope = try scopeRow(scope) else { return nil }
        try session.run("INSERT INTO chain (scope, replica) VALUES (?, ?)", scope, replica)
        known.chains[replica] = session.insertedRow
        return session.insertedRow
    }

    /// Whose chain a row is.
    func replica(ofChain row: Int64) throws(StoreError) -> ReplicaID {
        let replica: ReplicaID? = try session.first(
            "SELECT replica FROM chain WHERE id = ?",
            row
        ) { (row) throws(StoreError) in try row.identifier(0) }
        guard let replica else { throw .corrupted("a chain is missing") }
        return replica
    }

    /// The key of what happened at `sequence`.
    ///
    /// Used for bounds too: a sequence beyond the range counts as its end.
    func place(_ sequence: ServerSequence, in scope: Int64) -> Int64 {
        let sequence = Int64(clamping: sequence)
        return scope << ServerSchema.sequenceBits | min(sequence, ServerSchema.sequenceMax)
    }

    /// The key of something to be stored.
    func newPlace(_ sequence: ServerSequence, in scope: Int64) throws(StoreError) -> Int64 {
        guard sequence <= UInt64(ServerSchema.sequenceMax) else {
            throw .failed("the scope's history is full")
        }
        return place(sequence, in: scope)
    }

    /// The sequence within a key.
    func sequence(ofPlace place: Int64) -> ServerSequence {
        ServerSequence(bitPattern: place & ServerSchema.sequenceMax)
    }

    /// The counter as a column holds it; nil for one that no stored chain reaches.
    func column(_ counter: UInt64) -> Int64? { Int64(exactly: counter) }
}
