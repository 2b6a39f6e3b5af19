package import Shared

extension SyncService {
    /// Gives out digests of a scope's state, as fine as asked for, and single records by their digest.
    package func digests(
        _ request: DigestRequest,
        in transaction: some ServerTransaction
    ) throws -> DigestResponse {
        let scope = request.scope
        guard let clock = try transaction.clock(of: scope), clock.epoch == request.epoch,
            clock.last == request.sequence
        else { return .movedOn }
        switch request.level {
        case .groups:
            return .sums(
                try DigestRequest.groupTags { (bucket) throws(StoreError) in
                    try transaction.digest(ofBucket: bucket, in: scope)
                }
            )
        case .buckets(let groups):
            var sums: [UInt64] = []
            for group in groups where Int(group) < DigestRequest.groupCount {
                for bucket in DigestRequest.buckets(ofGroup: Int(group)) {
                    sums.append(try transaction.digest(ofBucket: bucket, in: scope).hash.tag)
                }
            }
            return .sums(sums)
        case .records(let buckets):
            return try records(in: buckets.map(Int.init), of: scope, transaction)
        case .states(let buckets, let digests):
            return try states(digests, in: buckets.map(Int.init), of: scope, transaction)
        }
    }

    private func records(
        in buckets: [Int],
        of scope: ScopeID,
        _ transaction: some ServerTransaction
    ) throws -> DigestResponse {
        var found: [Int: (sum: StateDigest, tags: [UInt64])] = [:]
        try transaction.visitRecords(in: scope, buckets: Set(buckets)) { id, record in
            let digest = StateDigest.ofRecord(id, frame: record.frame, by: Hash.self)
            var bucket = found[StateDigest.bucket(of: id)] ?? (StateDigest(), [])
            bucket.sum += digest
            bucket.tags.append(digest.hash.tag)
            found[StateDigest.bucket(of: id)] = bucket
            return true
        }
        var answer: [[UInt64]] = []
        var count = 0
        for number in buckets {
            let bucket = found[number] ?? (StateDigest(), [])
            guard try bucket.sum == transaction.digest(ofBucket: number, in: scope) else {
                return .damaged
            }
            count += bucket.tags.count
            guard answer.isEmpty || count <= WireLimits.itemsMax else { break }
            answer.append(bucket.tags)
        }
        return .records(answer)
    }

    private func states(
        _ digests: [UInt64],
        in buckets: [Int],
        of scope: ScopeID,
        _ transaction: some ServerTransaction
    ) throws -> DigestResponse {
        let wanted = Set(digests)
        var rows: [PullPage.Row] = []
        var bytes = 0
        try transaction.visitRecords(in: scope, buckets: Set(buckets)) { id, record in
            let digest = StateDigest.ofRecord(id, frame: record.frame, by: Hash.self)
            if wanted.contains(digest.hash.tag) {
                rows.append(
                    PullPage.Row(record: id, frame: record.frame, extra: record.extra)
                )
                bytes += record.frame.count
            }
            return bytes < WireLimits.pageBytesMax
        }
        return .states(rows)
    }
}
