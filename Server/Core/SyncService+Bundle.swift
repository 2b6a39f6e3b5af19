package import Shared

extension SyncService {
    /// What came of one scope's part of a carried bundle.
    package enum BundleOutcome: Hashable, Sendable {
        /// The changes are in; the page holds everything that the device lacks.
        case answered(CarriedReply.Scope)
        /// The bundle cannot be answered: the device must export again, or sync.
        case refused(PushResponse.Outcome)
    }

    /// How many of a push's changes have not been taken in yet.
    package func news(
        in push: PushRequest,
        _ transaction: some ServerTransaction
    ) throws -> UInt64 {
        let vector = try transaction.vector(of: push.scope)
        return UInt64(push.items.count { !vector.covers($0.dot) })
    }

    /// How many changes of a scope are held.
    package func heldCount(
        in scope: ScopeID,
        _ transaction: some ServerTransaction
    ) throws -> UInt64 {
        UInt64(try transaction.heldChanges(in: scope).count)
    }

    /// Takes in a carried bundle and answers with everything since the device's place.
    ///
    /// A bundle is old by nature: that the server knows more of the device's chain than the bundle
    /// tells is no sign of a twin.
    package func answer(
        _ carried: CarriedRequest.Scope,
        from caller: Caller,
        at now: Int64,
        check: SignatureCheck,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws -> BundleOutcome? {
        let response = try push(
            carried.push,
            from: caller,
            at: now,
            check: check,
            using: &random,
            in: &transaction
        )
        guard let response else { return nil }
        guard case .done = response.outcome else { return .refused(response.outcome) }
        let pulled = try pull(carried.pull, unlimited: true, in: transaction)
        guard case .page(let page) = pulled else {
            return .refused(.epochChanged(carried.push.epoch))
        }
        return .answered(
            CarriedReply.Scope(
                scope: carried.push.scope,
                own: carried.pull.own,
                push: response,
                page: page,
                vector: try transaction.vector(of: carried.push.scope)
            )
        )
    }
}
