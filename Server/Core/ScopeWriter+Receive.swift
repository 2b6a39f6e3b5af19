package import Shared

/// What came of receiving one change.
package enum Reception: Hashable, Sendable {
    /// Its effect is in the state, and these of its writes were refused.
    case accepted(refused: [Refusal])
    /// It stands on something that the state lacks; nothing was changed.
    case needState
}

extension ScopeWriter {
    /// Takes over one authentic change that continues its author's chain.
    ///
    /// It alters the record only where the record's context covers its parents; else the client's
    /// whole state of that record, if it is at hand, is joined instead.
    package mutating func receive(
        _ sealed: SealedChange,
        at now: Int64,
        offered: (state: RecordState, context: CausalContext)?,
        policy: some WritePolicy,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws -> Reception {
        let change = sealed.change
        let dot = sealed.dot
        let old = try load(change.record, in: transaction)
        let context = context(of: old)
        let isKnown = context.covers(dot)
        // What a purged change did cannot be done again: its author's state says what came of it.
        let isApplicable =
            !sealed.bytes.isPurged && change.parents.allSatisfy { context.covers($0) }
        if !isKnown && !isApplicable && offered == nil { return .needState }

        let sequence = advance()
        try transaction.append(
            LoggedChange(sealed: sealed, sequence: sequence, received: now),
            in: scope
        )
        var state = old.state ?? RecordState(collection: change.collection)
        var extra = old.stored?.extra ?? VersionVector()
        var isAdjusted = false
        if !isKnown && isApplicable {
            let rulings = try rulings(in: state, transaction)
            let plain = rulings.isEmpty ? nil : state.applying(change, at: dot)
            state.apply(change, at: dot) { rulings[$0] ?? [] }
            isAdjusted = plain != nil && plain != state
        } else if !isKnown, let offered {
            state = try join(old, context, offered.state, offered.context)
            extra.merge(offered.context.vector)
        }
        cover(dot)
        if isAdjusted {
            try anchor(change, in: &state, now: now, using: &random, in: &transaction)
        }
        let refused = try rule(
            on: change,
            at: dot,
            before: old.state,
            isApplied: !isKnown && isApplicable,
            state: &state,
            now: now,
            policy: policy,
            using: &random,
            in: &transaction
        )
        try completePurge(
            of: change.record,
            in: &state,
            at: now,
            using: &random,
            in: &transaction
        )
        try save(state, extra: extra, replacing: old, in: &transaction)
        return .accepted(refused: refused)
    }

    /// Joins a record's state as a client holds it: what the server lost comes back.
    package mutating func absorb(
        _ id: RecordID,
        _ state: RecordState,
        _ context: CausalContext,
        at now: Int64,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws {
        let old = try load(id, in: transaction)
        var joined = try join(old, self.context(of: old), state, context)
        var extra = old.stored?.extra ?? VersionVector()
        extra.merge(context.vector)
        _ = advance()
        try completePurge(of: id, in: &joined, at: now, using: &random, in: &transaction)
        try save(joined, extra: extra, replacing: old, in: &transaction)
    }

    private func join(
        _ old: LoadedRecord,
        _ context: CausalContext,
        _ state: RecordState,
        _ incoming: CausalContext
    ) throws -> RecordState {
        do throws(MergeError) {
            return try RecordState.join(old.state, context, state, incoming)
        } catch {
            throw ReceptionError.merge(error)
        }
    }
}

/// Why a change could not be taken over; the whole transaction is given up.
package enum ReceptionError: Error, Hashable, Sendable {
    case merge(MergeError)
    /// What was sent breaks the protocol.
    case malformed(String)
    /// The signature does not fit the device's key.
    case badSignature(ReplicaID)
}
