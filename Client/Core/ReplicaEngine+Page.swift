import Shared

extension ReplicaEngine {
    /// Applies a page and moves the cursor, in one transaction.
    ///
    /// Until the last page each record keeps its own context; only a complete pull moves the scope's
    /// vector.
    func pulled(
        _ request: PullRequest,
        _ response: PullResponse,
        _ memory: inout SessionMemory,
        _ random: inout some RandomNumberGenerator,
        _ transaction: inout some ReplicaTransaction
    ) throws -> SyncSession.Event {
        guard case .page(let page) = response else { return .startOver }
        var standing = try transaction.standing(in: request.scope)
        guard page.epoch == standing.epoch, page.from == standing.cursor, page.to >= page.from
        else { throw ProtocolError("the page does not continue where the last one ended") }
        switch try compare(request.own, page.own, in: request.scope, transaction) {
        case .same: break
        case .otherKnowsMore:
            try renewIdentity(&memory, &random, &transaction)
            return .startOver
        case .diverged: return .startOver
        }
        for fork in page.forks {
            if try holds(fork, in: request.scope, transaction) {
                try rename(fork, in: request.scope, using: &random, in: &transaction)
                return .startOver
            }
            try transaction.addFork(fork, in: request.scope)
        }
        if let mismatch = try learn(page.feed, in: request.scope, &transaction) {
            // A server that was put back to an older state, and does not know it. All chains are compared
            // then, as after an epoch's end; a second time in one session it is the server's mistake.
            guard memory.comparedAnew.insert(request.scope).inserted else {
                throw ProtocolError(mismatch.rawValue)
            }
            standing.epoch = nil
            try transaction.setStanding(standing, in: request.scope)
            return .startOver
        }
        for segment in page.feed where segment.isApplied {
            standing.pageVector.cover(segment.last)
        }
        let isApplied = try apply(
            page.rows,
            context: standing.pageVector,
            in: request.scope,
            &memory,
            &transaction
        )
        guard isApplied else {
            memory.askedWhole.insert(request.scope)
            return .pulled(hasMore: true)
        }
        standing.cursor = page.to
        if page.isLast {
            standing.vector.merge(standing.pageVector)
            standing.base = page.to
            standing.isNewEpoch = false
            try transaction.stripContexts(by: standing.vector, in: request.scope)
        }
        try transaction.setStanding(standing, in: request.scope)
        if page.isLast, let digest = page.digest,
            try isToReconcile(digest, standing, in: request.scope, &memory, transaction)
        {
            return .differs
        }
        return .pulled(hasMore: !page.isLast)
    }

    /// Whether a branch that has a name of its own is here under that of the chain that it left.
    func holds(
        _ fork: Fork,
        in scope: ScopeID,
        _ transaction: some ReplicaTransaction
    ) throws -> Bool {
        let first = Dot(fork.from, fork.beyond + 1)
        return try transaction.chainTag(at: first, in: scope) == fork.firstTag
    }

    /// How a feed can contradict what is known of its chains.
    enum FeedMismatch: String {
        case gap = "the feed has a gap"
        case parted = "the feed tells of a chain that has parted from mine"
    }

    /// How a feed contradicts what is known; nil when it continues it.
    private func mismatch(
        of feed: [FeedSegment],
        in scope: ScopeID,
        _ transaction: some ReplicaTransaction
    ) throws -> FeedMismatch? {
        var lengths: [ReplicaID: UInt64] = [:]
        for segment in feed {
            let known = try transaction.chainLength(of: segment.replica, in: scope)
            let length = max(known, lengths[segment.replica, default: 0])
            guard segment.first <= length + 1 else { return .gap }
            lengths[segment.replica] = max(length, segment.last.counter)
            for (offset, tag) in segment.tags.enumerated() {
                let dot = Dot(segment.replica, segment.first + UInt64(offset))
                guard dot.counter <= known else { break }
                guard try transaction.chainTag(at: dot, in: scope) == tag else { return .parted }
            }
        }
        return nil
    }

    /// Extends the known chains by a feed; where it contradicts what is known nothing is learned.
    func learn(
        _ feed: [FeedSegment],
        in scope: ScopeID,
        _ transaction: inout some ReplicaTransaction
    ) throws -> FeedMismatch? {
        if let mismatch = try mismatch(of: feed, in: scope, transaction) { return mismatch }
        for segment in feed {
            let length = try transaction.chainLength(of: segment.replica, in: scope)
            let known = min(Int(length + 1 - segment.first), segment.tags.count)
            guard known < segment.tags.count else { continue }
            try transaction.extendChain(
                FeedSegment(
                    replica: segment.replica,
                    first: segment.first + UInt64(known),
                    isApplied: segment.isApplied,
                    received: segment.received,
                    tags: Array(segment.tags[known...])
                ),
                in: scope
            )
        }
        return nil
    }

