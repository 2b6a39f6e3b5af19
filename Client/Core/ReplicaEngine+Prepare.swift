package import Shared

extension ReplicaEngine {
    /// The request that a step of the session sends.
    ///
    /// `schemaVersion`: the versions of the documents held; 0 for none.
    package func prepare(
        _ action: SyncSession.Action,
        _ memory: inout SessionMemory,
        schemaVersion: UInt64 = 0,
        directoryVersion: UInt64 = 0,
        sign: Signer,
        in transaction: some ReplicaTransaction
    ) throws -> SyncRequest? {
        switch action {
        case .hello:
            return .hello(
                HelloRequest(
                    schemaVersion: schemaVersion,
                    directoryVersion: directoryVersion,
                    scopes: try transaction.scopes().map { try helloScope($0, transaction) }
                )
            )
        case .compare(let scope):
            return .compare(
                CompareRequest(
                    scope: scope,
                    heads: try transaction.chainHeads(in: scope),
                    forks: try transaction.forks(in: scope)
                )
            )
        case .chain(let scope, let replica, let first, let last):
            return .chain(
                ChainRequest(scope: scope, replica: replica, first: first, last: last)
            )
        case .push(let scope, let states):
            return .push(try push(scope, states, memory, sign, transaction))
        case .offer(let scope):
            let late = try push(scope, [], memory, sign, transaction)
            return .push(late.items.isEmpty ? try offer(scope, &memory, transaction) : late)
        case .pull(let scope):
            return .pull(try pull(scope, memory, transaction))
        case .reconcile(let scope):
            return try reconcile(scope, memory, transaction)
        case .finish:
            return nil
        }
    }

    private func helloScope(
        _ scope: ScopeID,
        _ transaction: some ReplicaTransaction
    ) throws -> HelloRequest.Scope {
        let standing = try transaction.standing(in: scope)
        let replica = try transaction.replica()
        var own = [try head(of: replica, in: scope, transaction)]
        for dot in try transaction.ownHeads(in: scope)
        where dot.replica != replica && !standing.acknowledged.covers(dot) {
            own.append(try head(of: dot.replica, in: scope, transaction, upTo: dot.counter))
        }
        return HelloRequest.Scope(
            scope: scope,
            epoch: standing.epoch,
            cursor: standing.cursor,
            own: own
        )
    }

    /// The head of a chain, or of its part up to `last`.
    func head(
        of replica: ReplicaID,
        in scope: ScopeID,
        _ transaction: some ReplicaTransaction,
        upTo last: UInt64 = .max
    ) throws -> ChainHead {
        let counter = min(try transaction.chainLength(of: replica, in: scope), last)
        let tag = try transaction.chainTag(at: Dot(replica, counter), in: scope)
        return ChainHead(replica: replica, counter: counter, tag: tag ?? 0)
    }

    private func push(
        _ scope: ScopeID,
        _ records: [RecordID],
        _ memory: SessionMemory,
        _ sign: Signer,
        _ transaction: some ReplicaTransaction
    ) throws -> PushRequest {
        let standing = try transaction.standing(in: scope)
        let comparison = memory.comparisons[scope]
        // What the server has but never answered to goes by itself: its receipt is another one.
        var changes = try transaction.ownChangesWithoutReceipt(
            in: scope,
            through: standing.acknowledged,
            bytesMax: WireLimits.pushBytesMax
        ).map(\.logged)
        if changes.isEmpty {
            changes = try transaction.ownLogEntries(
                in: scope,
                beyond: standing.acknowledged,
                bytesMax: WireLimits.pushBytesMax
            )
        }
        let states = try records.compactMap { id in
            try transaction.record(id, in: scope).map {
                PushRequest.State(record: id, frame: $0.frame, extra: $0.extra)
            }
        }
        return PushRequest(
            scope: scope,
            epoch: try epoch(of: standing, comparison),
            items: changes.items,
            forks: try transaction.forks(in: scope),
            states: states,
            vector: states.isEmpty ? VersionVector() : standing.vector,
            chains: try chains(scope, comparison, transaction),
            signatures: changes.signatures(in: scope, by: sign)
        )
    }

