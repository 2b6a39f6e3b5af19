package import Shared

extension SyncService {
    /// What came of one scope's part of a carried bundle.
    package enum BundleOutcome: Hashable, Sendable {
        /// The changes are in; the page holds everything that the device lacks.
        case answered(PushResponse, PullPage, vector: VersionVector)
        /// The bundle cannot be answered: the device must export again, or sync.
        case refused(PushResponse.Outcome)
    }

    /// Takes in a carried bundle and answers with everything since the device's place.
    ///
    /// A bundle is old by nature: that the server knows more of the device's chain than the bundle
    /// tells is no sign of a twin.
    package func answer(
        push: PushRequest,
        pull: PullRequest,
        from caller: Caller,
        at now: Int64,
        check: SignatureCheck,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws -> BundleOutcome? {
        let response = try self.push(
            push,
            from: caller,
            at: now,
            check: check,
            using: &random,
            in: &transaction
        )
        guard let response else { return nil }
        guard case .done = response.outcome else { return .refused(response.outcome) }
        guard case .page(let page) = try self.pull(pull, unlimited: true, in: transaction) else {
            return .refused(.epochChanged(push.epoch))
        }
        return .answered(response, page, vector: try transaction.vector(of: push.scope))
    }
}
