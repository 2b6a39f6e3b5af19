package import ServerCore
package import Shared

/// One transaction on the server's database; of use only within ``SQLStore/write(_:)`` or
/// ``SQLStore/read(_:)``.
///
/// The statements are the same for SQLite and PostgreSQL.
package struct SQLTransaction: ServerTransaction {
    let session: SQLSession
    let known: KnownRows

    package init(_ session: SQLSession) { self.init(session, KnownRows()) }

    private init(_ session: SQLSession, _ known: KnownRows) {
        self.session = session
        self.known = known
    }

    /// Runs `body` so that it leaves nothing behind when it throws.
    ///
    /// - Throws: when the database failed; the whole transaction is lost then.
    func attempt<Value>(
        _ body: (inout SQLTransaction) throws -> Value
    ) throws(StoreError) -> Result<Value, any Error> {
        try session.run("SAVEPOINT attempt")
        // What a failed body has come to know of rows, or was going to write, goes with it.
        var inner = SQLTransaction(session, KnownRows(known.state))
        let result = Result { try body(&inner) }
        if let failure = session.failure { throw failure }
        switch result {
        case .success: known.state = inner.known.state
        case .failure: try session.run("ROLLBACK TO attempt")
        }
        try session.run("RELEASE attempt")
        return result
    }

    package func clock(of scope: ScopeID) throws(StoreError) -> ScopeClock? {
        try knownScope(scope)?.clock
    }

    package mutating func setClock(
        _ clock: ScopeClock,
        of scope: ScopeID
    ) throws(StoreError) {
        guard clock.last <= UInt64(Place.sequenceMax) else {
            throw .failed("the scope's history is full")
        }
        if try change(scope, { $0.clock = clock }) { return }
        let row = try session.first(
            "INSERT INTO scope (name, epoch, last, replica) VALUES (?, ?, ?, ?) RETURNING id",
            scope,
            clock.epoch,
            clock.last,
            clock.replica
        ) { $0.integer(0) }
        known.state.scopes[scope] = row.map {
            KnownRows.Scope(row: $0, clock: clock, digest: StateDigest(), vector: VersionVector())
        }
    }

    package func vector(of scope: ScopeID) throws(StoreError) -> VersionVector {
        guard let found = try knownScope(scope) else { return VersionVector() }
        if let vector = found.vector { return vector }
        let vector = try session.first("SELECT vector FROM scope WHERE id = ?", found.row) {
            (row) throws(StoreError) in try row.vector(0)
        }
        known.state.scopes[scope]?.vector = vector
        return vector ?? VersionVector()
    }

    package mutating func setVector(
        _ vector: VersionVector,
        of scope: ScopeID
    ) throws(StoreError) {
        try change(scope) { row in
            row.vector = vector
            row.hasNewVector = true
        }
    }

    package func digest(of scope: ScopeID) throws(StoreError) -> StateDigest {
        try knownScope(scope)?.digest ?? StateDigest()
    }

    package mutating func setDigest(
        _ digest: StateDigest,
        of scope: ScopeID
    ) throws(StoreError) {
        try change(scope) { $0.digest = digest }
    }

    package func digest(
        ofBucket bucket: Int,
        in scope: ScopeID
    ) throws(StoreError) -> StateDigest {
        guard let scope = try scopeRow(scope) else { return StateDigest() }
        let digest = try session.first(
            "SELECT digest FROM bucket WHERE scope = ? AND bucket = ?",
            scope,
            Int64(bucket)
        ) { (row) throws(StoreError) in StateDigest(try row.hash(0)) }
        return digest ?? StateDigest()
    }

    package mutating func setDigest(
        _ digest: StateDigest,
        ofBucket bucket: Int,
        in scope: ScopeID
    ) throws(StoreError) {
        guard let scope = try scopeRow(scope) else { return }
        try session.run(
            """
            INSERT INTO bucket (scope, bucket, digest) VALUES (?, ?, ?)
            ON CONFLICT (scope, bucket) DO UPDATE SET digest = excluded.digest
            """,
            scope,
            Int64(bucket),
            digest.hash
        )
    }

    package func forks(in scope: ScopeID) throws(StoreError) -> [Fork] {
        guard let scope = try scopeRow(scope) else { return [] }
        return try session.all("SELECT fork FROM fork WHERE scope = ? ORDER BY id", scope) {
            (row) throws(StoreError) in
            do throws(CBORError) {
                return try Fork(bytes: row.bytes(0))
            } catch {
                throw .corrupted("a fork cannot be read: \(error.description)")
            }
        }
    }

    package mutating func addFork(_ fork: Fork, in scope: ScopeID) throws(StoreError) {
        guard let scope = try scopeRow(scope) else { return }
        try session.run(
            "INSERT INTO fork (scope, fork) VALUES (?, ?) ON CONFLICT DO NOTHING",
            scope,
            fork.bytes
        )
    }
}
