package import Shared

extension ReplicaEngine {
    /// What a device whose access has been withdrawn hands in for review.
    ///
    /// Own changes that the server has not acknowledged, beyond those that were `sent` already; nil when
    /// there are no more. Nothing is asked for and nothing is noted: such changes are acknowledged to nobody.
    package func handIn(
        _ scope: ScopeID,
        beyond sent: VersionVector,
        sign: Signer,
        in transaction: some ReplicaTransaction
    ) throws -> PushRequest? {
        let standing = try transaction.standing(in: scope)
        guard let epoch = standing.epoch else { return nil }
        var known = standing.acknowledged
        known.merge(sent)
        let changes = try transaction.ownChanges(
            in: scope,
            beyond: known,
            bytesMax: WireLimits.pushBytesMax
        )
        if changes.isEmpty { return nil }
        var heads: [ReplicaID: Hash256] = [:]
        for change in changes { heads[change.sealed.dot.replica] = change.sealed.hash }
        return PushRequest(
            scope: scope,
            epoch: epoch,
            items: changes.map {
                PushRequest.Item(
                    dot: $0.sealed.dot,
                    bytes: $0.sealed.bytes,
                    renames: $0.sealed.renames
                )
            },
            forks: try transaction.forks(in: scope),
            signatures: heads.sorted { $0.key.precedes($1.key) }.map { replica, head in
                PushRequest.Signature(replica: replica, head: head, bytes: sign(scope, head))
            }
        )
    }
}
