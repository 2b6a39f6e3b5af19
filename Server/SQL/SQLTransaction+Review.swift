package import ServerCore
package import Shared

// Rulings, and changes held for review.

extension SQLTransaction {
    package func standsFor(_ dot: Dot, in scope: ScopeID) throws(StoreError) -> [Dot] {
        guard let chain = try chainRow(dot.replica, in: scope), let n = column(dot.counter) else {
            return []
        }
        return try session.first(
            "SELECT dots FROM ruling WHERE chain = ? AND n = ?",
            chain,
            n
        ) { (row) throws(StoreError) in try dots(row.bytes(0)) } ?? []
    }

    package mutating func setStandsFor(
        _ dots: [Dot],
        ruling dot: Dot,
        in scope: ScopeID
    ) throws(StoreError) {
        guard let chain = try makeChainRow(dot.replica, in: scope) else { return }
        guard let n = column(dot.counter) else {
            throw .failed("a chain is longer than can be stored")
        }
        try session.run(
            """
            INSERT INTO ruling (chain, n, dots) VALUES (?, ?, ?)
            ON CONFLICT (chain, n) DO UPDATE SET dots = excluded.dots
            """,
            chain,
            n,
            Dot.bytes(of: dots)
        )
    }

    package func heldChange(at dot: Dot, in scope: ScopeID) throws(StoreError) -> HeldChange? {
        guard let chain = try chainRow(dot.replica, in: scope), let n = column(dot.counter) else {
            return nil
        }
        return try session.first(
            """
            SELECT hash, received, state, accepted, header, salt, body, renames FROM held
            WHERE chain = ? AND n = ?
            """,
            chain,
            n
        ) { (row) throws(StoreError) in try held(row, dot) }
    }

    package mutating func setHeldChange(
        _ change: HeldChange,
        in scope: ScopeID
    ) throws(StoreError) {
        let sealed = change.sealed
        guard let chain = try makeChainRow(sealed.dot.replica, in: scope) else { return }
        guard let n = column(sealed.dot.counter) else {
            throw .failed("a chain is longer than can be stored")
        }
        var state: Int64 = 0
        var accepted: [UInt8]?
        switch change.state {
        case .waiting: break
        case .accepted(let name):
            state = 1
            accepted = Dot.bytes(of: [name])
        case .rejected: state = 2
        }
        try session.run(
            """
            INSERT INTO held
            (chain, n, hash, received, state, accepted, header, salt, body, renames)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (chain, n) DO UPDATE SET hash = excluded.hash,
            received = excluded.received, state = excluded.state, accepted = excluded.accepted,
            header = excluded.header, salt = excluded.salt, body = excluded.body,
            renames = excluded.renames
            """,
            chain,
            n,
            sealed.hash,
            change.received,
            state,
            accepted,
            sealed.bytes.header,
            sealed.bytes.salt,
            sealed.bytes.body,
            renames(of: sealed)
        )
    }

    package func heldChanges(in scope: ScopeID) throws(StoreError) -> [HeldChange] {
        guard let scope = try scopeRow(scope) else { return [] }
        return try session.all(
            """
            SELECT hash, received, state, accepted, header, salt, body, renames, replica, n
            FROM held JOIN chain ON chain.id = held.chain
            WHERE scope = ? ORDER BY replica, n
            """,
            scope
        ) { (row) throws(StoreError) in
            try held(row, Dot(try row.identifier(8), row.word(9)))
        }
    }

    private func held(_ row: SQLRow, _ dot: Dot) throws(StoreError) -> HeldChange {
        let state: HeldChange.State
        switch row.integer(2) {
        case 0: state = .waiting
        case 1:
            guard let name = try dots(row.bytes(3)).first else {
                throw .corrupted("an accepted change has no name")
            }
            state = .accepted(name)
        default: state = .rejected
        }
        return HeldChange(
            sealed: try sealed(row, dot, hash: 0, header: 4),
            received: row.integer(1),
            state: state
        )
    }
}
