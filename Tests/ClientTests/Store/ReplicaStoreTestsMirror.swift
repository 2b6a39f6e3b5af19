import ClientCore
import Shared
import Testing

/// Runs every call on two replica stores, and answers only what both answer.
struct MirrorReplica<Left: ReplicaTransaction, Right: ReplicaTransaction>: ReplicaTransaction {
    var left: Left
    var right: Right

    private func same<Value: Equatable>(
        _ name: String,
        _ left: Value,
        _ right: Value
    ) throws(ReplicaStoreError) -> Value {
        guard left == right else {
            throw .corrupted("the stores differ in \(name): \(left) and \(right)")
        }
        return left
    }

    func replica() throws(ReplicaStoreError) -> ReplicaID {
        try same("identity", left.replica(), right.replica())
    }
    mutating func setReplica(_ replica: ReplicaID) throws(ReplicaStoreError) {
        try left.setReplica(replica)
        try right.setReplica(replica)
    }
    func clock() throws(ReplicaStoreError) -> HybridClock {
        try same("clock", left.clock(), right.clock())
    }
    mutating func setClock(_ clock: HybridClock) throws(ReplicaStoreError) {
        try left.setClock(clock)
        try right.setClock(clock)
    }
    func scopes() throws(ReplicaStoreError) -> [ScopeID] {
        try same("scopes", left.scopes(), right.scopes())
    }
    func standing(in scope: ScopeID) throws(ReplicaStoreError) -> Standing {
        try same("standing", left.standing(in: scope), right.standing(in: scope))
    }
    mutating func setStanding(
        _ standing: Standing,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        try left.setStanding(standing, in: scope)
        try right.setStanding(standing, in: scope)
    }
    func record(_ id: RecordID, in scope: ScopeID) throws(ReplicaStoreError) -> HeldRecord? {
        try same("record", left.record(id, in: scope), right.record(id, in: scope))
    }
    mutating func setRecord(
        _ id: RecordID,
        to record: HeldRecord,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        try left.setRecord(id, to: record, in: scope)
        try right.setRecord(id, to: record, in: scope)
    }
    func visitRecords(
        in scope: ScopeID,
        _ visit: (RecordID, HeldRecord) -> Bool
    ) throws(ReplicaStoreError) {
        var ids: ([RecordID], [RecordID]) = ([], [])
        var records: ([HeldRecord], [HeldRecord]) = ([], [])
        try left.visitRecords(in: scope) { id, record in
            ids.0.append(id)
            records.0.append(record)
            return visit(id, record)
        }
        try right.visitRecords(in: scope) { id, record in
            ids.1.append(id)
            records.1.append(record)
            return ids.1.count < ids.0.count
        }
        _ = try same("visited ids", ids.0, ids.1)
        _ = try same("visited records", records.0, records.1)
    }
    func recordCount(in scope: ScopeID) throws(ReplicaStoreError) -> Int {
        try same("count", left.recordCount(in: scope), right.recordCount(in: scope))
    }
    func disputable(in scope: ScopeID) throws(ReplicaStoreError) -> [RecordID] {
        try same("disputable", left.disputable(in: scope), right.disputable(in: scope))
    }
    mutating func stripContexts(
        by vector: VersionVector,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        try left.stripContexts(by: vector, in: scope)
        try right.stripContexts(by: vector, in: scope)
    }
    func digest(of scope: ScopeID) throws(ReplicaStoreError) -> StateDigest {
        try same("digest", left.digest(of: scope), right.digest(of: scope))
    }
    mutating func setDigest(
        _ digest: StateDigest,
        of scope: ScopeID
    ) throws(ReplicaStoreError) {
        try left.setDigest(digest, of: scope)
        try right.setDigest(digest, of: scope)
    }
    func chainLength(
        of replica: ReplicaID,
        in scope: ScopeID
    ) throws(ReplicaStoreError) -> UInt64 {
        try same(
            "chain length",
            left.chainLength(of: replica, in: scope),
            right.chainLength(of: replica, in: scope)
        )
    }
    func chainTag(at dot: Dot, in scope: ScopeID) throws(ReplicaStoreError) -> ChainTag? {
        try same("tag", left.chainTag(at: dot, in: scope), right.chainTag(at: dot, in: scope))
    }
    func chainHeads(in scope: ScopeID) throws(ReplicaStoreError) -> [ChainHead] {
        try same("heads", left.chainHeads(in: scope), right.chainHeads(in: scope))
    }
    func receipts(in scope: ScopeID) throws(ReplicaStoreError) -> [Receipt] {
        try same("receipts", left.receipts(in: scope), right.receipts(in: scope))
    }
    func receipt(of dot: Dot, in scope: ScopeID) throws(ReplicaStoreError) -> Int64? {
        try same("receipt", left.receipt(of: dot, in: scope), right.receipt(of: dot, in: scope))
    }
    mutating func extendChain(
        _ segment: FeedSegment,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        try left.extendChain(segment, in: scope)
        try right.extendChain(segment, in: scope)
    }
    func ownLogEntries(
        in scope: ScopeID,
        beyond vector: VersionVector,
        bytesMax: Int
    ) throws(ReplicaStoreError) -> [OwnLogEntry] {
        try same(
            "own log",
            left.ownLogEntries(in: scope, beyond: vector, bytesMax: bytesMax),
            right.ownLogEntries(in: scope, beyond: vector, bytesMax: bytesMax)
        )
    }
    func ownChanges(in scope: ScopeID) throws(ReplicaStoreError) -> [OwnChange] {
        try same("own changes", left.ownChanges(in: scope), right.ownChanges(in: scope))
    }
    func ownChanges(
        in scope: ScopeID,
        beyond vector: VersionVector,
        bytesMax: Int
    ) throws(ReplicaStoreError) -> [OwnChange] {
        try same(
            "pending changes",
            left.ownChanges(in: scope, beyond: vector, bytesMax: bytesMax),
            right.ownChanges(in: scope, beyond: vector, bytesMax: bytesMax)
        )
    }
    func ownCount(
        in scope: ScopeID,
        beyond vector: VersionVector
    ) throws(ReplicaStoreError) -> Int {
        try same(
            "own count",
            left.ownCount(in: scope, beyond: vector),
            right.ownCount(in: scope, beyond: vector)
        )
    }
    func ownChange(at dot: Dot, in scope: ScopeID) throws(ReplicaStoreError) -> OwnChange? {
        try same(
            "own change",
            left.ownChange(at: dot, in: scope),
            right.ownChange(at: dot, in: scope)
        )
    }
    func ownHeads(in scope: ScopeID) throws(ReplicaStoreError) -> [Dot] {
        try same("own heads", left.ownHeads(in: scope), right.ownHeads(in: scope))
    }
    mutating func appendOwn(
        _ change: OwnChange,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        try left.appendOwn(change, in: scope)
        try right.appendOwn(change, in: scope)
    }
    mutating func setReceived(
        _ time: Int64,
        through dot: Dot,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        try left.setReceived(time, through: dot, in: scope)
        try right.setReceived(time, through: dot, in: scope)
    }
    mutating func setContent(
        _ bytes: ChangeBytes,
        of dot: Dot,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        try left.setContent(bytes, of: dot, in: scope)
        try right.setContent(bytes, of: dot, in: scope)
    }
    func ownChangesWithoutReceipt(
        in scope: ScopeID,
        through vector: VersionVector,
        bytesMax: Int
    ) throws(ReplicaStoreError) -> [OwnChange] {
        try same(
            "changes without receipt",
            left.ownChangesWithoutReceipt(in: scope, through: vector, bytesMax: bytesMax),
            right.ownChangesWithoutReceipt(in: scope, through: vector, bytesMax: bytesMax)
        )
    }
    func refusedChanges(in scope: ScopeID) throws(ReplicaStoreError) -> [RefusedChange] {
        try same("refused", left.refusedChanges(in: scope), right.refusedChanges(in: scope))
    }
    mutating func setRefusals(
        _ refusals: [KeptRefusal],
        of dot: Dot,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        try left.setRefusals(refusals, of: dot, in: scope)
        try right.setRefusals(refusals, of: dot, in: scope)
    }
    mutating func putAside(
        _ aside: RecordAside,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        try left.putAside(aside, in: scope)
        try right.putAside(aside, in: scope)
    }
    func putAside(in scope: ScopeID) throws(ReplicaStoreError) -> [RecordAside] {
        try same("put aside", left.putAside(in: scope), right.putAside(in: scope))
    }
    mutating func eraseTraces(
        of records: Set<RecordID>,
        in scope: ScopeID
    ) throws(ReplicaStoreError) {
        try left.eraseTraces(of: records, in: scope)
        try right.eraseTraces(of: records, in: scope)
    }
    func forks(in scope: ScopeID) throws(ReplicaStoreError) -> [Fork] {
        try same("forks", left.forks(in: scope), right.forks(in: scope))
    }
    mutating func addFork(_ fork: Fork, in scope: ScopeID) throws(ReplicaStoreError) {
        try left.addFork(fork, in: scope)
        try right.addFork(fork, in: scope)
    }
    mutating func rewrite(_ rename: Rename, in scope: ScopeID) throws(ReplicaStoreError) {
        try left.rewrite(rename, in: scope)
        try right.rewrite(rename, in: scope)
    }
}
