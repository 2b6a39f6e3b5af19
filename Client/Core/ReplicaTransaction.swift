package import Shared

/// One transaction on a replica: all of it is committed, or nothing.
///
/// A store keeps and finds; it does not merge. Every implementation passes the same suite and gives
/// the same answers as ``MemoryReplicaStore``.
package protocol ReplicaTransaction {
    /// The identity under which this replica writes.
    func replica() throws(ReplicaStoreError) -> ReplicaID
    mutating func setReplica(_ replica: ReplicaID) throws(ReplicaStoreError)
    func clock() throws(ReplicaStoreError) -> HybridClock
    mutating func setClock(_ clock: HybridClock) throws(ReplicaStoreError)

    func scopes() throws(ReplicaStoreError) -> [ScopeID]
    func standing(in scope: ScopeID) throws(ReplicaStoreError) -> Standing
    mutating func setStanding(
        _ standing: Standing,
        in scope: ScopeID
    ) throws(ReplicaStoreError)

    func record(_ id: RecordID, in scope: ScopeID) throws(ReplicaStoreError) -> HeldRecord?
    mutating func setRecord(
        _ id: RecordID,
        to record: HeldRecord,
        in scope: ScopeID
    ) throws(ReplicaStoreError)
    /// Visits every record, until `visit` answers false.
    func visitRecords(
        in scope: ScopeID,
        _ visit: (RecordID, HeldRecord) -> Bool
    ) throws(ReplicaStoreError)
    func recordCount(in scope: ScopeID) throws(ReplicaStoreError) -> Int
    /// The records with a cell that has several live writes, and those that say that they were merged
    /// into another, in the order of their ids: all that people may have to settle something about.
    func disputable(in scope: ScopeID) throws(ReplicaStoreError) -> [RecordID]
    /// Takes from every record's context what `vector` covers.
    mutating func stripContexts(
        by vector: VersionVector,
        in scope: ScopeID
    ) throws(ReplicaStoreError)

    /// The sum of all record digests of the scope.
    func digest(of scope: ScopeID) throws(ReplicaStoreError) -> StateDigest
    mutating func setDigest(
        _ digest: StateDigest,
        of scope: ScopeID
    ) throws(ReplicaStoreError)

    /// What this replica knows of the chains of all replicas, its own included.
    func chainLength(
        of replica: ReplicaID,
        in scope: ScopeID
    ) throws(ReplicaStoreError) -> UInt64
    func chainTag(at dot: Dot, in scope: ScopeID) throws(ReplicaStoreError) -> ChainTag?
    func chainHeads(in scope: ScopeID) throws(ReplicaStoreError) -> [ChainHead]
    /// When the server received what, by replica and first change.
    func receipts(in scope: ScopeID) throws(ReplicaStoreError) -> [Receipt]
    /// When the server received a change, in milliseconds since 1970; nil when it has not said so.
    ///
    /// Of own changes the receipts for them count.
    func receipt(of dot: Dot, in scope: ScopeID) throws(ReplicaStoreError) -> Int64?
    /// Continues a chain; `segment.first` is its length plus one. A segment received at 0 is one that
    /// the server has not received yet.
    mutating func extendChain(
        _ segment: FeedSegment,
        in scope: ScopeID
    ) throws(ReplicaStoreError)

    /// This replica's own changes, under whatever identity it made them, in the order in which it did.
    func ownChanges(in scope: ScopeID) throws(ReplicaStoreError) -> [OwnChange]
    /// The own changes that `vector` does not cover, in order, up to `bytesMax` of them.
    func ownChanges(
        in scope: ScopeID,
        beyond vector: VersionVector,
        bytesMax: Int
    ) throws(ReplicaStoreError) -> [OwnChange]
    /// The same changes as the log has them.
    func ownLogEntries(
        in scope: ScopeID,
        beyond vector: VersionVector,
        bytesMax: Int
    ) throws(ReplicaStoreError) -> [OwnLogEntry]
    /// How many own changes `vector` does not cover.
    func ownCount(
        in scope: ScopeID,
        beyond vector: VersionVector
    ) throws(ReplicaStoreError) -> Int
    func ownChange(at dot: Dot, in scope: ScopeID) throws(ReplicaStoreError) -> OwnChange?
    /// The heads of every chain that holds own changes.
    func ownHeads(in scope: ScopeID) throws(ReplicaStoreError) -> [Dot]
    mutating func appendOwn(
        _ change: OwnChange,
        in scope: ScopeID
    ) throws(ReplicaStoreError)
    /// Puts what is left of a purged own change in the place of its content.
    mutating func setContent(
        _ bytes: ChangeBytes,
        of dot: Dot,
        in scope: ScopeID
    ) throws(ReplicaStoreError)
    /// The own changes up to `vector` that have no receipt, in order, up to `bytesMax` of them.
    ///
    /// What the server has and has not answered to: the answer was lost.
    func ownChangesWithoutReceipt(
        in scope: ScopeID,
        through vector: VersionVector,
        bytesMax: Int
    ) throws(ReplicaStoreError) -> [OwnChange]
    /// The own changes of which the server refused values, in the order of making.
    func refusedChanges(in scope: ScopeID) throws(ReplicaStoreError) -> [RefusedChange]
    /// Keeps what was refused of an own change; nothing for none.
    mutating func setRefusals(
        _ refusals: [KeptRefusal],
        of dot: Dot,
        in scope: ScopeID
    ) throws(ReplicaStoreError)
    /// Notes the server's receipt for own changes up to `dot` that have none.
    mutating func setReceived(
        _ time: Int64,
        through dot: Dot,
        in scope: ScopeID
    ) throws(ReplicaStoreError)

    /// Keeps what a record was before a repair.
    mutating func putAside(
        _ aside: RecordAside,
        in scope: ScopeID
    ) throws(ReplicaStoreError)
    /// What repairs have put aside, oldest first.
    func putAside(in scope: ScopeID) throws(ReplicaStoreError) -> [RecordAside]
    /// Erases what else is kept of purged records: what repairs have put aside, what is kept for finding
    /// them, and what the files still hold of it.
    mutating func eraseTraces(
        of records: Set<RecordID>,
        in scope: ScopeID
    ) throws(ReplicaStoreError)

    func forks(in scope: ScopeID) throws(ReplicaStoreError) -> [Fork]
    mutating func addFork(_ fork: Fork, in scope: ScopeID) throws(ReplicaStoreError)

    /// Renames a branch in everything that is stored of the scope. The digest is the caller's business.
    mutating func rewrite(_ rename: Rename, in scope: ScopeID) throws(ReplicaStoreError)
}
