package import Shared

/// One scope within one write transaction: reads its clock and vector once, writes them back once.
///
/// Everything that alters the canonical state goes through here, so that sequence, vector, digest and
/// log always move together.
package struct ScopeWriter<Hash: HashFunction> {
    package let scope: ScopeID
    package private(set) var clock: ScopeClock
    package private(set) var vector: VersionVector
    private var digest: StateDigest
    private var buckets: [Int: StateDigest] = [:]

    /// Nil when there is no such scope.
    package init?(
        _ scope: ScopeID,
        in transaction: some ServerTransaction
    ) throws(StoreError) {
        guard let clock = try transaction.clock(of: scope) else { return nil }
        self.scope = scope
        self.clock = clock
        vector = try transaction.vector(of: scope)
        digest = try transaction.digest(of: scope)
    }

    /// Writes back what has moved; the last act of every transaction that altered the scope.
    package func finish(in transaction: inout some ServerTransaction) throws(StoreError) {
        try transaction.setClock(clock, of: scope)
        try transaction.setVector(vector, of: scope)
        try transaction.setDigest(digest, of: scope)
        for (bucket, sum) in buckets {
            try transaction.setDigest(sum, ofBucket: bucket, in: scope)
        }
    }

    /// The next place in the scope's history.
    package mutating func advance() -> ServerSequence {
        clock.last += 1
        return clock.last
    }

    /// Covers `dot`: its effect is in the state.
    package mutating func cover(_ dot: Dot) { vector.cover(dot) }

    /// A record's state and context; for a record that is not held, nothing and the empty context.
    package func load(
        _ id: RecordID,
        in transaction: some ServerTransaction
    ) throws(StoreError) -> LoadedRecord {
        guard let stored = try transaction.record(id, in: scope) else {
            return LoadedRecord(id: id, stored: nil, state: nil)
        }
        return LoadedRecord(id: id, stored: stored, state: try stored.state())
    }

    /// The record's context, filled with the scope's vector.
    package func context(of record: LoadedRecord) -> CausalContext {
        record.stored == nil
            ? .empty : CausalContext(scope: vector, extra: record.stored?.extra ?? VersionVector())
    }

    /// Stores a record as last touched at the present end of the history.
    package mutating func save(
        _ state: RecordState,
        extra: VersionVector,
        replacing old: LoadedRecord,
        in transaction: inout some ServerTransaction
    ) throws(StoreError) {
        let frame = state.frame
        if frame != old.stored?.frame {
            var change = StateDigest.ofRecord(old.id, frame: frame, by: Hash.self)
            if let stored = old.stored {
                change -= StateDigest.ofRecord(old.id, frame: stored.frame, by: Hash.self)
            }
            try add(change, for: old.id, in: transaction)
        }
        try transaction.setRecord(
            old.id,
            to: StoredRecord(
                frame: frame,
                extra: extra.stripped(by: vector),
                sequence: clock.last
            ),
            in: scope
        )
    }

    private mutating func add(
        _ change: StateDigest,
        for id: RecordID,
        in transaction: some ServerTransaction
    ) throws(StoreError) {
        let bucket = StateDigest.bucket(of: id)
        var sum: StateDigest
        if let known = buckets[bucket] {
            sum = known
        } else {
            sum = try transaction.digest(ofBucket: bucket, in: scope)
        }
        sum += change
        buckets[bucket] = sum
        digest += change
    }

    /// Begins another epoch, under another identity for the server's own writes.
    package mutating func beginEpoch(_ epoch: Epoch, as replica: ReplicaID) {
        clock.epoch = epoch
        clock.replica = replica
    }

    /// Renames a branch in everything stored, and computes the digests anew.
    package mutating func rename(
        _ rename: Rename,
        in transaction: inout some ServerTransaction
    ) throws(StoreError) {
        try finish(in: &transaction)
        try transaction.rewrite(rename, in: scope)
        vector = try transaction.vector(of: scope)
        digest = StateDigest()
        buckets = [:]
        var sums: [Int: StateDigest] = [:]
        var total = StateDigest()
        try transaction.visitRecords(in: scope, after: 0) { id, record in
            let sum = StateDigest.ofRecord(id, frame: record.frame, by: Hash.self)
            sums[StateDigest.bucket(of: id), default: StateDigest()] += sum
            total += sum
            return true
        }
        buckets = sums
        digest = total
    }
}

/// A record as a transaction found it.
package struct LoadedRecord {
    package let id: RecordID
    package let stored: StoredRecord?
    package let state: RecordState?
}

extension StoredRecord {
    /// The record's state, read from its bytes.
    package func state() throws(StoreError) -> RecordState {
        do throws(CBORError) {
            return try RecordState(frame: frame)
        } catch {
            throw .corrupted("a stored record cannot be read: \(error.description)")
        }
    }
}
