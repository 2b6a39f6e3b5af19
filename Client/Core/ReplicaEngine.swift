package import Shared

/// What a replica does to itself: saves, and the steps of a session.
///
/// No I/O of its own: it decides over one transaction that a store hands it.
package struct ReplicaEngine<Hash: HashFunction> {
    package init(hash _: Hash.Type) {}
}

/// Who saves, and with what knowledge of the schema.
package struct Author: Hashable, Sendable {
    /// The author's place in the directory of actors.
    package let actor: UInt32
    package let schemaVersion: UInt32

    package init(actor: UInt32, schemaVersion: UInt32) {
        self.actor = actor
        self.schemaVersion = schemaVersion
    }
}

extension ReplicaEngine {
    /// Saves one act: one change for each draft, in one transaction.
    ///
    /// `now`: the wall clock, in milliseconds since 1970.
    /// Returns the changes made, in the order of the drafts.
    package func save(
        _ drafts: [Draft],
        heads: [HeadValue?] = [],
        in scope: ScopeID,
        by author: Author,
        at now: Int64,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ReplicaTransaction
    ) throws -> [SealedChange] {
        var standing = try transaction.standing(in: scope)
        var clock = try transaction.clock()
        var digest = try transaction.digest(of: scope)
        let replica = try transaction.replica()
        let first = standing.vector[replica] + 1
        var previous = try chainHash(of: replica, at: first - 1, in: scope, transaction)
        var result: [SealedChange] = []
        for (index, draft) in drafts.enumerated() {
            let held = try transaction.record(draft.record, in: scope)
            var state = try held?.state()
            let change = draft.change(
                on: state,
                time: clock.tick(at: now),
                actor: author.actor,
                schemaVersion: author.schemaVersion,
                actDistance: UInt32(index),
                head: index < heads.count ? heads[index] : nil
            )
            let sealed = change.sealed(
                as: Dot(replica, first + UInt64(index)),
                after: previous,
                salt: Change.salt(using: &random),
                by: Hash.self
            )
            previous = sealed.hash
            state = (state ?? RecordState(collection: draft.collection))
                .applying(change, at: sealed.dot)
            standing.vector.cover(sealed.dot)
            let frame = state?.frame ?? []
            digest += StateDigest.ofRecord(draft.record, frame: frame, by: Hash.self)
            if let held {
                digest -= StateDigest.ofRecord(draft.record, frame: held.frame, by: Hash.self)
            }
            try transaction.setRecord(
                draft.record,
                to: HeldRecord(frame: frame, extra: held?.extra ?? VersionVector()),
                in: scope
            )
            try transaction.appendOwn(OwnChange(sealed: sealed), in: scope)
            result.append(sealed)
        }
        if !result.isEmpty {
            try settleCorrections(by: result, in: scope, &transaction)
            try transaction.extendChain(
                FeedSegment(
                    replica: replica,
                    first: first,
                    isApplied: true,
                    received: 0,
                    tags: result.map(\.hash.tag)
                ),
                in: scope
            )
            try transaction.setStanding(standing, in: scope)
            try transaction.setClock(clock)
            try transaction.setDigest(digest, of: scope)
        }
        return result
    }

    /// The chain hash of one of the replica's own changes, or where its chain begins.
    private func chainHash(
        of replica: ReplicaID,
        at counter: UInt64,
        in scope: ScopeID,
        _ transaction: some ReplicaTransaction
    ) throws -> Hash256 {
        if counter == 0 { return ChangeBytes.chainSeed(of: replica, by: Hash.self) }
        guard
            let own = try transaction.ownChange(at: Dot(replica, counter), in: scope)
        else {
            throw ReplicaStoreError.corrupted("the last own change is missing from the log")
        }
        return own.sealed.hash
    }

    /// Takes a new identity: the old one is in doubt.
    ///
    /// Everything made under it stays.
    package func rotateIdentity(
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ReplicaTransaction
    ) throws {
        try transaction.setReplica(.random(using: &random))
    }

    /// Gives a branch its own name in everything this replica holds of the scope.
    func rename(
        _ fork: Fork,
        in scope: ScopeID,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ReplicaTransaction
    ) throws {
        try transaction.addFork(fork, in: scope)
        try transaction.rewrite(fork.rename, in: scope)
        var digest = StateDigest()
        try transaction.visitRecords(in: scope) { id, record in
            digest += StateDigest.ofRecord(id, frame: record.frame, by: Hash.self)
            return true
        }
        try transaction.setDigest(digest, of: scope)
        if try transaction.replica() == fork.from {
            try rotateIdentity(using: &random, in: &transaction)
        }
    }
}
