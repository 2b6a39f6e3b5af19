package import Shared

/// One transaction on the server's canonical data: all of it is committed, or nothing.
///
/// A store keeps and finds; it does not merge. Every implementation passes the same suite and gives
/// the same answers as ``MemoryServerStore``. Within a scope transactions are serialised.
package protocol ServerTransaction {
    /// Nil when there is no such scope.
    func clock(of scope: ScopeID) throws(StoreError) -> ScopeClock?
    mutating func setClock(_ clock: ScopeClock, of scope: ScopeID) throws(StoreError)

    /// What the state of the scope covers.
    func vector(of scope: ScopeID) throws(StoreError) -> VersionVector
    mutating func setVector(_ vector: VersionVector, of scope: ScopeID) throws(StoreError)

    func record(_ id: RecordID, in scope: ScopeID) throws(StoreError) -> StoredRecord?
    mutating func setRecord(
        _ id: RecordID,
        to record: StoredRecord,
        in scope: ScopeID
    ) throws(StoreError)
    /// Visits records touched after `sequence`, oldest first, until `visit` answers false.
    func visitRecords(
        in scope: ScopeID,
        after sequence: ServerSequence,
        _ visit: (RecordID, StoredRecord) -> Bool
    ) throws(StoreError)
    /// Visits the records of these buckets, in the order of their ids, until `visit` answers false.
    func visitRecords(
        in scope: ScopeID,
        buckets: Set<Int>,
        _ visit: (RecordID, StoredRecord) -> Bool
    ) throws(StoreError)

    /// The sums of record digests, by bucket; see `StateDigest.bucket(of:)`.
    func digest(of scope: ScopeID) throws(StoreError) -> StateDigest
    func digest(ofBucket bucket: Int, in scope: ScopeID) throws(StoreError) -> StateDigest
    mutating func setDigest(
        _ digest: StateDigest,
        ofBucket bucket: Int,
        in scope: ScopeID
    ) throws(StoreError)
    mutating func setDigest(_ digest: StateDigest, of scope: ScopeID) throws(StoreError)

    /// How long the chain of `replica` is, as far as it is known, be it by hearsay.
    func chainLength(of replica: ReplicaID, in scope: ScopeID) throws(StoreError) -> UInt64
    func chainTag(at dot: Dot, in scope: ScopeID) throws(StoreError) -> ChainTag?
    /// What became known of chains in (`after`, `through`], in order.
    func feed(
        in scope: ScopeID,
        after: ServerSequence,
        through: ServerSequence
    ) throws(StoreError) -> [FeedSegment]
    /// Notes a stretch of a chain that is known by hearsay only.
    mutating func appendHearsay(
        _ segment: FeedSegment,
        at sequence: ServerSequence,
        in scope: ScopeID
    ) throws(StoreError)

    func change(at dot: Dot, in scope: ScopeID) throws(StoreError) -> LoggedChange?
    /// The place of a change in the scope's history; nil when it is not in the log.
    func sequence(of dot: Dot, in scope: ScopeID) throws(StoreError) -> ServerSequence?
    mutating func append(_ change: LoggedChange, in scope: ScopeID) throws(StoreError)
    /// Puts what is left of a purged change in the place of its content.
    mutating func setContent(
        _ bytes: ChangeBytes,
        of dot: Dot,
        in scope: ScopeID
    ) throws(StoreError)
    /// Every change of a record, oldest first.
    func changes(of record: RecordID, in scope: ScopeID) throws(StoreError) -> [LoggedChange]

    func forks(in scope: ScopeID) throws(StoreError) -> [Fork]
    mutating func addFork(_ fork: Fork, in scope: ScopeID) throws(StoreError)

    /// The dots that the ruling `dot` stands for; empty for other dots.
    func standsFor(_ dot: Dot, in scope: ScopeID) throws(StoreError) -> [Dot]
    mutating func setStandsFor(
        _ dots: [Dot],
        ruling dot: Dot,
        in scope: ScopeID
    ) throws(StoreError)

    func heldChange(at dot: Dot, in scope: ScopeID) throws(StoreError) -> HeldChange?
    mutating func setHeldChange(_ change: HeldChange, in scope: ScopeID) throws(StoreError)
    func heldChanges(in scope: ScopeID) throws(StoreError) -> [HeldChange]

    /// Renames a branch in everything that is stored of the scope. The record digests are the
    /// caller's business.
    mutating func rewrite(_ rename: Rename, in scope: ScopeID) throws(StoreError)
}
