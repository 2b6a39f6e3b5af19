import ServerCore
import Shared
import Testing

/// Runs every call on two stores, and answers only what both answer.
struct MirrorTransaction<Left: ServerTransaction, Right: ServerTransaction>: ServerTransaction {
    var left: Left
    var right: Right

    private func same<Value: Equatable>(
        _ name: String,
        _ left: Value,
        _ right: Value
    ) throws(StoreError) -> Value {
        guard left == right else {
            throw .corrupted("the stores differ in \(name): \(left) and \(right)")
        }
        return left
    }

    func clock(of scope: ScopeID) throws(StoreError) -> ScopeClock? {
        try same("clock", left.clock(of: scope), right.clock(of: scope))
    }
    mutating func setClock(_ clock: ScopeClock, of scope: ScopeID) throws(StoreError) {
        try left.setClock(clock, of: scope)
        try right.setClock(clock, of: scope)
    }
    func vector(of scope: ScopeID) throws(StoreError) -> VersionVector {
        try same("vector", left.vector(of: scope), right.vector(of: scope))
    }
    mutating func setVector(_ vector: VersionVector, of scope: ScopeID) throws(StoreError) {
        try left.setVector(vector, of: scope)
        try right.setVector(vector, of: scope)
    }
    func record(_ id: RecordID, in scope: ScopeID) throws(StoreError) -> StoredRecord? {
        try same("record", left.record(id, in: scope), right.record(id, in: scope))
    }
    mutating func setRecord(
        _ id: RecordID,
        to record: StoredRecord,
        in scope: ScopeID
    ) throws(StoreError) {
        try left.setRecord(id, to: record, in: scope)
        try right.setRecord(id, to: record, in: scope)
    }
    func visitRecords(
        in scope: ScopeID,
        after sequence: ServerSequence,
        _ visit: (RecordID, StoredRecord) -> Bool
    ) throws(StoreError) {
        var ids: ([RecordID], [RecordID]) = ([], [])
        var records: ([StoredRecord], [StoredRecord]) = ([], [])
        try left.visitRecords(in: scope, after: sequence) { id, record in
            ids.0.append(id)
            records.0.append(record)
            return visit(id, record)
        }
        try right.visitRecords(in: scope, after: sequence) { id, record in
            ids.1.append(id)
            records.1.append(record)
            return ids.1.count < ids.0.count
        }
        _ = try same("visited ids", ids.0, ids.1)
        _ = try same("visited records", records.0, records.1)
    }
    func visitRecords(
        in scope: ScopeID,
        buckets: Set<Int>,
        _ visit: (RecordID, StoredRecord) -> Bool
    ) throws(StoreError) {
        var ids: ([RecordID], [RecordID]) = ([], [])
        try left.visitRecords(in: scope, buckets: buckets) { id, record in
            ids.0.append(id)
            return visit(id, record)
        }
        try right.visitRecords(in: scope, buckets: buckets) { id, _ in
            ids.1.append(id)
            return ids.1.count < ids.0.count
        }
        _ = try same("visited ids of buckets", ids.0, ids.1)
    }
    func digest(of scope: ScopeID) throws(StoreError) -> StateDigest {
        try same("digest", left.digest(of: scope), right.digest(of: scope))
    }
    func digest(ofBucket bucket: Int, in scope: ScopeID) throws(StoreError) -> StateDigest {
        try same(
            "bucket",
            left.digest(ofBucket: bucket, in: scope),
            right.digest(ofBucket: bucket, in: scope)
        )
    }
    mutating func setDigest(
        _ digest: StateDigest,
        ofBucket bucket: Int,
        in scope: ScopeID
    ) throws(StoreError) {
        try left.setDigest(digest, ofBucket: bucket, in: scope)
        try right.setDigest(digest, ofBucket: bucket, in: scope)
    }
    mutating func setDigest(_ digest: StateDigest, of scope: ScopeID) throws(StoreError) {
        try left.setDigest(digest, of: scope)
        try right.setDigest(digest, of: scope)
    }
    func chainLength(of replica: ReplicaID, in scope: ScopeID) throws(StoreError) -> UInt64 {
        try same(
            "chain length",
            left.chainLength(of: replica, in: scope),
            right.chainLength(of: replica, in: scope)
        )
    }
    func chainTag(at dot: Dot, in scope: ScopeID) throws(StoreError) -> ChainTag? {
        try same("tag", left.chainTag(at: dot, in: scope), right.chainTag(at: dot, in: scope))
    }
    func feed(
        in scope: ScopeID,
        after: ServerSequence,
        through: ServerSequence
    ) throws(StoreError) -> [FeedSegment] {
        try same(
            "feed",
            left.feed(in: scope, after: after, through: through),
            right.feed(in: scope, after: after, through: through)
        )
    }
    mutating func appendHearsay(
        _ segment: FeedSegment,
        at sequence: ServerSequence,
        in scope: ScopeID
    ) throws(StoreError) {
        try left.appendHearsay(segment, at: sequence, in: scope)
        try right.appendHearsay(segment, at: sequence, in: scope)
    }
    func change(at dot: Dot, in scope: ScopeID) throws(StoreError) -> LoggedChange? {
        try same("change", left.change(at: dot, in: scope), right.change(at: dot, in: scope))
    }
    func sequence(of dot: Dot, in scope: ScopeID) throws(StoreError) -> ServerSequence? {
        try same("sequence", left.sequence(of: dot, in: scope), right.sequence(of: dot, in: scope))
    }
    mutating func setContent(
        _ bytes: ChangeBytes,
        of dot: Dot,
        in scope: ScopeID
    ) throws(StoreError) {
        try left.setContent(bytes, of: dot, in: scope)
        try right.setContent(bytes, of: dot, in: scope)
    }
    mutating func append(_ change: LoggedChange, in scope: ScopeID) throws(StoreError) {
        try left.append(change, in: scope)
        try right.append(change, in: scope)
    }
    func changes(
        of record: RecordID,
        in scope: ScopeID
    ) throws(StoreError) -> [LoggedChange] {
        try same(
            "changes",
            left.changes(of: record, in: scope),
            right.changes(of: record, in: scope)
        )
    }
    func forks(in scope: ScopeID) throws(StoreError) -> [Fork] {
        try same("forks", left.forks(in: scope), right.forks(in: scope))
    }
    mutating func addFork(_ fork: Fork, in scope: ScopeID) throws(StoreError) {
        try left.addFork(fork, in: scope)
        try right.addFork(fork, in: scope)
    }
    func standsFor(_ dot: Dot, in scope: ScopeID) throws(StoreError) -> [Dot] {
        try same(
            "stands for",
            left.standsFor(dot, in: scope),
            right.standsFor(dot, in: scope)
        )
    }
    mutating func setStandsFor(
        _ dots: [Dot],
        ruling dot: Dot,
        in scope: ScopeID
    ) throws(StoreError) {
        try left.setStandsFor(dots, ruling: dot, in: scope)
        try right.setStandsFor(dots, ruling: dot, in: scope)
    }
    func heldChange(at dot: Dot, in scope: ScopeID) throws(StoreError) -> HeldChange? {
        try same("held", left.heldChange(at: dot, in: scope), right.heldChange(at: dot, in: scope))
    }
    mutating func setHeldChange(_ change: HeldChange, in scope: ScopeID) throws(StoreError) {
        try left.setHeldChange(change, in: scope)
        try right.setHeldChange(change, in: scope)
    }
    func heldChanges(in scope: ScopeID) throws(StoreError) -> [HeldChange] {
        try same("all held", left.heldChanges(in: scope), right.heldChanges(in: scope))
    }
    mutating func rewrite(_ rename: Rename, in scope: ScopeID) throws(StoreError) {
        try left.rewrite(rename, in: scope)
        try right.rewrite(rename, in: scope)
    }
}
