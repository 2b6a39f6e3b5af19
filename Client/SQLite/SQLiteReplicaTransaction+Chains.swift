package import ClientCore
package import Shared

extension SQLiteReplicaTransaction {
    package func chainLength(
        of replica: ReplicaID,
        in scope: ScopeID
    ) throws(ReplicaStoreError) -> UInt64 {
        guard let chain = try chainRow(replica, in: scope) else { return 0 }
        let length = try session.first(
            """
            SELECT first + length(tags) / 8 - 1 FROM segment
            WHERE chain = ? ORDER BY first DESC LIMIT 1
            """,
            chain
        ) { $0.word(0) }
        return length ?? 0
    }

    package func chainTag(
        at dot: Dot,
        in scope: ScopeID
    ) throws(ReplicaStoreError) -> ChainTag? {
        guard let chain = try chainRow(dot.replica, in: scope), let n = column(dot.counter) else {
            return nil
        }
        let tag = try session.first(
            """
            SELECT substr(tags, (?2 - first) * 8 + 1, 8) FROM segment
            WHERE chain = ?1 AND first <= ?2 ORDER BY first DESC LIMIT 1
            """,
            chain,
            n
        ) { $0.tags(0).first }
        return tag ?? nil
    }

    package func chainHeads(in scope: ScopeID) throws(ReplicaStoreError) -> [ChainHead] {
        guard let scope = try scopeRow(scope) else { return [] }
        return try session.all(
            """
            SELECT replica, first + length(tags) / 8 - 1, substr(tags, -8)
            FROM chain JOIN segment ON segment.chain = chain.id
            WHERE scope = ?
                AND first = (SELECT max(first) FROM segment WHERE segment.chain = chain.id)
            ORDER BY replica
            """,
            scope
        ) { (row) throws(ReplicaStoreError) in
            ChainHead(
                replica: try row.identifier(0),
                counter: row.word(1),
                tag: row.tags(2).first ?? 0
            )
        }
    }

    package mutating func extendChain(
        _ segment: FeedSegment,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        guard let chain = try makeChainRow(segment.replica, in: scope) else { return }
        try append(segment.tags, toChain: chain)
        let last = try session.first(
            "SELECT received FROM receipt WHERE chain = ? ORDER BY first DESC LIMIT 1",
            chain
        ) { $0.integer(0) }
        if last != segment.received { try insert(segment.first, segment.received, chain) }
    }

    package func receipts(in scope: ScopeID) throws(ReplicaStoreError) -> [Receipt] {
        guard let scope = try scopeRow(scope) else { return [] }
        return try session.all(
            """
            SELECT replica, first, received FROM chain JOIN receipt ON receipt.chain = chain.id
            WHERE scope = ? ORDER BY replica, first
            """,
            scope
        ) { (row) throws(ReplicaStoreError) in
            Receipt(replica: try row.identifier(0), first: row.word(1), received: row.integer(2))
        }
    }

    package func receipt(
        of dot: Dot,
        in scope: ScopeID
    ) throws(ReplicaStoreError) -> Int64? {
        guard let chain = try chainRow(dot.replica, in: scope), let n = column(dot.counter) else {
            return nil
        }
        let own = try session.first(
            "SELECT received FROM own WHERE chain = ? AND n = ? AND received IS NOT NULL",
            chain,
            n
        ) { $0.integer(0) }
        if let own { return own }
        let received = try session.first(
            """
            SELECT received FROM receipt WHERE chain = ? AND first <= ?
            ORDER BY first DESC LIMIT 1
            """,
            chain,
            n
        ) { $0.integer(0) }
        return received.flatMap { $0 > 0 ? $0 : nil }
    }

    private func insert(
        _ first: UInt64,
        _ received: Int64,
        _ chain: Int64
    ) throws(ReplicaStoreError) {
        try session.run(
            "INSERT INTO receipt (chain, first, received) VALUES (?, ?, ?)",
            chain,
            Int64(bitPattern: first),
            received
        )
    }

