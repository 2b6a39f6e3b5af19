package import ServerCore
package import Shared

/// One transaction on the server's database; of use only within ``SQLStore/write(_:)`` or
/// ``SQLStore/read(_:)``.
///
/// The statements are the same for SQLite and PostgreSQL.
package struct SQLTransaction: ServerTransaction {
    let session: SQLSession
    let known = KnownRows()

    package init(_ session: SQLSession) { self.session = session }

    /// Runs `body` so that it leaves nothing behind when it throws.
    ///
    /// - Throws: when the database failed; the whole transaction is lost then.
    package func attempt<Value>(
        _ body: (inout SQLTransaction) throws -> Value
    ) throws(StoreError) -> Result<Value, any Error> {
        try session.run("SAVEPOINT attempt")
        // What a failed body has come to know of rows goes with it.
        var inner = SQLTransaction(session)
        let result = Result { try body(&inner) }
        if let failure = session.failure { throw failure }
        if case .failure = result { try session.run("ROLLBACK TO attempt") }
        try session.run("RELEASE attempt")
        return result
    }

    package func clock(of scope: ScopeID) throws(StoreError) -> ScopeClock? {
        try session.first("SELECT epoch, last, replica FROM scope WHERE name = ?", scope) {
            (row) throws(StoreError) in
            ScopeClock(
                epoch: try row.identifier(0),
                last: row.word(1),
                replica: try row.identifier(2)
            )
        }
    }

    package mutating func setClock(
        _ clock: ScopeClock,
        of scope: ScopeID
    ) throws(StoreError) {
        guard clock.last <= UInt64(Place.sequenceMax) else {
            throw .failed("the scope's history is full")
        }
        try session.run(
            """
            INSERT INTO scope (name, epoch, last, replica) VALUES (?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE
            SET epoch = excluded.epoch, last = excluded.last, replica = excluded.replica
            """,
            scope,
            clock.epoch,
            clock.last,
            clock.replica
        )
    }

    package func vector(of scope: ScopeID) throws(StoreError) -> VersionVector {
        let vector = try session.first("SELECT vector FROM scope WHERE name = ?", scope) {
            (row) throws(StoreError) in try row.vector(0)
        }
        return vector ?? VersionVector()
    }

    package mutating func setVector(
        _ vector: VersionVector,
        of scope: ScopeID
    ) throws(StoreError) {
        try session.run("UPDATE scope SET vector = ? WHERE name = ?", vector.bytes, scope)
    }

    package func digest(of scope: ScopeID) throws(StoreError) -> StateDigest {
        let digest = try session.first(
            "SELECT digest FROM scope WHERE name = ? AND digest IS NOT NULL",
            scope
        ) { (row) throws(StoreError) in StateDigest(try row.hash(0)) }
        return digest ?? StateDigest()
    }

    package mutating func setDigest(
        _ digest: StateDigest,
        of scope: ScopeID
    ) throws(StoreError) {
        try session.run("UPDATE scope SET digest = ? WHERE name = ?", digest.hash, scope)
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