    private func epoch(
        of standing: Standing,
        _ comparison: SessionMemory.Comparison?
    ) throws -> Epoch {
        guard let epoch = comparison?.epoch ?? standing.epoch else {
            throw ProtocolError("no epoch is known yet")
        }
        return epoch
    }

    /// What this replica knows of chains beyond the server's copies, after a change of epoch: the server
    /// checks that none has parted from its own since they were compared.
    private func chains(
        _ scope: ScopeID,
        _ comparison: SessionMemory.Comparison?,
        _ transaction: some ReplicaTransaction
    ) throws -> [FeedSegment] {
        guard let comparison else { return [] }
        return try transaction.chainHeads(in: scope).compactMap { head in
            let known = comparison.lengths[head.replica] ?? 0
            guard head.counter > known else { return nil }
            var tags: [ChainTag] = []
            for counter in known + 1...head.counter {
                let dot = Dot(head.replica, counter)
                guard let tag = try transaction.chainTag(at: dot, in: scope) else {
                    throw ReplicaStoreError.corrupted("a chain has a gap")
                }
                tags.append(tag)
            }
            return FeedSegment(
                replica: head.replica,
                first: known + 1,
                isApplied: false,
                received: 0,
                tags: tags
            )
        }
    }

    /// The next records whose live writes the server does not cover.
    ///
    /// Own changes have been handed in
    /// before, also those saved meanwhile: a state never brings a change that the server has not judged.
    private func offer(
        _ scope: ScopeID,
        _ memory: inout SessionMemory,
        _ transaction: some ReplicaTransaction
    ) throws -> PushRequest {
        let standing = try transaction.standing(in: scope)
        guard var comparison = memory.comparisons[scope] else {
            throw ProtocolError("offering before comparing")
        }
        comparison.vector.merge(standing.acknowledged)
        var states: [PushRequest.State] = []
        var bytes = 0
        var last: RecordID?
        var failure: (any Error)?
        try transaction.visitRecords(in: scope) { id, record in
            if let through = comparison.offeredThrough, !through.precedes(id) { return true }
            guard bytes < WireLimits.pushBytesMax else { return false }
            do {
                let state = try record.state()
                if state.stamps.contains(where: { !comparison.vector.covers($0.dot) }) {
                    let item = PushRequest.State(
                        record: id,
                        frame: record.frame,
                        extra: record.extra
                    )
                    states.append(item)
                    bytes += record.frame.count
                    last = id
                }
                return true
            } catch {
                failure = error
                return false
            }
        }
        if let failure { throw failure }
        comparison.offeredThrough = last
        memory.comparisons[scope] = comparison
        return PushRequest(
            scope: scope,
            epoch: comparison.epoch,
            items: [],
            forks: try transaction.forks(in: scope),
            states: states,
            vector: states.isEmpty ? VersionVector() : standing.vector,
            chains: try chains(scope, comparison, transaction)
        )
    }

    private func pull(
        _ scope: ScopeID,
        _ memory: SessionMemory,
        _ transaction: some ReplicaTransaction
    ) throws -> PullRequest {
        let standing = try transaction.standing(in: scope)
        let base: PullRequest.Base =
            memory.askedWhole.contains(scope)
            ? .sequence(0)
            : standing.isNewEpoch && !standing.vector.isEmpty
                ? .vector(standing.vector) : .sequence(standing.base)
        return PullRequest(
            scope: scope,
            epoch: try epoch(of: standing, nil),
            cursor: standing.cursor,
            base: base,
            own: try head(of: transaction.replica(), in: scope, transaction),
            bytesMax: UInt64(WireLimits.pageBytesMax)
        )
    }
}
