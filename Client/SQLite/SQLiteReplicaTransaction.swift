package import ClientCore
package import Shared

/// One transaction on a replica's database; of use only within ``SQLiteReplicaStore/write(_:)`` or
/// ``SQLiteReplicaStore/read(_:)``.
package struct SQLiteReplicaTransaction: ReplicaTransaction {
    let session: SQLiteSession
    let known = KnownRows()

    init(_ session: SQLiteSession) { self.session = session }

    package func replica() throws(ReplicaStoreError) -> ReplicaID {
        let replica: ReplicaID? = try session.first("SELECT replica FROM replica") {
            (row) throws(ReplicaStoreError) in try row.identifier(0)
        }
        guard let replica else { throw .corrupted("the replica has no identity") }
        return replica
    }

    package mutating func setReplica(_ replica: ReplicaID) throws(ReplicaStoreError) {
        try session.run("UPDATE replica SET replica = ?", replica)
        known.newReplica = replica
    }

    package func clock() throws(ReplicaStoreError) -> HybridClock {
        let last = try session.first("SELECT clock FROM replica") { $0.word(0) }
        guard let last else { throw .corrupted("the replica has no clock") }
        return HybridClock(last: HybridTimestamp(rawValue: last))
    }

    package mutating func setClock(_ clock: HybridClock) throws(ReplicaStoreError) {
        try session.run("UPDATE replica SET clock = ?", clock.last.rawValue)
    }

    package func scopes() throws(ReplicaStoreError) -> [ScopeID] {
        if let scopes = known.scopes { return scopes }
        let scopes = try session.all("SELECT name FROM scope ORDER BY name") {
            (row) throws(ReplicaStoreError) in
            guard let scope = ScopeID(String(decoding: row.bytes(0), as: UTF8.self)) else {
                throw .corrupted("a scope has a name that scopes do not have")
            }
            return scope
        }
        known.scopes = scopes
        return scopes
    }

    /// Begins to hold a scope; one that is held already stays as it is.
    package mutating func addScope(_ scope: ScopeID) throws(ReplicaStoreError) {
        known.scopes = nil
        try session.run("INSERT INTO scope (name) VALUES (?) ON CONFLICT DO NOTHING", scope)
    }

    package func standing(in scope: ScopeID) throws(ReplicaStoreError) -> Standing {
        guard let row = try scopeRow(scope) else { return Standing() }
        if let standing = known.standings[row] { return standing }
        let standing = try session.first(
            """
            SELECT epoch, base, cursor, is_new_epoch, vector, page_vector, acknowledged
            FROM scope WHERE id = ?
            """,
            row
        ) { (row) throws(ReplicaStoreError) in
            var standing = Standing()
            if !row.isNull(0) { standing.epoch = try row.identifier(0) }
            standing.base = row.word(1)
            standing.cursor = row.word(2)
            standing.isNewEpoch = row.integer(3) == 1
            standing.vector = try row.vector(4)
            standing.pageVector = try row.vector(5)
            standing.acknowledged = try row.vector(6)
            return standing
        }
        known.standings[row] = standing
        return standing ?? Standing()
    }

    /// Writes of the vectors only those that have changed: they are long where many devices write.
    package mutating func setStanding(
        _ standing: Standing,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        guard let row = try scopeRow(scope) else { return }
        let old = try self.standing(in: scope)
        if standing.vector != old.vector {
            try session.run(
                "UPDATE scope SET vector = ? WHERE id = ?",
                standing.vector.bytes,
                row
            )
        }
        if standing.pageVector != old.pageVector {
            try session.run(
                "UPDATE scope SET page_vector = ? WHERE id = ?",
                standing.pageVector.bytes,
                row
            )
        }
        if standing.acknowledged != old.acknowledged {
            try session.run(
                "UPDATE scope SET acknowledged = ? WHERE id = ?",
                standing.acknowledged.bytes,
                row
            )
        }
        try session.run(
            "UPDATE scope SET epoch = ?, base = ?, cursor = ?, is_new_epoch = ? WHERE id = ?",
            standing.epoch,
            standing.base,
            standing.cursor,
            standing.isNewEpoch,
            row
        )
        known.standings[row] = standing
    }

    package func digest(of scope: ScopeID) throws(ReplicaStoreError) -> StateDigest {
        try session.first(
            "SELECT digest FROM scope WHERE name = ? AND digest IS NOT NULL",
            scope
        ) { (row) throws(ReplicaStoreError) in
            StateDigest(try row.hash(0))
        } ?? StateDigest()
    }

    package mutating func setDigest(
        _ digest: StateDigest,
        of scope: ScopeID
    ) throws(ReplicaStoreError) {
        try session.run("UPDATE scope SET digest = ? WHERE name = ?", digest.hash, scope)
    }

    package func forks(in scope: ScopeID) throws(ReplicaStoreError) -> [Fork] {
        guard let scope = try scopeRow(scope) else { return [] }
        return try session.all("SELECT fork FROM fork WHERE scope = ? ORDER BY id", scope) {
            (row) throws(ReplicaStoreError) in
            do throws(CBORError) {
                return try Fork(bytes: row.bytes(0))
            } catch {
                throw .corrupted("a fork cannot be read: \(error.description)")
            }
        }
    }

    package mutating func addFork(
        _ fork: Fork,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        guard let scope = try scopeRow(scope) else { return }
        try session.run(
            "INSERT INTO fork (scope, fork) VALUES (?, ?) ON CONFLICT DO NOTHING",
            scope,
            fork.bytes
        )
    }
}
