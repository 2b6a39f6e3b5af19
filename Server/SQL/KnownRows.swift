package import ServerCore
import Shared

/// The key of records and of changes: the scope's row id times 2^40 plus the sequence.
///
/// Whatever happens is appended at the end of its scope's range, and reading on from a cursor is one run
/// through neighbouring rows.
package enum Place {
    static let sequenceBits: Int64 = 40
    static let sequenceMax: Int64 = 1 << sequenceBits - 1
}

/// What a transaction has come across, and what it is going to write of it at its end.
///
/// A group of pushes changes the same few values of a scope again and again; the version vector of a
/// register with thousands of writers is the largest of them.
final class KnownRows {
    /// A scope's row.
    struct Scope {
        let row: Int64
        var clock: ScopeClock
        var digest: StateDigest
        /// Nil until it is asked for.
        var vector: VersionVector?
        /// Whether something differs from what is stored, and whether the vector does.
        var isChanged = false
        var hasNewVector = false
    }

    struct State {
        var scopes: [ScopeID: Scope] = [:]
        /// The chains of a scope's row.
        var chains: [Int64: [ReplicaID: Int64]] = [:]
        /// Whose chain a row is.
        var replicas: [Int64: ReplicaID] = [:]
        /// Where the record last looked up is; a nil place means that there is none.
        var record: (id: RecordID, scope: Int64, place: Int64?)?
        /// The change that was last added to the log.
        var appended: (place: Int64, change: SealedChange)?
    }

    var state: State

    init(_ state: State = State()) { self.state = state }
}

extension SQLTransaction {
    /// Writes what is to be written at the end; nothing may come after it.
    package func finish() throws(StoreError) {
        for scope in known.state.scopes.values where scope.isChanged {
            try session.run(
                """
                UPDATE scope SET epoch = ?, last = ?, replica = ?, digest = ?,
                vector = coalesce(?, vector) WHERE id = ?
                """,
                scope.clock.epoch,
                scope.clock.last,
                scope.clock.replica,
                scope.digest.hash,
                scope.hasNewVector ? scope.vector?.bytes : nil,
                scope.row
            )
        }
    }

    /// Changes what is going to be written of a scope.
    ///
    /// - Returns: false when there is no such scope.
    @discardableResult
    func change(
        _ scope: ScopeID,
        _ change: (inout KnownRows.Scope) -> Void
    ) throws(StoreError) -> Bool {
        guard var row = try knownScope(scope) else { return false }
        change(&row)
        row.isChanged = true
        known.state.scopes[scope] = row
        return true
    }

    /// Nil when there is no such scope.
    func knownScope(_ scope: ScopeID) throws(StoreError) -> KnownRows.Scope? {
        if let found = known.state.scopes[scope] { return found }
        let found = try session.first(
            "SELECT id, epoch, last, replica, digest FROM scope WHERE name = ?",
            scope
        ) { (row) throws(StoreError) in
            KnownRows.Scope(
                row: row.integer(0),
                clock: ScopeClock(
                    epoch: try row.identifier(1),
                    last: row.word(2),
                    replica: try row.identifier(3)
                ),
                digest: row.isNull(4) ? StateDigest() : StateDigest(try row.hash(4))
            )
        }
        known.state.scopes[scope] = found
        return found
    }

    /// Nil when there is no such scope.
    func scopeRow(_ scope: ScopeID) throws(StoreError) -> Int64? { try knownScope(scope)?.row }

    /// Nil when nothing is known of the chain.
    func chainRow(_ replica: ReplicaID, in scope: ScopeID) throws(StoreError) -> Int64? {
        guard let scope = try scopeRow(scope) else { return nil }
        if let row = known.state.chains[scope]?[replica] { return row }
        let row = try session.first(
            "SELECT id FROM chain WHERE scope = ? AND replica = ?",
            scope,
            replica
        ) { $0.integer(0) }
        known.state.chains[scope, default: [:]][replica] = row
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
        known.state.chains[scope, default: [:]][replica] = row
        return row
    }

    /// Whose chain a row is.
    func replica(ofChain row: Int64) throws(StoreError) -> ReplicaID {
        if let replica = known.state.replicas[row] { return replica }
        let replica: ReplicaID? = try session.first(
            "SELECT replica FROM chain WHERE id = ?",
            row
        ) { (row) throws(StoreError) in try row.identifier(0) }
        guard let replica else { throw .corrupted("a chain is missing") }
        known.state.replicas[row] = replica
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
