package import ServerCore
package import Shared

// When the register was put back to a backup, and what devices have brought back since.

extension SQLTransaction {
    /// Notes that the register was restored at a time in milliseconds since 1970.
    package mutating func noteRestoration(at time: Int64) throws(StoreError) {
        try session.run(
            """
            INSERT INTO restoration (time, sequence) VALUES (?, ?)
            ON CONFLICT (time) DO UPDATE SET sequence = excluded.sequence
            """,
            time,
            try clock(of: .common)?.last ?? 0
        )
    }

    package func restoredAt() throws(StoreError) -> Int64? { try lastRestoration()?.time }

    /// When the register was restored last, and where its history ended then; nil for never.
    package func lastRestoration() throws(StoreError) -> (time: Int64, end: ServerSequence)? {
        try session.first("SELECT time, sequence FROM restoration ORDER BY time DESC LIMIT 1") {
            ($0.integer(0), $0.word(1))
        }
    }

    /// The changes of `common` that were handed in after a place of the history.
    package func changes(after sequence: ServerSequence) throws(StoreError) -> [LoggedChange] {
        guard let scope = try scopeRow(.common) else { return [] }
        let dots = try session.all(
            """
            SELECT chain.replica, change.n FROM change JOIN chain ON chain.id = change.chain
            WHERE change.place > ? AND change.place <= ? ORDER BY change.place
            """,
            place(sequence, in: scope),
            place(ServerSequence(Place.sequenceMax), in: scope)
        ) { (row) throws(StoreError) in Dot(try row.identifier(0), row.word(1)) }
        var result: [LoggedChange] = []
        for dot in dots {
            if let change = try change(at: dot, in: .common) { result.append(change) }
        }
        return result
    }

    /// How many changes of each replica are known by their effect only: others have brought it back,
    /// the author has not handed them in yet.
    package func changesWithoutAuthor(
        after sequence: ServerSequence
    ) throws(StoreError) -> [(replica: ReplicaID, count: Int)] {
        guard let scope = try scopeRow(.common) else { return [] }
        return try session.all(
            """
            SELECT chain.replica, count(DISTINCT heard.n) FROM heard
            JOIN chain ON chain.id = heard.chain
            WHERE heard.place > ? AND heard.place <= ? AND NOT EXISTS
                (SELECT 1 FROM change WHERE change.chain = heard.chain AND change.n = heard.n)
            GROUP BY chain.replica ORDER BY chain.replica
            """,
            place(sequence, in: scope),
            place(ServerSequence(Place.sequenceMax), in: scope)
        ) { (row) throws(StoreError) in (try row.identifier(0), Int(row.integer(1))) }
    }
}
