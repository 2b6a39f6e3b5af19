package import Shared

/// The sums of a scope's record digests, recomputed from what is stored, as fine as a comparison asks.
package struct DigestTree: Sendable {
    /// The sum of all records.
    package private(set) var whole = StateDigest()
    /// How many records there are.
    package private(set) var count = 0
    private var buckets = [StateDigest](repeating: StateDigest(), count: StateDigest.bucketCount)

    package init<Hash: HashFunction>(
        of scope: ScopeID,
        by hash: Hash.Type,
        in transaction: some ReplicaTransaction
    ) throws(ReplicaStoreError) {
        var tree = DigestTree()
        try transaction.visitRecords(in: scope) { id, held in
            let digest = StateDigest.ofRecord(id, frame: held.frame, by: hash)
            tree.whole += digest
            tree.buckets[StateDigest.bucket(of: id)] += digest
            tree.count += 1
            return true
        }
        self = tree
    }

    private init() {}

    /// The first eight bytes of each group's sum.
    package var groups: [UInt64] { DigestRequest.groupTags { buckets[$0] } }

    /// The first eight bytes of a bucket's sum.
    package func bucket(_ number: Int) -> UInt64 { buckets[number].hash.tag }
}
