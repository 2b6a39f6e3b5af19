import Shared

// What happens when a digest shows that a replica is not what its server is although nothing is on the
// way: the records that differ are found and mended, and no written value is thrown away for it.

extension ReplicaEngine {
    /// Compares digests where both sides stand at the same point, and begins a search if they differ.
    ///
    /// Nothing of one's own may be on the way. A search that did not help is not begun again in the
    /// same session.
    ///
    /// - Returns: Whether there is a difference to be looked for.
    func isToReconcile(
        _ digest: Hash256,
        _ standing: Standing,
        in scope: ScopeID,
        _ memory: inout SessionMemory,
        _ transaction: some ReplicaTransaction
    ) throws -> Bool {
        guard let epoch = standing.epoch, try isSettled(standing, in: scope, transaction),
            try transaction.digest(of: scope).hash != digest
        else { return false }
        guard memory.reconciled.insert(scope).inserted else {
            memory.summary.differing.append(scope)
            return false
        }
        memory.reconciliations[scope] = SessionMemory.Reconciling(
            search: Reconciliation(scope, epoch: epoch, sequence: standing.base),
            digest: digest
        )
        return true
    }

    /// Whether the replica's state must be the server's at the end of the last complete pull.
    private func isSettled(
        _ standing: Standing,
        in scope: ScopeID,
        _ transaction: some ReplicaTransaction
    ) throws -> Bool {
        guard standing.cursor == standing.base, !standing.isNewEpoch else { return false }
        return try transaction.ownHeads(in: scope).allSatisfy { standing.pageVector.covers($0) }
    }

    /// What a search asks next, or the next records that the server has lost.
    func reconcile(
        _ scope: ScopeID,
        _ memory: SessionMemory,
        _ transaction: some ReplicaTransaction
    ) throws -> SyncRequest? {
        guard let reconciling = memory.reconciliations[scope] else { return nil }
        if let request = reconciling.search.request { return .digests(request) }
        let standing = try transaction.standing(in: scope)
        var states: [PushRequest.State] = []
        var bytes = 0
        for id in reconciling.search.onlyHere.dropFirst(reconciling.offered) {
            guard bytes < WireLimits.pushBytesMax,
                let held = try transaction.record(id, in: scope)
            else { break }
            states.append(PushRequest.State(record: id, frame: held.frame, extra: held.extra))
            bytes += held.frame.count
        }
        return .push(
            PushRequest(
                scope: scope,
                epoch: reconciling.search.epoch,
                items: [],
                forks: try transaction.forks(in: scope),
                states: states,
                vector: standing.vector
            )
        )
    }

    /// Takes in an answer to what a search asked.
    ///
    /// The server's records take the place of those that differ; a record that the server has lost is
    /// offered to it: nothing is deleted because another lacks it.
    func searched(
        _ request: DigestRequest,
        _ response: DigestResponse,
        _ memory: inout SessionMemory,
        _ transaction: inout some ReplicaTransaction
    ) throws -> SyncSession.Event {
        let scope = request.scope
        guard var reconciling = memory.reconciliations[scope] else {
            throw ProtocolError("digests that nobody asked for")
        }
        let standing = try transaction.standing(in: scope)
        guard standing.epoch == request.epoch, standing.base == request.sequence,
            try isSettled(standing, in: scope, transaction)
        else {
            // Something has been saved or received meanwhile; the next session looks again.
            memory.reconciliations[scope] = nil
            return .reconciled(.done)
        }
        let rows = try reconciling.search.take(response, by: Hash.self, in: transaction)
        try replace(by: rows, standing, memory, in: scope, &transaction)
        memory.reconciliations[scope] = reconciling
        guard let ending = reconciling.search.ending else { return .reconciled(.more) }
        guard ending == .complete else {
            if ending == .serverDamaged { memory.summary.differing.append(scope) }
            memory.reconciliations[scope] = nil
            return .reconciled(.done)
        }
        let whole = try DigestTree(of: scope, by: Hash.self, in: transaction).whole
        try transaction.setDigest(whole, of: scope)
        memory.summary.repaired += reconciling.search.differences.count
        if !reconciling.search.onlyHere.isEmpty { return .reconciled(.more) }
        if whole.hash != reconciling.digest { memory.summary.differing.append(scope) }
        memory.reconciliations[scope] = nil
        return .reconciled(.done)
    }

    /// Takes in the answer to records that the server had lost.
    func returned(
        _ request: PushRequest,
        _ response: PushResponse,
        _ memory: inout SessionMemory
    ) throws -> SyncSession.Event {
        guard case .done = response.outcome else { return .startOver }
        memory.summary.offered += request.states.count
        let count = memory.reconciliations[request.scope]?.search.onlyHere.count ?? 0
        memory.reconciliations[request.scope]?.offered += request.states.count
        let offered = memory.reconciliations[request.scope]?.offered ?? count
        if offered < count, !request.states.isEmpty { return .reconciled(.more) }
        memory.reconciliations[request.scope] = nil
        return .reconciled(.pull)
    }

    /// Puts the server's records in the place of those here; what these had and the server's have not
    /// is put aside.
    private func replace(
        by rows: [PullPage.Row],
        _ standing: Standing,
        _ memory: SessionMemory,
        in scope: ScopeID,
        _ transaction: inout some ReplicaTransaction
    ) throws {
        var purged: [RecordID: VersionVector] = [:]
        for row in rows {
            let state: RecordState
            do throws(CBORError) {
                state = try RecordState(frame: row.frame)
            } catch {
                throw ProtocolError("a record cannot be read: \(error.description)")
            }
            guard state.hasAllValues else { throw ProtocolError("a record without its values") }
            if state.isPurged {
                purged[row.record] = standing.vector.merged(with: row.extra)
            } else if let held = try transaction.record(row.record, in: scope) {
                let writes = Set(state.writes)
                let former = try? RecordState(frame: held.frame)
                if former?.writes.allSatisfy(writes.contains) != true {
                    try putAside(row.record, held, at: memory, in: scope, &transaction)
                }
            }
            try transaction.setRecord(
                row.record,
                to: HeldRecord(
                    frame: row.frame,
                    extra: row.extra.stripped(by: standing.vector)
                ),
                in: scope
            )
        }
        try eraseContent(of: purged, in: scope, &transaction)
    }

    /// Keeps what a record was before the server's takes its place.
    func putAside(
        _ record: RecordID,
        _ held: HeldRecord,
        at memory: SessionMemory,
        in scope: ScopeID,
        _ transaction: inout some ReplicaTransaction
    ) throws {
        let time = memory.hello?.time ?? 0
        let aside = RecordAside(record: record, frame: held.frame, time: time)
        try transaction.putAside(aside, in: scope)
    }
}