    /// The receipts of one chain; whose it is plays no part.
    private func receipts(ofChain chain: Int64) throws(ReplicaStoreError) -> [Receipt] {
        try session.all(
            "SELECT first, received FROM receipt WHERE chain = ? ORDER BY first",
            chain
        ) { (row) throws(ReplicaStoreError) in
            Receipt(
                replica: ReplicaID(high: 0, low: 0),
                first: row.word(0),
                received: row.integer(1)
            )
        }
    }

    /// Fills up the chain's last segment and begins others as needed.
    func append(_ tags: [ChainTag], toChain chain: Int64) throws(ReplicaStoreError) {
        let last = try session.first(
            "SELECT first, tags FROM segment WHERE chain = ? ORDER BY first DESC LIMIT 1",
            chain
        ) { (first: $0.integer(0), tags: $0.tags(1)) }
        var rest = tags[...]
        var first = last?.first ?? 1
        if let last {
            let room = max(ReplicaSchema.segmentTagsMax - last.tags.count, 0)
            if room > 0, !rest.isEmpty {
                try session.run(
                    "UPDATE segment SET tags = ? WHERE chain = ? AND first = ?",
                    packed(last.tags + rest.prefix(room)),
                    chain,
                    first
                )
            }
            first += Int64(last.tags.count + min(room, rest.count))
            rest = rest.dropFirst(room)
        }
        while !rest.isEmpty {
            let part = rest.prefix(ReplicaSchema.segmentTagsMax)
            try session.run(
                "INSERT INTO segment (chain, first, tags) VALUES (?, ?, ?)",
                chain,
                first,
                packed(part)
            )
            first += Int64(part.count)
            rest = rest.dropFirst(part.count)
        }
    }

    /// All tags of a chain.
    private func tags(ofChain chain: Int64) throws(ReplicaStoreError) -> [ChainTag] {
        var result: [ChainTag] = []
        try session.forEach(
            "SELECT tags FROM segment WHERE chain = ? ORDER BY first",
            chain
        ) { (row) throws(ReplicaStoreError) in
            result += row.tags(0)
            return true
        }
        return result
    }

    /// Cuts a chain at `beyond`; what came after becomes the chain `to`, where it is the longer one.
    func rewriteChains(
        _ beyond: UInt64,
        from: Int64,
        to: Int64
    ) throws(ReplicaStoreError) {
        let chain = try tags(ofChain: from)
        let kept = Int(min(beyond, UInt64(chain.count)))
        let rest = Array(chain[kept...])
        let receipts = Receipt.split(
            try self.receipts(ofChain: from),
            beyond: beyond,
            to: ReplicaID(high: 0, low: 0)
        )
        if rest.count > (try tags(ofChain: to)).count {
            try session.run("DELETE FROM segment WHERE chain = ?", to)
            try append(rest, toChain: to)
            try session.run("DELETE FROM receipt WHERE chain = ?", to)
            for receipt in receipts.moved { try insert(receipt.first, receipt.received, to) }
        }
        try session.run("DELETE FROM receipt WHERE chain = ?", from)
        for receipt in receipts.kept { try insert(receipt.first, receipt.received, from) }
        try session.run("DELETE FROM segment WHERE chain = ?", from)
        try append(Array(chain[..<kept]), toChain: from)
    }

    /// Tags as a column holds them: eight bytes each, most significant first.
    private func packed(_ tags: some Sequence<ChainTag>) -> [UInt8] {
        var result: [UInt8] = []
        for tag in tags {
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                result.append(UInt8(truncatingIfNeeded: tag >> shift))
            }
        }
        return result
    }
}

extension SQLiteRow {
    /// Tags of eight bytes each.
    func tags(_ column: Int32) -> [ChainTag] {
        var result: [ChainTag] = []
        var tag: ChainTag = 0
        for (offset, byte) in bytes(column).enumerated() {
            tag = tag << 8 | ChainTag(byte)
            if offset % 8 == 7 { result.append(tag) }
        }
        return result
    }
}
