import ClientCore
import Shared

/// What a transaction has come across already.
final class KnownRows {
    /// The identity that this transaction has set.
    var newReplica: ReplicaID?
    var scopes: [ScopeID]?
    /// The last scope asked for.
    var scope: (id: ScopeID, row: Int64)?
    /// The chains of that scope.
    var chains: [ReplicaID: Int64] = [:]
    /// By the scope's row.
    var standings: [Int64: Standing] = [:]
    /// The context last read or written: the records of a page share one.
    var context: (scope: Int64, row: Int64, vector: VersionVector)?
    /// The chain that the last own change was appended to.
    var ownChain: (replica: ReplicaID, scope: ScopeID, row: Int64)?
    /// The place of the scope's last own change, by the scope's row.
    var ownEnds: [Int64: Int64] = [:]
    /// Whether something was erased for good, of which the log must keep nothing.
    var hasErased = false
    /// How many records this transaction has added, by the scope's row.
    var newRecords: [Int64: Int64] = [:]
    /// Whether records that change have to wait for the catalogue.
    var isCatalogued: Bool?
}

extension SQLiteReplicaTransaction {
    /// Nil when the replica does not hold the scope.
    func scopeRow(_ scope: ScopeID) throws(ReplicaStoreError) -> Int64? {
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
    func chainRow(
        _ replica: ReplicaID,
        in scope: ScopeID
    ) throws(ReplicaStoreError) -> Int64? {
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

    /// The chain's row, made if need be; nil when the replica does not hold the scope.
    func makeChainRow(
        _ replica: ReplicaID,
        in scope: ScopeID
    ) throws(ReplicaStoreError) -> Int64? {
        if let row = try chainRow(replica, in: scope) { return row }
        guard let scope = try scopeRow(scope) else { return nil }
        try session.run("INSERT INTO chain (scope, replica) VALUES (?, ?)", scope, replica)
        known.chains[replica] = session.insertedRow
        return session.insertedRow
    }

    /// Whose chain a row is.
    func replica(ofChain row: Int64) throws(ReplicaStoreError) -> ReplicaID {
        let replica: ReplicaID? = try session.first(
            "SELECT replica FROM chain WHERE id = ?",
            row
        ) { (row) throws(ReplicaStoreError) in try row.identifier(0) }
        guard let replica else { throw .corrupted("a chain is missing") }
        return replica
    }

    /// The counter as a column holds it; nil for one that no stored chain reaches.
    func column(_ counter: UInt64) -> Int64? { Int64(exactly: counter) }
}
