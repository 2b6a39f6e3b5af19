package import ServerCore
package import Shared

extension SQLTransaction {
    package mutating func rewrite(
        _ rename: Rename,
        in scope: ScopeID
    ) throws(StoreError) {
        guard let row = try scopeRow(scope), let to = try makeChainRow(rename.to, in: scope),
            let from = try makeChainRow(rename.from, in: scope)
        else { return }
        var vector = try vector(of: scope)
        vector.rename(rename.from, beyond: rename.beyond, to: rename.to)
        try setVector(vector, of: scope)
        try rewriteRecords(rename, row)
        try session.run(
            "UPDATE heard SET chain = ?1, n = n - ?3 WHERE chain = ?2 AND n > ?3",
            to,
            from,
            Int64(clamping: rename.beyond)
        )
        try rewriteChanges(rename, row, from: from, to: to)
        try rewriteRulings(rename, row, to: to)
        known.state.record = nil
        known.state.appended = nil
    }

    private func rewriteRecords(_ rename: Rename, _ scope: Int64) throws(StoreError) {
        var last = place(0, in: scope) - 1
        while true {
            let batch = try session.all(
                """
                SELECT record.place, frame, extra, chain, n, header, body FROM record
                LEFT JOIN change ON change.place = record.place AND length(frame) = 0
                WHERE record.place > ? AND record.place <= ? ORDER BY record.place LIMIT 512
                """,
                last,
                place(.max, in: scope)
            ) { (row) throws(StoreError) in (row.integer(0), try storedRecord(row, from: 0)) }
            guard let end = batch.last else { return }
            for (place, record) in batch {
                let renamed = try record.renamed(by: rename)
                guard renamed != record else { continue }
                try session.run(
                    "UPDATE record SET frame = ?, extra = ? WHERE place = ?",
                    renamed.frame,
                    renamed.extra.isEmpty ? nil : renamed.extra.bytes,
                    place
                )
            }
            last = end.0
        }
    }

    /// A logged change with where it stands.
    private struct Entry {
        let place: Int64
        let chain: Int64
        let received: Int64
        let sealed: SealedChange
    }

    private func rewriteChanges(
        _ rename: Rename,
        _ scope: Int64,
        from: Int64,
        to: Int64
    ) throws(StoreError) {
        var last = place(0, in: scope) - 1
        while true {
            let batch = try session.all(
                """
                SELECT place, hash, received, header, salt, body, renames, chain, n, replica
                FROM change JOIN chain ON chain.id = change.chain
                WHERE place > ? AND place <= ? ORDER BY place LIMIT 512
                """,
                last,
                place(.max, in: scope)
            ) { (row) throws(StoreError) in
                let dot = Dot(try row.identifier(9), row.word(8))
                return Entry(
                    place: row.integer(0),
                    chain: row.integer(7),
                    received: row.integer(2),
                    sealed: try sealed(row, dot, hash: 1, header: 3)
                )
            }
            guard let end = batch.last else { return }
            for entry in batch { try follow(rename, entry, to: to) }
            last = end.place
        }
    }

    private func follow(_ rename: Rename, _ entry: Entry, to: Int64) throws(StoreError) {
        var sealed = entry.sealed
        sealed.follow(rename)
        guard sealed != entry.sealed, try stillLogged(entry.place) else { return }
        let isMoved = sealed.dot != entry.sealed.dot
        guard let n = column(sealed.dot.counter) else {
            throw .corrupted("a chain is longer than can be stored")
        }
        if isMoved {
            // One event may have been logged under both names: the earlier entry stays, and of the
            // later one only that it was learned.
            let twin = try session.first(
                "SELECT place, received FROM change WHERE chain = ? AND n = ?",
                to,
                n
            ) { ($0.integer(0), $0.integer(1)) }
            if let twin {
                let later = twin.0 < entry.place ? (entry.place, entry.received) : twin
                try unfold(recordAt: later.0)
                try session.run("DELETE FROM change WHERE place = ?", later.0)
                try hear(to, n, sealed.hash.tag, true, later.1, at: later.0)
                if later.0 == entry.place { return }
            }
        }
        try session.run(
            "UPDATE change SET chain = ?, n = ?, renames = ? WHERE place = ?",
            isMoved ? to : entry.chain,
            n,
            renames(of: sealed),
            entry.place
        )
    }

    /// Whether an entry is still in the log: its twin may have displaced it.
    private func stillLogged(_ place: Int64) throws(StoreError) -> Bool {
        try session.first("SELECT 1 FROM change WHERE place = ?", place) { _ in true } ?? false
    }

    private func rewriteRulings(
        _ rename: Rename,
        _ scope: Int64,
        to: Int64
    ) throws(StoreError) {
        let rulings = try session.all(
            """
            SELECT chain, replica, n, dots FROM ruling JOIN chain ON chain.id = ruling.chain
            WHERE scope = ?
            """,
            scope
        ) { (row) throws(StoreError) in
            (
                chain: row.integer(0), dot: Dot(try row.identifier(1), row.word(2)),
                dots: try dots(row.bytes(3))
            )
        }
        for ruling in rulings {
            let dot = rename(ruling.dot)
            let dots = ruling.dots.map { rename($0) }
            guard dot != ruling.dot || dots != ruling.dots else { continue }
            guard let n = column(dot.counter), let old = column(ruling.dot.counter) else {
                throw .corrupted("a chain is longer than can be stored")
            }
            if dot == ruling.dot {
                try session.run(
                    "UPDATE ruling SET dots = ? WHERE chain = ? AND n = ?",
                    Dot.bytes(of: dots),
                    ruling.chain,
                    old
                )
            } else {
                try session.run(
                    "DELETE FROM ruling WHERE chain = ? AND n = ?",
                    ruling.chain,
                    old
                )
                try session.run(
                    """
                    INSERT INTO ruling (chain, n, dots) VALUES (?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """,
                    to,
                    n,
                    Dot.bytes(of: dots)
                )
            }
        }
    }
}
