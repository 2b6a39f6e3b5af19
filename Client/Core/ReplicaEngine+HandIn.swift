package import Shared

extension ReplicaEngine {
    /// What a device whose access has been withdrawn hands in for review.
    ///
    /// Own changes that the server has not acknowledged, beyond those that were `sent` already; nil when
    /// there are no more. Nothing is asked for and nothing is noted: such changes are acknowledged to nobody.
    ///
    /// `isWhole`: also what was acknowledged once, for a server that was set back and cannot tell any more
    ///   what the rest stands on.
    package func handIn(
        _ scope: ScopeID,
        beyond sent: VersionVector,
        isWhole: Bool = false,
        sign: Signer,
        in transaction: some ReplicaTransaction
    ) throws -> PushRequest? {
        let standing = try transaction.standing(in: scope)
        guard let epoch = standing.epoch else { return nil }
        var known = isWhole ? VersionVector() : standing.acknowledged
        known.merge(sent)
        let changes = try transaction.ownLogEntries(
            in: scope,
            beyond: known,
            bytesMax: WireLimits.pushBytesMax
        )
        if changes.isEmpty { return nil }
        return PushRequest(
            scope: scope,
            epoch: epoch,
            items: changes.items,
            forks: try transaction.forks(in: scope),
            signatures: changes.signatures(in: scope, by: sign)
        )
    }
}
