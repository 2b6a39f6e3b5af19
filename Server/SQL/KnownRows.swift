import ServerCore
import Shared

/// The key of records and of changes: the scope's row id times 2^40 plus the sequence.
///
/// Whatever happens is appended at the end of its scope's range, and reading on from a cursor is one run
/// through neighbouring rows.
package enum Place {
    static let sequenceBits: Int64 = 40
    static let sequenceMax: Int64 = 1 << sequenceBits - 1
}

/// Row ids that a transaction has come across.
final class KnownRows {
    /// The last scope asked for.
    var scope: (id: ScopeID, row: Int64)?
    /// The chains of that scope.
    var chains: [ReplicaID: Int64] = [:]
    /// Where the record last looked up is; a nil place means that there is none.
    var record: (id: RecordID, scope: Int64, place: Int64?)?
}

extension SQLTransaction {
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
        let row = try session.first(
            "INSERT INTO chain (scope, replica) VALUES (?, ?) RETURNING id",
            scope,
            replica
        ) { $0.integer(0) }
        known.chains[replica] = row
        return row
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
        return scope << Place.sequenceBits | min(sequence, Place.sequenceMax)
    }

    /// The key of something to be stored.
    func newPlace(_ sequence: ServerSequence, in scope: Int64) throws(StoreError) -> Int64 {
        guard sequence <= UInt64(Place.sequenceMax) else {
            throw .failed("the scope's history is full")
        }
        return place(sequence, in: scope)
    }

    /// The sequence within a key.
    func sequence(ofPlace place: Int64) -> ServerSequence {
        ServerSequence(bitPattern: place & Place.sequenceMax)
    }

    /// The counter as a column holds it; nil for one that no stored chain reaches.
    func column(_ counter: UInt64) -> Int64? { Int64(exactly: counter) }
}
