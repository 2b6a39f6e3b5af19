package import Shared

/// What the server answers to each message of the protocol.
///
/// No I/O of its own: it decides over one transaction that a store hands it. The caller commits when
/// it returns and rolls back when it throws.
package struct SyncService<Hash: HashFunction, Policy: WritePolicy> {
    package let policy: Policy

    package init(hash _: Hash.Type, policy: Policy) { self.policy = policy }
}

/// Who sends a message, as established by its token.
package struct Caller: Hashable, Sendable {
    /// How the device's changes are taken in.
    package enum Standing: Hashable, Sendable {
        case active
        /// Access has been withdrawn; what still comes in is held for review.
        case revoked
    }

    package let standing: Standing
    /// The caller's present place in the directory of actors.
    package let actor: UInt32
    /// Whether it may write at all: readers may not.
    package let mayWrite: Bool

    package init(standing: Standing, actor: UInt32, mayWrite: Bool = true) {
        self.standing = standing
        self.actor = actor
        self.mayWrite = mayWrite
    }
}

/// Checks an author's signature over a chain head; the edge knows the device's key.
package typealias SignatureCheck = (_ signature: PushRequest.Signature) -> Bool

extension SyncService {
    /// Makes a scope with an empty history.
    package func createScope(
        _ scope: ScopeID,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws {
        guard try transaction.clock(of: scope) == nil else { return }
        let clock = ScopeClock(
            epoch: .random(using: &random),
            last: 0,
            replica: .random(using: &random)
        )
        try transaction.setClock(clock, of: scope)
    }

    /// Declares that a scope's history may have been rolled back: after a restore.
    package func beginEpoch(
        of scope: ScopeID,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws {
        guard var writer = try ScopeWriter<Hash>(scope, in: transaction) else { return }
        writer.beginEpoch(.random(using: &random), as: .random(using: &random))
        try writer.finish(in: &transaction)
    }

    /// Answers one scope's part of a hello.
    package func greet(
        _ request: HelloRequest.Scope,
        in transaction: some ServerTransaction
    ) throws -> HelloResponse.Scope? {
        guard let clock = try transaction.clock(of: request.scope) else { return nil }
        return HelloResponse.Scope(
            scope: request.scope,
            epoch: clock.epoch,
            last: clock.last,
            own: try request.own.map { try answer($0, in: request.scope, transaction) },
            digest: try transaction.digest(of: request.scope).hash
        )
    }

    /// How far the server knows one chain.
    func answer(
        _ head: ChainHead,
        in scope: ScopeID,
        _ transaction: some ServerTransaction
    ) throws -> ChainAnswer {
        let length = try transaction.chainLength(of: head.replica, in: scope)
        let common = min(length, head.counter)
        return ChainAnswer(
            replica: head.replica,
            counter: length,
            tagAtCommon: common == 0
                ? 0 : try transaction.chainTag(at: Dot(head.replica, common), in: scope) ?? 0,
            acknowledged: try transaction.vector(of: scope)[head.replica]
        )
    }

    /// Compares every chain that the client knows with the server's.
    ///
    /// The name of a fork wins everywhere, also here: a branch that a client knows by a name of its
    /// own is renamed on the server too, which begins another epoch.
    package func compare(
        _ request: CompareRequest,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws -> CompareResponse? {
        guard var writer = try ScopeWriter<Hash>(request.scope, in: transaction) else { return nil }
        let forks = request.forks.filter { $0.isNamed(by: Hash.self) }
        let known = try forks + transaction.forks(in: request.scope)
        try rename(known, request.scope, &writer, &random, &transaction)
        return CompareResponse(
            epoch: writer.clock.epoch,
            answers: try request.heads.map { try answer($0, in: request.scope, transaction) },
            forks: try transaction.forks(in: request.scope),
            vector: writer.vector
        )
    }

    /// Gives branches that are here under the name of the chain that they left their own names.
    ///
    /// - Returns: Whether there were any; then another epoch has begun.
    @discardableResult
    func rename(
        _ forks: [Fork],
        _ scope: ScopeID,
        _ writer: inout ScopeWriter<Hash>,
        _ random: inout some RandomNumberGenerator,
        _ transaction: inout some ServerTransaction
    ) throws -> Bool {
        var hasRenamed = false
        while let fork = try forks.first(where: { fork in
            let first = Dot(fork.from, fork.beyond + 1)
            return try transaction.chainTag(at: first, in: scope) == fork.firstTag
        }) {
            try transaction.addFork(fork, in: scope)
            try writer.rename(fork.rename, in: &transaction)
            let replica =
                writer.clock.replica == fork.from
                ? ReplicaID.random(using: &random) : writer.clock.replica
            writer.beginEpoch(.random(using: &random), as: replica)
            try writer.finish(in: &transaction)
            hasRenamed = true
        }
        return hasRenamed
    }

    /// Gives out a stretch of one chain.
    package func chain(
        _ request: ChainRequest,
        in transaction: some ServerTransaction
    ) throws -> ChainResponse? {
        guard let clock = try transaction.clock(of: request.scope) else { return nil }
        var tags: [ChainTag] = []
        var counter = max(request.first, 1)
        while counter <= request.last, tags.count < WireLimits.tagsMax,
            let tag = try transaction.chainTag(
                at: Dot(request.replica, counter),
                in: request.scope
            )
        {
            tags.append(tag)
            counter += 1
        }
        return ChainResponse(epoch: clock.epoch, tags: tags)
    }
}
extension SyncService: Sendable where Policy: Sendable {}