    /// Joins rows that the server gave out under `context`.
    ///
    /// - Returns: Whether it could be done: not when values were left out that this replica should hold
    ///   and does not. Then nothing has been written.
    func apply(
        _ rows: [PullPage.Row],
        context: VersionVector,
        in scope: ScopeID,
        _ memory: inout SessionMemory,
        _ transaction: inout some ReplicaTransaction
    ) throws -> Bool {
        let standing = try transaction.standing(in: scope)
        var joined: [JoinedRow] = []
        for row in rows {
            guard let next = try join(row, context, standing, in: scope, transaction) else {
                return false
            }
            joined.append(next)
        }
        var digest = try transaction.digest(of: scope)
        var purged: [RecordID: VersionVector] = [:]
        for (row, result) in zip(rows, joined) {
            memory.summary.received += 1
            if result.isMerged { memory.summary.merged += 1 }
            if result.isPurged { purged[row.record] = context.merged(with: row.extra) }
            if result.held?.frame != result.frame { memory.summary.pulled += 1 }
            if result.held == nil { memory.summary.created += 1 }
            var extra = result.held?.extra ?? VersionVector()
            extra.merge(context)
            extra.merge(row.extra)
            digest += StateDigest.ofRecord(row.record, frame: result.frame, by: Hash.self)
            if let held = result.held {
                digest -= StateDigest.ofRecord(row.record, frame: held.frame, by: Hash.self)
                if result.isRepaired {
                    memory.summary.repaired += 1
                    try putAside(row.record, held, at: memory, in: scope, &transaction)
                }
            }
            try transaction.setRecord(
                row.record,
                to: HeldRecord(frame: result.frame, extra: extra.stripped(by: standing.vector)),
                in: scope
            )
        }
        try transaction.setDigest(digest, of: scope)
        try eraseContent(of: purged, in: scope, &transaction)
        return true
    }

    /// One row joined to what is held of its record; nil when values were left out that ought to be here.
    ///
    /// Where the held record cannot be joined (it cannot be read, or has another value under the same
    /// dot although no chain has parted) it is damaged: the server's takes its place, and own changes
    /// that the server does not have yet are made to it again.
    private func join(
        _ row: PullPage.Row,
        _ context: VersionVector,
        _ standing: Standing,
        in scope: ScopeID,
        _ transaction: some ReplicaTransaction
    ) throws -> JoinedRow? {
        let incoming: RecordState
        do throws(CBORError) {
            incoming = try RecordState(frame: row.frame)
        } catch {
            throw ProtocolError("a record cannot be read: \(error.description)")
        }
        guard let held = try transaction.record(row.record, in: scope) else {
            // Joined to nothing it stays what it is, and its bytes were read as canonical.
            guard incoming.hasAllValues else { return nil }
            return JoinedRow(frame: row.frame, isPurged: incoming.isPurged)
        }
        let theirs = CausalContext(scope: context, extra: row.extra)
        if let mine = try? held.state(),
            let state = try? RecordState.join(
                mine,
                CausalContext(scope: standing.vector, extra: held.extra),
                incoming,
                theirs
            )
        {
            let frame = state.frame
            return JoinedRow(
                held: held,
                frame: frame,
                isPurged: state.isPurged,
                isMerged: frame != held.frame && frame != row.frame
            )
        }
        guard incoming.hasAllValues else { return nil }
        var state = incoming
        for own in try transaction.ownChanges(in: scope, beyond: context, bytesMax: .max)
        where own.sealed.original.record == row.record && !theirs.covers(own.sealed.dot) {
            state = state.applying(own.sealed.change, at: own.sealed.dot)
        }
        return JoinedRow(
            held: held,
            frame: state.frame,
            isPurged: state.isPurged,
            isRepaired: true
        )
    }

    /// Erases the content of own changes of records that have been purged.
    ///
    /// Of those that the server has: with each record goes what the server had incorporated of it. What
    /// it has not seen yet is handed in first, whole; the server's answer brings the record again.
    func eraseContent(
        of records: [RecordID: VersionVector],
        in scope: ScopeID,
        _ transaction: inout some ReplicaTransaction
    ) throws {
        guard !records.isEmpty else { return }
        try transaction.eraseTraces(of: Set(records.keys), in: scope)
        for own in try transaction.ownChanges(in: scope) where !own.sealed.bytes.isPurged {
            guard let known = records[own.sealed.original.record], known.covers(own.sealed.dot)
            else { continue }
            try transaction.setContent(
                own.sealed.bytes.purged(by: Hash.self),
                of: own.sealed.dot,
                in: scope
            )
        }
    }
}

/// What came of joining one row.
private struct JoinedRow {
    var held: HeldRecord?
    let frame: [UInt8]
    let isPurged: Bool
    /// Whether both sides had something new.
    var isMerged = false
    /// Whether the held record was damaged and the server's has taken its place.
    var isRepaired = false
}
