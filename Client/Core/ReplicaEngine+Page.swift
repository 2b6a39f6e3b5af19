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
        try learn(page.feed, in: request.scope, &transaction)
        for segment in page.feed where segment.isApplied {
            standing.pageVector.cover(segment.last)
        }
        try apply(
            page.rows,
            context: standing.pageVector,
            in: request.scope,
            &memory,
            &transaction
        )
        standing.cursor = page.to
        if page.isLast {
            standing.vector.merge(standing.pageVector)
            standing.base = page.to
            standing.isNewEpoch = false
            try transaction.stripContexts(by: standing.vector, in: request.scope)
        }
        try transaction.setStanding(standing, in: request.scope)
        if page.isLast, let digest = page.digest {
            try verify(digest, standing, in: request.scope, &memory, transaction)
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

    /// Extends the known chains by a feed; what is known already must be the same.
    func learn(
        _ feed: [FeedSegment],
        in scope: ScopeID,
        _ transaction: inout some ReplicaTransaction
    ) throws {
        for segment in feed {
            let length = try transaction.chainLength(of: segment.replica, in: scope)
            guard segment.first <= length + 1 else {
                throw ProtocolError("the feed has a gap")
            }
            let known = min(Int(length + 1 - segment.first), segment.tags.count)
            for offset in 0..<known {
                let dot = Dot(segment.replica, segment.first + UInt64(offset))
                guard try transaction.chainTag(at: dot, in: scope) == segment.tags[offset] else {
                    throw ProtocolError("the feed tells of a chain that has parted from mine")
                }
            }
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
    }

    /// Joins rows that the server gave out under `context`.
    func apply(
        _ rows: [PullPage.Row],
        context: VersionVector,
        in scope: ScopeID,
        _ memory: inout SessionMemory,
        _ transaction: inout some ReplicaTransaction
    ) throws {
        let standing = try transaction.standing(in: scope)
        var digest = try transaction.digest(of: scope)
        var purged: Set<RecordID> = []
        for row in rows {
            let incoming: RecordState
            do throws(CBORError) {
                incoming = try RecordState(frame: row.frame)
            } catch {
                throw ProtocolError("a record cannot be read: \(error.description)")
            }
            let held = try transaction.record(row.record, in: scope)
            let frame: [UInt8]
            if held == nil, incoming.hasAllValues {
                // Joined to nothing it stays what it is, and its bytes were read as canonical.
                frame = row.frame
            } else {
                let mine = try held?.state()
                let joined = try RecordState.join(
                    mine,
                    held.map { CausalContext(scope: standing.vector, extra: $0.extra) } ?? .empty,
                    incoming,
                    CausalContext(scope: context, extra: row.extra)
                )
                frame = joined.frame
                if joined.isPurged { purged.insert(row.record) }
                if let held, frame != held.frame, frame != row.frame {
                    memory.summary.merged += 1
                }
            }
            memory.summary.received += 1
            if held?.frame != frame { memory.summary.pulled += 1 }
            var extra = held?.extra ?? VersionVector()
            extra.merge(context)
            extra.merge(row.extra)
            digest += StateDigest.ofRecord(row.record, frame: frame, by: Hash.self)
            if let held {
                digest -= StateDigest.ofRecord(row.record, frame: held.frame, by: Hash.self)
            }
            try transaction.setRecord(
                row.record,
                to: HeldRecord(frame: frame, extra: extra.stripped(by: standing.vector)),
                in: scope
            )
        }
        try transaction.setDigest(digest, of: scope)
        try eraseContent(of: purged, in: scope, &transaction)
    }

    /// Erases the content of own changes of records that have been purged; nothing in the purge's way
    /// is among them, for then the record would still stand.
    private func eraseContent(
        of records: Set<RecordID>,
        in scope: ScopeID,
        _ transaction: inout some ReplicaTransaction
    ) throws {
        guard !records.isEmpty else { return }
        for own in try transaction.ownChanges(in: scope)
        where records.contains(own.sealed.original.record) && !own.sealed.bytes.isPurged {
            try transaction.setContent(
                own.sealed.bytes.purged(by: Hash.self),
                of: own.sealed.dot,
                in: scope
            )
        }
    }

    /// Compares digests where both sides stand at the same point: nothing of one's own is pending.
    private func verify(
        _ digest: Hash256,
        _ standing: Standing,
        in scope: ScopeID,
        _ memory: inout SessionMemory,
        _ transaction: some ReplicaTransaction
    ) throws {
        let isPending = try transaction.ownHeads(in: scope).contains {
            !standing.pageVector.covers($0)
        }
        if !isPending, try transaction.digest(of: scope).hash != digest {
            memory.summary.differing.append(scope)
        }
    }
}
