package import ClientCore
package import Shared

extension SQLiteReplicaTransaction {
    package func ownChanges(in scope: ScopeID) throws(ReplicaStoreError) -> [OwnChange] {
        try ownChanges(in: scope, beyond: VersionVector(), bytesMax: .max)
    }

    package func ownChanges(
        in scope: ScopeID,
        beyond vector: VersionVector,
        bytesMax: Int
    ) throws(ReplicaStoreError) -> [OwnChange] {
        var result: [OwnChange] = []
        try visitOwn(in: scope, beyond: vector, bytesMax: bytesMax) {
            (row, logged) throws(ReplicaStoreError) in
            result.append(try own(row, logged))
        }
        return result
    }

    package func ownLogEntries(
        in scope: ScopeID,
        beyond vector: VersionVector,
        bytesMax: Int
    ) throws(ReplicaStoreError) -> [OwnLogEntry] {
        var result: [OwnLogEntry] = []
        try visitOwn(in: scope, beyond: vector, bytesMax: bytesMax) { result.append($1) }
        return result
    }

    /// Visits the own changes that `vector` does not cover, in order, up to `bytesMax` of them.
    private func visitOwn(
        in scope: ScopeID,
        beyond vector: VersionVector,
        bytesMax: Int,
        _ visit: (SQLiteRow, OwnLogEntry) throws(ReplicaStoreError) -> Void
    ) throws(ReplicaStoreError) {
        guard let row = try scopeRow(scope) else { return }
        var start = Int64.max
        var replicas: [Int64: ReplicaID] = [:]
        for (chain, replica) in try ownChains(row) {
            replicas[chain] = replica
            guard let covered = column(vector[replica]) else { continue }
            // Within a chain, places follow counters.
            let place = try session.first(
                "SELECT place FROM own WHERE chain = ? AND n > ? ORDER BY n LIMIT 1",
                chain,
                covered
            ) { $0.integer(0) }
            start = min(start, place ?? start)
        }
        guard start != .max else { return }
        var bytes = 0
        try session.forEach(
            """
            SELECT chain, n, hash, received, header, salt, body, renames FROM own
            WHERE place >= ? AND place <= ? ORDER BY place
            """,
            start,
            endPlace(of: row)
        ) { (row) throws(ReplicaStoreError) in
            guard let replica = replicas[row.integer(0)] else {
                throw .corrupted("an own change stands in a chain that is not marked as own")
            }
            let dot = Dot(replica, row.word(1))
            if vector.covers(dot) { return true }
            guard bytes < bytesMax else { return false }
            let change = try logged(row, dot)
            bytes += change.bytes.count
            try visit(row, change)
            return true
        }
    }

    package func ownCount(
        in scope: ScopeID,
        beyond vector: VersionVector
    ) throws(ReplicaStoreError) -> Int {
        guard let row = try scopeRow(scope) else { return 0 }
        var count = 0
        for (chain, replica) in try ownChains(row) {
            guard let covered = column(vector[replica]) else { continue }
            let more = try session.first(
                "SELECT count(*) FROM own WHERE chain = ? AND n > ?",
                chain,
                covered
            ) { $0.integer(0) }
            count += Int(more ?? 0)
        }
        return count
    }

    package func ownChange(
        at dot: Dot,
        in scope: ScopeID
    ) throws(ReplicaStoreError) -> OwnChange? {
        guard let chain = try chainRow(dot.replica, in: scope), let n = column(dot.counter) else {
            return nil
        }
        return try session.first(
            """
            SELECT chain, n, hash, received, header, salt, body, renames FROM own
            WHERE chain = ? AND n = ? ORDER BY place LIMIT 1
            """,
            chain,
            n
        ) { (row) throws(ReplicaStoreError) in try own(row, logged(row, dot)) }
    }

    package func ownHeads(in scope: ScopeID) throws(ReplicaStoreError) -> [Dot] {
        guard let row = try scopeRow(scope) else { return [] }
        var result: [Dot] = []
        for (chain, replica) in try ownChains(row) {
            let last = try session.first(
                "SELECT n FROM own WHERE chain = ? ORDER BY n DESC LIMIT 1",
                chain
            ) { $0.word(0) }
            if let last { result.append(Dot(replica, last)) }
        }
        return result
    }

