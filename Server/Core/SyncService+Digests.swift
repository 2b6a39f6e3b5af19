package import Shared

extension SyncService {
    /// Gives out digests of a scope's state, as fine as asked for.
    package func digests(
        _ request: DigestRequest,
        in transaction: some ServerTransaction
    ) throws -> DigestResponse {
        let size = StateDigest.bucketCount / DigestRequest.groupCount
        switch request {
        case .groups(let scope):
            return .sums(
                try (0..<DigestRequest.groupCount).map { group in
                    var sum = StateDigest()
                    for bucket in group * size..<(group + 1) * size {
                        sum += try transaction.digest(ofBucket: bucket, in: scope)
                    }
                    return sum.hash.tag
                }
            )
        case .buckets(let scope, let groups):
            var sums: [UInt64] = []
            for group in groups where Int(group) < DigestRequest.groupCount {
                for bucket in Int(group) * size..<(Int(group) + 1) * size {
                    sums.append(try transaction.digest(ofBucket: bucket, in: scope).hash.tag)
                }
            }
            return .sums(sums)
        case .records(let scope, let buckets):
            let wanted = Set(buckets.map(Int.init))
            var entries: [DigestResponse.Entry] = []
            try transaction.visitRecords(in: scope, after: 0) { id, record in
                if wanted.contains(StateDigest.bucket(of: id)) {
                    let digest = StateDigest.ofRecord(id, frame: record.frame, by: Hash.self)
                    entries.append(DigestResponse.Entry(record: id, digest: digest.hash.tag))
                }
                return entries.count < WireLimits.itemsMax
            }
            return .records(entries)
        }
    }
}
