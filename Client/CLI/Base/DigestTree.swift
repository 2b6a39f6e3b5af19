package import ClientCore
package import Shared

/// The digests of a scope's records, recomputed from what is stored, as fine as a comparison asks.
package struct DigestTree {
    /// The sum of all records.
    package private(set) var whole = StateDigest()
    /// The first eight bytes of each record's digest.
    package private(set) var records: [RecordID: UInt64] = [:]
    private var buckets = [StateDigest](repeating: StateDigest(), count: StateDigest.bucketCount)

    package init<Hash: HashFunction>(
        of scope: ScopeID,
        by hash: Hash.Type,
        in transaction: some ReplicaTransaction
    ) throws(ReplicaStoreError) {
        var tree = DigestTree()
        try transaction.visitRecords(in: scope) { id, held in
            tree.add(id, StateDigest.ofRecord(id, frame: held.frame, by: hash))
            return true
        }
        self = tree
    }

    private init() {}

    private mutating func add(_ id: RecordID, _ digest: StateDigest) {
        whole += digest
        buckets[StateDigest.bucket(of: id)] += digest
        records[id] = digest.hash.tag
    }
}

extension DigestTree {
    /// How many buckets make a group.
    package static let groupSize = StateDigest.bucketCount / DigestRequest.groupCount

    /// The first eight bytes of each group's sum.
    package var groups: [UInt64] {
        (0..<DigestRequest.groupCount).map { group in
            var sum = StateDigest()
            for bucket in Self.buckets(of: group) { sum += buckets[bucket] }
            return sum.hash.tag
        }
    }

    /// The first eight bytes of a bucket's sum.
    package func bucket(_ number: Int) -> UInt64 { buckets[number].hash.tag }

    package static func buckets(of group: Int) -> Range<Int> {
        group * groupSize..<(group + 1) * groupSize
    }
}
