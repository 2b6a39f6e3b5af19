package import Shared

/// The server's data in memory: the executable specification of a server store.
///
/// A value: a copy is a backup, and assigning an old copy is a restore.
package struct MemoryServerStore: ServerTransaction, Sendable {
    private struct Scope: Sendable {
        var clock: ScopeClock
        var vector = VersionVector()
        var records: [RecordID: StoredRecord] = [:]
        var buckets: [Int: StateDigest] = [:]
        var digest = StateDigest()
        var chains: [ReplicaID: [ChainTag]] = [:]
        var feed: [(sequence: ServerSequence, segment: FeedSegment)] = []
        var changes: [Dot: LoggedChange] = [:]
        var forks: [Fork] = []
        var standsFor: [Dot: [Dot]] = [:]
        var held: [Dot: HeldChange] = [:]
    }

    private var scopes: [ScopeID: Scope] = [:]
    var accounts = MemoryAccounts()

    package init() {}

    package func clock(of scope: ScopeID) -> ScopeClock? { scopes[scope]?.clock }

    package mutating func setClock(_ clock: ScopeClock, of scope: ScopeID) {
        scopes[scope, default: Scope(clock: clock)].clock = clock
    }

    package func vector(of scope: ScopeID) -> VersionVector {
        scopes[scope]?.vector ?? VersionVector()
    }

    package mutating func setVector(_ vector: VersionVector, of scope: ScopeID) {
        scopes[scope]?.vector = vector
    }

    package func record(_ id: RecordID, in scope: ScopeID) -> StoredRecord? {
        scopes[scope]?.records[id]
    }

    package mutating func setRecord(
        _ id: RecordID,
        to record: StoredRecord,
        in scope: ScopeID
    ) {
        scopes[scope]?.records[id] = record
    }

    /// Loses a record and all that its sums know of it: for trying what mends it.
    package mutating func lose<Hash: HashFunction>(
        _ id: RecordID,
        in scope: ScopeID,
        by hash: Hash.Type
    ) {
        guard let record = scopes[scope]?.records.removeValue(forKey: id) else { return }
        let digest = StateDigest.ofRecord(id, frame: record.frame, by: hash)
        scopes[scope]?.digest -= digest
        scopes[scope]?.buckets[StateDigest.bucket(of: id), default: StateDigest()] -= digest
    }

    package func visitRecords(
        in scope: ScopeID,
        after sequence: ServerSequence,
        _ visit: (RecordID, StoredRecord) -> Bool
    ) {
        let found = (scopes[scope]?.records ?? [:]).filter { $0.value.sequence > sequence }
        for (id, record) in found.sorted(by: { $0.value.sequence < $1.value.sequence }) {
            guard visit(id, record) else { return }
        }
    }

    package func visitRecords(
        in scope: ScopeID,
        buckets: Set<Int>,
        _ visit: (RecordID, StoredRecord) -> Bool
    ) {
        let found = (scopes[scope]?.records ?? [:]).filter {
            buckets.contains(StateDigest.bucket(of: $0.key))
        }
        for (id, record) in found.sorted(by: { $0.key.precedes($1.key) }) {
            guard visit(id, record) else { return }
        }
    }

    package func digest(of scope: ScopeID) -> StateDigest {
        scopes[scope]?.digest ?? StateDigest()
    }

    package func digest(ofBucket bucket: Int, in scope: ScopeID) -> StateDigest {
        scopes[scope]?.buckets[bucket] ?? StateDigest()
    }

    package mutating func setDigest(
        _ digest: StateDigest,
        ofBucket bucket: Int,
        in scope: ScopeID
    ) {
        scopes[scope]?.buckets[bucket] = digest
    }

    package mutating func setDigest(_ digest: StateDigest, of scope: ScopeID) {
        scopes[scope]?.digest = digest
    }

    package func chainLength(of replica: ReplicaID, in scope: ScopeID) -> UInt64 {
        UInt64(scopes[scope]?.chains[replica]?.count ?? 0)
    }

    package func chainTag(at dot: Dot, in scope: ScopeID) -> ChainTag? {
        guard let chain = scopes[scope]?.chains[dot.replica], dot.counter >= 1,
            dot.counter <= UInt64(chain.count)
        else { return nil }
        return chain[Int(dot.counter) - 1]
    }

    package func feed(
        in scope: ScopeID,
        after: ServerSequence,
        through: ServerSequence
    ) -> [FeedSegment] {
        var collector = FeedCollector()
        for entry in scopes[scope]?.feed ?? []
        where entry.sequence > after && entry.sequence <= through {
            collector.append(entry.segment)
        }
        return collector.segments
    }

    package mutating func appendHearsay(
        _ segment: FeedSegment,
        at sequence: ServerSequence,
        in scope: ScopeID
    ) {
        learn(segment, at: sequence, in: scope)
    }

    private mutating func learn(
        _ segment: FeedSegment,
        at sequence: ServerSequence,
        in scope: ScopeID
    ) {
        scopes[scope]?.feed.append((sequence, segment))
        var chain = scopes[scope]?.chains[segment.replica] ?? []
        for (offset, tag) in segment.tags.enumerated()
        where segment.first + UInt64(offset) == UInt64(chain.count) + 1 {
            chain.append(tag)
        }
        scopes[scope]?.chains[segment.replica] = chain
    }

    package func change(at dot: Dot, in scope: ScopeID) -> LoggedChange? {
        scopes[scope]?.changes[dot]
    }

    package func sequence(of dot: Dot, in scope: ScopeID) -> ServerSequence? {
        scopes[scope]?.changes[dot]?.sequence
    }

    package mutating func append(_ change: LoggedChange, in scope: ScopeID) {
        let dot = change.sealed.dot
        scopes[scope]?.changes[dot] = change
        learn(
            FeedSegment(
                replica: dot.replica,
                first: dot.counter,
                isApplied: true,
                received: change.received,
                tags: [change.sealed.hash.tag]
            ),
            at: change.sequence,
            in: scope
        )
    }

    package mutating func setContent(
        _ bytes: ChangeBytes,
        of dot: Dot,
        in scope: ScopeID
    ) throws(StoreError) {
        guard let sealed = scopes[scope]?.changes[dot]?.sealed else { return }
        do throws(CBORError) {
            scopes[scope]?.changes[dot]?.sealed = try sealed.with(bytes)
        } catch {
            throw .corrupted("a purged change cannot be read: \(error.description)")
        }
    }

    package func changes(of record: RecordID, in scope: ScopeID) -> [LoggedChange] {
        (scopes[scope]?.changes.values.filter { $0.sealed.original.record == record } ?? [])
            .sorted { $0.sequence < $1.sequence }
    }

    package func forks(in scope: ScopeID) -> [Fork] { scopes[scope]?.forks ?? [] }

    package mutating func addFork(_ fork: Fork, in scope: ScopeID) {
        if scopes[scope]?.forks.contains(fork) == false { scopes[scope]?.forks.append(fork) }
    }

    package func standsFor(_ dot: Dot, in scope: ScopeID) -> [Dot] {
        scopes[scope]?.standsFor[dot] ?? []
    }

    package mutating func setStandsFor(_ dots: [Dot], ruling dot: Dot, in scope: ScopeID) {
        scopes[scope]?.standsFor[dot] = dots
    }

    package func heldChange(at dot: Dot, in scope: ScopeID) -> HeldChange? {
        scopes[scope]?.held[dot]
    }

    package mutating func setHeldChange(_ change: HeldChange, in scope: ScopeID) {
        scopes[scope]?.held[change.sealed.dot] = change
    }

    package func heldChanges(in scope: ScopeID) -> [HeldChange] {
        (scopes[scope]?.held.values.map { $0 } ?? []).sorted {
            $0.sealed.dot.precedes($1.sealed.dot)
        }
    }

    package mutating func rewrite(_ rename: Rename, in scope: ScopeID) throws(StoreError) {
        guard var data = scopes[scope] else { return }
        data.vector.rename(rename.from, beyond: rename.beyond, to: rename.to)
        for (id, record) in data.records {
            data.records[id] = try record.renamed(by: rename)
        }
        let chain = data.chains[rename.from] ?? []
        let kept = min(Int(rename.beyond), chain.count)
        if chain.count - kept > data.chains[rename.to]?.count ?? 0 {
            data.chains[rename.to] = Array(chain[kept...])
        }
        data.chains[rename.from] = Array(chain[..<kept])
        data.feed = data.feed.flatMap { entry in
            entry.segment.renamed(by: rename).map { (entry.sequence, $0) }
        }
        // One event may have been logged under both names: the earlier entry stays.
        var changes: [Dot: LoggedChange] = [:]
        for (_, change) in data.changes {
            var change = change
            change.sealed.follow(rename)
            let known = changes[change.sealed.dot]
            if known.map({ $0.sequence > change.sequence }) ?? true {
                changes[change.sealed.dot] = change
            }
        }
        data.changes = changes
        var standsFor: [Dot: [Dot]] = [:]
        for (dot, dots) in data.standsFor
        where standsFor[rename(dot)] == nil || rename(dot) == dot {
            standsFor[rename(dot)] = dots.map { rename($0) }
        }
        data.standsFor = standsFor
        scopes[scope] = data
    }
}

extension StoredRecord {
    /// The record with a branch called by its new name.
    package func renamed(by rename: Rename) throws(StoreError) -> StoredRecord {
        var result = self
        result.extra.rename(rename.from, beyond: rename.beyond, to: rename.to)
        guard var state = try? RecordState(frame: frame) else {
            throw .corrupted("a record's bytes cannot be read")
        }
        state.rename(rename.from, beyond: rename.beyond, to: rename.to)
        result.frame = state.frame
        return result
    }
}
