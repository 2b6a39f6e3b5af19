package import ServerCore
package import Shared

extension SQLTransaction {
    package func chainLength(
        of replica: ReplicaID,
        in scope: ScopeID
    ) throws(StoreError) -> UInt64 {
        guard let chain = try chainRow(replica, in: scope) else { return 0 }
        return try length(ofChain: chain)
    }

    func length(ofChain chain: Int64) throws(StoreError) -> UInt64 {
        let length = try session.first(
            """
            SELECT coalesce(max(n), 0) FROM (
                SELECT max(n) AS n FROM change WHERE chain = ?1
                UNION ALL SELECT max(n) FROM heard WHERE chain = ?1
            ) AS longest
            """,
            chain
        ) { $0.word(0) }
        return length ?? 0
    }

    package func chainTag(at dot: Dot, in scope: ScopeID) throws(StoreError) -> ChainTag? {
        guard let chain = try chainRow(dot.replica, in: scope), let n = column(dot.counter) else {
            return nil
        }
        let tag = try session.first(
            "SELECT hash FROM change WHERE chain = ? AND n = ?",
            chain,
            n
        ) { (row) throws(StoreError) in try row.hash(0).tag }
        if let tag { return tag }
        return try session.first(
            "SELECT tag FROM heard WHERE chain = ? AND n = ? ORDER BY id LIMIT 1",
            chain,
            n
        ) { $0.word(0) }
    }

    package func feed(
        in scope: ScopeID,
        after: ServerSequence,
        through: ServerSequence
    ) throws(StoreError) -> [FeedSegment] {
        guard let scope = try scopeRow(scope) else { return [] }
        let start = place(after, in: scope)
        let end = place(through, in: scope)
        var replicas: [Int64: ReplicaID] = [:]
        func dot(_ chain: Int64, _ n: UInt64) throws(StoreError) -> Dot {
            if let replica = replicas[chain] { return Dot(replica, n) }
            let replica = try replica(ofChain: chain)
            replicas[chain] = replica
            return Dot(replica, n)
        }
        let heard = try session.all(
            """
            SELECT place, chain, n, tag, applied, received FROM heard
            WHERE place > ? AND place <= ? ORDER BY place, id
            """,
            start,
            end
        ) { (row) throws(StoreError) in
            (
                place: row.integer(0), dot: try dot(row.integer(1), row.word(2)),
                tag: row.word(3), isApplied: row.integer(4) == 1, received: row.integer(5)
            )
        }
        var rest = heard[...]
        var collector = FeedCollector()
        func takeHeard(before place: Int64) {
            while let next = rest.first, next.place < place {
                collector.append(
                    next.dot,
                    tag: next.tag,
                    isApplied: next.isApplied,
                    received: next.received
                )
                rest.removeFirst()
            }
        }
        try session.forEach(
            """
            SELECT place, chain, n, hash, received FROM change
            WHERE place > ? AND place <= ? ORDER BY place
            """,
            start,
            end
        ) { (row) throws(StoreError) in
            takeHeard(before: row.integer(0))
            collector.append(
                try dot(row.integer(1), row.word(2)),
                tag: try row.hash(3).tag,
                isApplied: true,
                received: row.integer(4)
            )
            return true
        }
        takeHeard(before: .max)
        return collector.segments
    }

    package mutating func appendHearsay(
        _ segment: FeedSegment,
        at sequence: ServerSequence,
        in scope: ScopeID
    ) throws(StoreError) {
        guard let chain = try makeChainRow(segment.replica, in: scope),
            let scope = try scopeRow(scope)
        else { return }
        let place = try newPlace(sequence, in: scope)
        for (offset, tag) in segment.tags.enumerated() {
            guard let n = column(segment.first + UInt64(offset)) else {
                throw .failed("a chain is longer than can be stored")
            }
            try hear(chain, n, tag, segment.isApplied, segment.received, at: place)
        }
    }

    /// Notes one change of a chain that has no row in the log.
    func hear(
        _ chain: Int64,
        _ n: Int64,
        _ tag: ChainTag,
        _ isApplied: Bool,
        _ received: Int64,
        at place: Int64
    ) throws(StoreError) {
        try session.run(
            """
            INSERT INTO heard (place, chain, n, tag, applied, received)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            place,
            chain,
            n,
            tag,
            isApplied,
            received
        )
    }
}