    package mutating func appendOwn(
        _ change: OwnChange,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        let sealed = change.sealed
        guard let row = try scopeRow(scope),
            let chain = try makeOwnChainRow(sealed.dot.replica, in: scope)
        else { return }
        guard let n = column(sealed.dot.counter) else {
            throw .failed("a chain is longer than can be stored")
        }
        let place = try lastPlace(of: row) + 1
        guard place <= endPlace(of: row) else { throw .failed("the scope's log is full") }
        try session.run(
            """
            INSERT INTO own (place, chain, n, hash, received, header, salt, body, renames)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            place,
            chain,
            n,
            sealed.hash,
            change.received,
            sealed.bytes.header,
            sealed.bytes.salt,
            sealed.bytes.body,
            renames(of: sealed)
        )
        known.ownEnds[row] = place
    }

    package mutating func setReceived(
        _ time: Int64,
        through dot: Dot,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        guard let chain = try chainRow(dot.replica, in: scope) else { return }
        try session.run(
            """
            UPDATE own INDEXED BY own_pending SET received = ?
            WHERE chain = ? AND n <= ? AND received IS NULL
            """,
            time,
            chain,
            Int64(clamping: dot.counter)
        )
    }

    /// The chains that hold own changes, in the order of their replicas.
    func ownChains(
        _ scope: Int64
    ) throws(ReplicaStoreError) -> [(chain: Int64, replica: ReplicaID)] {
        try session.all(
            "SELECT id, replica FROM chain WHERE scope = ? AND is_own = 1 ORDER BY replica",
            scope
        ) { (row) throws(ReplicaStoreError) in (row.integer(0), try row.identifier(1)) }
    }

    private func makeOwnChainRow(
        _ replica: ReplicaID,
        in scope: ScopeID
    ) throws(ReplicaStoreError) -> Int64? {
        if let last = known.ownChain, last.replica == replica, last.scope == scope {
            return last.row
        }
        guard let row = try makeChainRow(replica, in: scope) else { return nil }
        try markOwn(row)
        known.ownChain = (replica, scope, row)
        return row
    }

    private func markOwn(_ chain: Int64) throws(ReplicaStoreError) {
        try session.run("UPDATE chain SET is_own = 1 WHERE id = ? AND is_own = 0", chain)
    }

    /// The place of the scope's last own change, or the place before its first.
    private func lastPlace(of scope: Int64) throws(ReplicaStoreError) -> Int64 {
        if let place = known.ownEnds[scope] { return place }
        let start = scope << ReplicaSchema.positionBits
        return try session.first(
            "SELECT place FROM own WHERE place > ? AND place <= ? ORDER BY place DESC LIMIT 1",
            start,
            endPlace(of: scope)
        ) { $0.integer(0) } ?? start
    }

    func endPlace(of scope: Int64) -> Int64 {
        scope << ReplicaSchema.positionBits | ReplicaSchema.positionMax
    }

    /// Reads chain, n, hash, received, header, salt, body, renames.
    private func logged(
        _ row: SQLiteRow,
        _ dot: Dot
    ) throws(ReplicaStoreError) -> OwnLogEntry {
        OwnLogEntry(
            dot: dot,
            bytes: ChangeBytes(
                header: row.bytes(4)[...],
                salt: row.bytes(5)[...],
                body: row.bytes(6)[...]
            ),
            hash: try row.hash(2),
            renames: try reading { () throws(CBORError) in
                row.isNull(7) ? [] : try Rename.list(bytes: row.bytes(7))
            }
        )
    }

    /// Takes the change of such a row apart.
    private func own(
        _ row: SQLiteRow,
        _ logged: OwnLogEntry
    ) throws(ReplicaStoreError) -> OwnChange {
        let sealed = SealedChange(
            dot: logged.dot,
            bytes: logged.bytes,
            original: try reading { () throws(CBORError) in try Change(logged.bytes) },
            hash: logged.hash,
            renames: logged.renames
        )
        return OwnChange(sealed: sealed, received: row.isNull(3) ? nil : row.integer(3))
    }

    private func reading<Value>(
        _ body: () throws(CBORError) -> Value
    ) throws(ReplicaStoreError) -> Value {
        do throws(CBORError) {
            return try body()
        } catch {
            throw .corrupted("an own change cannot be read: \(error.description)")
        }
    }

    private func renames(of sealed: SealedChange) -> [UInt8]? {
        sealed.renames.isEmpty ? nil : Rename.bytes(of: sealed.renames)
    }

    package mutating func rewrite(
        _ rename: Rename,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        guard let row = try scopeRow(scope), let to = try makeChainRow(rename.to, in: scope),
            let from = try makeChainRow(rename.from, in: scope)
        else { return }
        var standing = try standing(in: scope)
        standing.vector.rename(rename.from, beyond: rename.beyond, to: rename.to)
        standing.pageVector.rename(rename.from, beyond: rename.beyond, to: rename.to)
        standing.acknowledged.rename(rename.from, beyond: rename.beyond, to: rename.to)
        try setStanding(standing, in: scope)
        try rewriteRecords(rename, row)
        try rewriteChains(rename.beyond, from: from, to: to)
        try rewriteOwn(rename, row, to: to)
    }

    private func rewriteOwn(
        _ rename: Rename,
        _ scope: Int64,
        to: Int64
    ) throws(ReplicaStoreError) {
        var last = scope << ReplicaSchema.positionBits
        while true {
            let batch = try session.all(
                """
                SELECT own.chain, n, hash, received, header, salt, body, renames, place, replica
                FROM own JOIN chain ON chain.id = own.chain
                WHERE place > ? AND place <= ? ORDER BY place LIMIT 512
                """,
                last,
                endPlace(of: scope)
            ) { (row) throws(ReplicaStoreError) in
                let dot = Dot(try row.identifier(9), row.word(1))
                return (
                    place: row.integer(8), chain: row.integer(0),
                    sealed: try own(row, logged(row, dot)).sealed
                )
            }
            guard let end = batch.last else { return }
            for entry in batch {
                var sealed = entry.sealed
                sealed.follow(rename)
                guard sealed != entry.sealed else { continue }
                let isMoved = sealed.dot != entry.sealed.dot
                guard let n = column(sealed.dot.counter) else {
                    throw .corrupted("a chain is longer than can be stored")
                }
                if isMoved { try markOwn(to) }
                try session.run(
                    "UPDATE own SET chain = ?, n = ?, renames = ? WHERE place = ?",
                    isMoved ? to : entry.chain,
                    n,
                    renames(of: sealed),
                    entry.place
                )
            }
            last = end.place
        }
    }
}
