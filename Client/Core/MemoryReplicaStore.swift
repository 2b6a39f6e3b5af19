package import Shared

/// A replica in memory: the executable specification of a replica store.
///
/// A value: a copy is a clone of the device, and assigning an old copy is a restore.
package struct MemoryReplicaStore: ReplicaTransaction, Sendable {
    private struct Scope: Sendable {
        var standing = Standing()
        var records: [RecordID: HeldRecord] = [:]
        var digest = StateDigest()
        var chains: [ReplicaID: [ChainTag]] = [:]
        var receipts: [ReplicaID: [Receipt]] = [:]
        var own: [OwnChange] = []
        /// By the position in `own`.
        var refusals: [Int: [KeptRefusal]] = [:]
        var forks: [Fork] = []
        var aside: [RecordAside] = []
    }

    private var identity: ReplicaID
    private var hybridClock = HybridClock()
    private var data: [ScopeID: Scope]

    package init(replica: ReplicaID, scopes: [ScopeID]) {
        identity = replica
        data = Dictionary(
            scopes.map { ($0, Scope()) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    package func replica() -> ReplicaID { identity }
    package mutating func setReplica(_ replica: ReplicaID) { identity = replica }

    package func clock() -> HybridClock { hybridClock }
    package mutating func setClock(_ clock: HybridClock) { hybridClock = clock }

    package func scopes() -> [ScopeID] {
        data.keys.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    package func standing(in scope: ScopeID) -> Standing { data[scope]?.standing ?? Standing() }

    package mutating func setStanding(_ standing: Standing, in scope: ScopeID) {
        data[scope]?.standing = standing
    }

    package func record(_ id: RecordID, in scope: ScopeID) -> HeldRecord? {
        data[scope]?.records[id]
    }

    package mutating func setRecord(_ id: RecordID, to record: HeldRecord, in scope: ScopeID) {
        data[scope]?.records[id] = record
    }

    /// Loses a record, as a damaged disk would: for trying what mends it.
    package mutating func lose(_ id: RecordID, in scope: ScopeID) {
        data[scope]?.records[id] = nil
    }

    package func visitRecords(in scope: ScopeID, _ visit: (RecordID, HeldRecord) -> Bool) {
        for (id, record) in (data[scope]?.records ?? [:]).sorted(by: { $0.key.precedes($1.key) }) {
            guard visit(id, record) else { return }
        }
    }

    package func recordCount(in scope: ScopeID) -> Int { data[scope]?.records.count ?? 0 }

    package func disputable(in scope: ScopeID) -> [RecordID] {
        (data[scope]?.records ?? [:]).filter { RecordState.isDisputable(inFrame: $0.value.frame) }
            .keys.sorted { $0.precedes($1) }
    }

    package mutating func stripContexts(by vector: VersionVector, in scope: ScopeID) {
        for (id, record) in data[scope]?.records ?? [:] where !record.extra.isEmpty {
            data[scope]?.records[id]?.extra = record.extra.stripped(by: vector)
        }
    }

    package func digest(of scope: ScopeID) -> StateDigest { data[scope]?.digest ?? StateDigest() }

    package mutating func setDigest(_ digest: StateDigest, of scope: ScopeID) {
        data[scope]?.digest = digest
    }

    package func chainLength(of replica: ReplicaID, in scope: ScopeID) -> UInt64 {
        UInt64(data[scope]?.chains[replica]?.count ?? 0)
    }

    package func chainTag(at dot: Dot, in scope: ScopeID) -> ChainTag? {
        guard let chain = data[scope]?.chains[dot.replica], dot.counter >= 1,
            dot.counter <= UInt64(chain.count)
        else { return nil }
        return chain[Int(dot.counter) - 1]
    }

    package func chainHeads(in scope: ScopeID) -> [ChainHead] {
        (data[scope]?.chains ?? [:]).compactMap { replica, chain in
            chain.last.map {
                ChainHead(replica: replica, counter: UInt64(chain.count), tag: $0)
            }
        }
        .sorted { $0.replica.precedes($1.replica) }
    }

    package func receipts(in scope: ScopeID) -> [Receipt] {
        (data[scope]?.receipts ?? [:]).sorted { $0.key.precedes($1.key) }.flatMap { $0.value }
    }

    package func receipt(of dot: Dot, in scope: ScopeID) -> Int64? {
        if let own = ownChange(at: dot, in: scope), let received = own.received { return received }
        let receipt = data[scope]?.receipts[dot.replica]?.last { $0.first <= dot.counter }
        return receipt.flatMap { $0.received > 0 ? $0.received : nil }
    }

    package mutating func extendChain(_ segment: FeedSegment, in scope: ScopeID) {
        data[scope]?.chains[segment.replica, default: []] += segment.tags
        let receipt = Receipt(
            replica: segment.replica,
            first: segment.first,
            received: segment.received
        )
        if data[scope]?.receipts[segment.replica]?.last?.received != receipt.received {
            data[scope]?.receipts[segment.replica, default: []].append(receipt)
        }
    }

    package func ownChanges(in scope: ScopeID) -> [OwnChange] { data[scope]?.own ?? [] }

    package func ownChanges(
        in scope: ScopeID,
        beyond vector: VersionVector,
        bytesMax: Int
    ) -> [OwnChange] {
        var bytes = 0
        var result: [OwnChange] = []
        for change in data[scope]?.own ?? [] where !vector.covers(change.sealed.dot) {
            guard bytes < bytesMax else { break }
            bytes += change.sealed.bytes.count
            result.append(change)
        }
        return result
    }

    package func ownLogEntries(
        in scope: ScopeID,
        beyond vector: VersionVector,
        bytesMax: Int
    ) -> [OwnLogEntry] {
        ownChanges(in: scope, beyond: vector, bytesMax: bytesMax).map(\.logged)
    }

    package func ownCount(in scope: ScopeID, beyond vector: VersionVector) -> Int {
        (data[scope]?.own ?? []).filter { !vector.covers($0.sealed.dot) }.count
    }

    package func ownChange(at dot: Dot, in scope: ScopeID) -> OwnChange? {
        data[scope]?.own.first { $0.sealed.dot == dot }
    }

    package func ownHeads(in scope: ScopeID) -> [Dot] {
        let vector = VersionVector((data[scope]?.own ?? []).map(\.sealed.dot))
        return vector.entries.map { Dot($0.replica, $0.counter) }
    }

    package mutating func appendOwn(_ change: OwnChange, in scope: ScopeID) {
        data[scope]?.own.append(change)
    }

    package func ownChangesWithoutReceipt(
        in scope: ScopeID,
        through vector: VersionVector,
        bytesMax: Int
    ) -> [OwnChange] {
        var bytes = 0
        var result: [OwnChange] = []
        for change in data[scope]?.own ?? []
        where change.received == nil && vector.covers(change.sealed.dot) {
            guard bytes < bytesMax else { break }
            bytes += change.sealed.bytes.count
            result.append(change)
        }
        return result
    }

    package mutating func setContent(
        _ bytes: ChangeBytes,
        of dot: Dot,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        guard let index = data[scope]?.own.firstIndex(where: { $0.sealed.dot == dot }),
            let sealed = data[scope]?.own[index].sealed
        else { return }
        do throws(CBORError) {
            data[scope]?.own[index].sealed = try sealed.with(bytes)
        } catch {
            throw .corrupted("a purged change cannot be read: \(error.description)")
        }
    }

    package func refusedChanges(in scope: ScopeID) -> [RefusedChange] {
        guard let data = data[scope], !data.refusals.isEmpty else { return [] }
        return data.own.indices.compactMap { index in
            data.refusals[index].map { RefusedChange(change: data.own[index], refusals: $0) }
        }
    }

    package mutating func setRefusals(
        _ refusals: [KeptRefusal],
        of dot: Dot,
        in scope: ScopeID
    ) {
        guard let index = data[scope]?.own.firstIndex(where: { $0.sealed.dot == dot }) else {
            return
        }
        data[scope]?.refusals[index] = refusals.isEmpty ? nil : refusals
    }

    package mutating func setReceived(_ time: Int64, through dot: Dot, in scope: ScopeID) {
        for (index, change) in (data[scope]?.own ?? []).enumerated()
        where change.received == nil && change.sealed.dot.replica == dot.replica
            && change.sealed.dot.counter <= dot.counter
        {
            data[scope]?.own[index].received = time
        }
    }

    package mutating func putAside(_ aside: RecordAside, in scope: ScopeID) {
        data[scope]?.aside.append(aside)
    }

    package func putAside(in scope: ScopeID) -> [RecordAside] { data[scope]?.aside ?? [] }

    package mutating func eraseTraces(of records: Set<RecordID>, in scope: ScopeID) {
        data[scope]?.aside.removeAll { records.contains($0.record) }
    }

    package func forks(in scope: ScopeID) -> [Fork] { data[scope]?.forks ?? [] }

    package mutating func addFork(_ fork: Fork, in scope: ScopeID) {
        if data[scope]?.forks.contains(fork) == false { data[scope]?.forks.append(fork) }
    }

    package mutating func rewrite(
        _ rename: Rename,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        guard var data = data[scope] else { return }
        data.standing.vector.rename(rename.from, beyond: rename.beyond, to: rename.to)
        data.standing.pageVector.rename(rename.from, beyond: rename.beyond, to: rename.to)
        data.standing.acknowledged.rename(rename.from, beyond: rename.beyond, to: rename.to)
        for (id, record) in data.records { data.records[id] = try record.renamed(by: rename) }
        let chain = data.chains[rename.from] ?? []
        let kept = min(Int(rename.beyond), chain.count)
        let receipts = Receipt.split(
            data.receipts[rename.from] ?? [],
            beyond: rename.beyond,
            to: rename.to
        )
        if chain.count - kept > data.chains[rename.to]?.count ?? 0 {
            data.chains[rename.to] = Array(chain[kept...])
            data.receipts[rename.to] = receipts.moved
        }
        data.receipts[rename.from] = receipts.kept.isEmpty ? nil : receipts.kept
        data.chains[rename.from] = kept == 0 ? nil : Array(chain[..<kept])
        for index in data.own.indices { data.own[index].sealed.follow(rename) }
        self.data[scope] = data
    }
}

extension HeldRecord {
    /// The record's state, read from its bytes.
    package func state() throws(ReplicaStoreError) -> RecordState {
        do throws(CBORError) {
            return try RecordState(frame: frame)
        } catch {
            throw .corrupted("a stored record cannot be read: \(error.description)")
        }
    }

    /// The record with a branch called by its new name.
    package func renamed(by rename: Rename) throws(ReplicaStoreError) -> HeldRecord {
        var result = self
        result.extra.rename(rename.from, beyond: rename.beyond, to: rename.to)
        var state = try state()
        state.rename(rename.from, beyond: rename.beyond, to: rename.to)
        result.frame = state.frame
        return result
    }
}
