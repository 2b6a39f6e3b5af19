package import ServerCore
package import Shared

extension SQLTransaction {
    package func change(at dot: Dot, in scope: ScopeID) throws(StoreError) -> LoggedChange? {
        guard let chain = try chainRow(dot.replica, in: scope), let n = column(dot.counter) else {
            return nil
        }
        return try session.first(
            """
            SELECT place, hash, received, header, salt, body, renames FROM change
            WHERE chain = ? AND n = ?
            """,
            chain,
            n
        ) { (row) throws(StoreError) in
            LoggedChange(
                sealed: try sealed(row, dot, hash: 1, header: 3),
                sequence: sequence(ofPlace: row.integer(0)),
                received: row.integer(2)
            )
        }
    }

    package func sequence(of dot: Dot, in scope: ScopeID) throws(StoreError) -> ServerSequence? {
        guard let chain = try chainRow(dot.replica, in: scope), let n = column(dot.counter) else {
            return nil
        }
        // The index on chain and counter holds the place: the change itself is not read.
        return try session.first(
            "SELECT place FROM change WHERE chain = ? AND n = ?",
            chain,
            n
        ) { sequence(ofPlace: $0.integer(0)) }
    }

    package mutating func append(
        _ change: LoggedChange,
        in scope: ScopeID
    ) throws(StoreError) {
        let sealed = change.sealed
        guard let chain = try makeChainRow(sealed.dot.replica, in: scope),
            let scope = try scopeRow(scope)
        else { return }
        guard let n = column(sealed.dot.counter) else {
            throw .failed("a chain is longer than can be stored")
        }
        let place = try newPlace(change.sequence, in: scope)
        known.state.appended = (place, sealed)
        try session.run(
            """
            INSERT INTO change
            (place, chain, n, hash, received, header, salt, body, renames)
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
    }

    package mutating func setContent(
        _ bytes: ChangeBytes,
        of dot: Dot,
        in scope: ScopeID
    ) throws(StoreError) {
        guard let chain = try chainRow(dot.replica, in: scope), let n = column(dot.counter) else {
            return
        }
        let place = try session.first(
            "SELECT place FROM change WHERE chain = ? AND n = ?",
            chain,
            n
        ) { $0.integer(0) }
        guard let place else { return }
        try unfold(recordAt: place)
        try session.run(
            "UPDATE change SET salt = ?, body = ? WHERE place = ?",
            bytes.salt,
            bytes.body,
            place
        )
    }

    package func changes(
        of record: RecordID,
        in scope: ScopeID
    ) throws(StoreError) -> [LoggedChange] {
        guard let scope = try scopeRow(scope) else { return [] }
        // What the index on changes knows of a record: `ServerSchema`.
        let changes = try session.all(
            """
            SELECT place, hash, received, header, salt, body, renames, chain, n FROM change
            WHERE substr(header, 5, 8) = ? AND place > ? AND place <= ? ORDER BY place
            """,
            Array(record.bytes.prefix(8)),
            place(0, in: scope) - 1,
            place(.max, in: scope)
        ) { (row) throws(StoreError) in
            let dot = Dot(try replica(ofChain: row.integer(7)), row.word(8))
            return LoggedChange(
                sealed: try sealed(row, dot, hash: 1, header: 3),
                sequence: sequence(ofPlace: row.integer(0)),
                received: row.integer(2)
            )
        }
        return changes.filter { $0.sealed.original.record == record }
    }

    /// Reads a change: its hash, and from `header` on header, salt, body and renames.
    func sealed(
        _ row: SQLRow,
        _ dot: Dot,
        hash: Int,
        header: Int
    ) throws(StoreError) -> SealedChange {
        let bytes = ChangeBytes(
            header: row.bytes(header)[...],
            salt: row.bytes(header + 1)[...],
            body: row.bytes(header + 2)[...]
        )
        do throws(CBORError) {
            return SealedChange(
                dot: dot,
                bytes: bytes,
                original: try Change(bytes),
                hash: try storedHash(row, hash),
                renames: row.isNull(header + 3) ? [] : try Rename.list(bytes: row.bytes(header + 3))
            )
        } catch {
            throw .corrupted("a stored change cannot be read: \(error.description)")
        }
    }

    /// A hash whose length the schema has checked already.
    private func storedHash(_ row: SQLRow, _ column: Int) throws(CBORError) -> Hash256 {
        guard let hash = Hash256(bytes: row.bytes(column)) else { throw .truncated(at: 0) }
        return hash
    }

    func renames(of sealed: SealedChange) -> [UInt8]? {
        sealed.renames.isEmpty ? nil : Rename.bytes(of: sealed.renames)
    }

    /// Dots kept as bytes.
    func dots(_ bytes: [UInt8]) throws(StoreError) -> [Dot] {
        do throws(CBORError) {
            return try Dot.list(bytes: bytes)
        } catch {
            throw .corrupted("a list of dots cannot be read: \(error.description)")
        }
    }
}
