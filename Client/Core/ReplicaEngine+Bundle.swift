package import Shared

extension ReplicaEngine {
    /// What this replica would send, and where it stands; nil before its first session.
    package func export(
        _ scope: ScopeID,
        sign: Signer,
        in transaction: some ReplicaTransaction
    ) throws -> CarriedRequest.Scope? {
        let standing = try transaction.standing(in: scope)
        guard let epoch = standing.epoch, !standing.isNewEpoch else { return nil }
        let changes =
            try transaction.ownChangesWithoutReceipt(
                in: scope,
                through: standing.acknowledged,
                bytesMax: .max
            ).map(\.logged)
            + transaction.ownLogEntries(
                in: scope,
                beyond: standing.acknowledged,
                bytesMax: .max
            )
        return CarriedRequest.Scope(
            push: PushRequest(
                scope: scope,
                epoch: epoch,
                items: changes.items,
                forks: try transaction.forks(in: scope),
                signatures: changes.signatures(in: scope, by: sign)
            ),
            pull: PullRequest(
                scope: scope,
                epoch: epoch,
                cursor: standing.base,
                base: .sequence(standing.base),
                own: try head(of: transaction.replica(), in: scope, transaction),
                bytesMax: UInt64(WireLimits.pageBytesMax)
            )
        )
    }

    /// Applies a reply to an export of this replica.
    ///
    /// Importing it again, or an older one after a newer one, changes nothing more.
    ///
    /// - Throws: ``BundleRefusal``; then nothing was changed.
    package func apply(
        _ reply: CarriedReply.Scope,
        _ memory: inout SessionMemory,
        in transaction: inout some ReplicaTransaction
    ) throws {
        let scope = reply.scope
        guard try transaction.scopes().contains(scope) else { throw BundleRefusal.otherEpoch }
        var standing = try transaction.standing(in: scope)
        let page = reply.page
        guard page.epoch == standing.epoch, !standing.isNewEpoch else {
            throw BundleRefusal.otherEpoch
        }
        guard reply.own.replica == (try transaction.replica()) else {
            throw BundleRefusal.otherIdentity
        }
        let mine = try head(of: reply.own.replica, in: scope, transaction)
        guard standing.base >= page.from, mine.counter >= reply.own.counter,
            mine.counter >= page.own.counter,
            try continues(reply.own, page.own, in: scope, transaction)
        else { throw BundleRefusal.behindExport }
        for dot in reply.push.acknowledged {
            standing.acknowledged.cover(dot)
            try transaction.setReceived(reply.push.received, through: dot, in: scope)
        }
        let refused = Set(reply.push.refusals.map(\.dot))
        try keep(reply.push.refusals, of: refused, in: scope, &transaction)
        try transaction.setStanding(standing, in: scope)
        guard page.to > standing.base else { return }
        for fork in page.forks {
            // A sync gives the branch its name; a reply cannot be asked anew.
            if try holds(fork, in: scope, transaction) { throw BundleRefusal.otherIdentity }
            try transaction.addFork(fork, in: scope)
        }
        guard try learn(page.feed, in: scope, &transaction) == nil else {
            throw BundleRefusal.otherIdentity
        }
        guard try apply(page.rows, context: reply.vector, in: scope, &memory, &transaction) else {
            throw ReplicaStoreError.corrupted("a value that should be here is missing")
        }
        standing.vector.merge(reply.vector)
        standing.pageVector.merge(reply.vector)
        standing.base = page.to
        standing.cursor = max(standing.cursor, page.to)
        try transaction.setStanding(standing, in: scope)
        try transaction.stripContexts(by: standing.vector, in: scope)
    }

    /// Whether this replica's chain goes on from where it stood at the export, and the server's copy of
    /// it is the same up to there. (What the server knows beyond is compared with the page's feed.)
    private func continues(
        _ export: ChainHead,
        _ answer: ChainAnswer,
        in scope: ScopeID,
        _ transaction: some ReplicaTransaction
    ) throws -> Bool {
        let last = Dot(export.replica, export.counter)
        if export.counter > 0, try transaction.chainTag(at: last, in: scope) != export.tag {
            return false
        }
        if case .diverged = try compare(export, answer, in: scope, transaction) { return false }
        return true
    }
}
