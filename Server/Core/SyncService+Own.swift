package import Shared

extension SyncService {
    /// Saves a draft as a change of the server's own: what administrators do, and loading.
    package func save(
        _ draft: Draft,
        actor: UInt32,
        at now: Int64,
        in scope: ScopeID,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws -> SealedChange? {
        guard var writer = try ScopeWriter<Hash>(scope, in: transaction) else { return nil }
        let sealed = try save(
            draft,
            actor: actor,
            at: now,
            with: &writer,
            using: &random,
            in: &transaction
        )
        try writer.finish(in: &transaction)
        return sealed
    }

    /// Saves one of many drafts with a writer that the caller finishes.
    package func save(
        _ draft: Draft,
        actor: UInt32,
        at now: Int64,
        with writer: inout ScopeWriter<Hash>,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws -> SealedChange {
        let old = try writer.load(draft.record, in: transaction)
        let change = draft.change(
            on: old.state,
            time: HybridTimestamp(milliseconds: now),
            actor: actor,
            schemaVersion: 0
        )
        return try writer.append(
            change,
            replacing: old,
            policy: Policy?.none,
            at: now,
            using: &random,
            in: &transaction
        )
    }

    /// Takes over a held change: as a change of the server's with the original's author, parents,
    /// writes and replaced dots.
    ///
    /// Dots of held changes accepted earlier are called by their new names; a rejected change counts
    /// as what it had itself replaced.
    ///
    /// - Throws: ``ReviewError``; then nothing was written.
    package func accept(
        _ dot: Dot,
        at now: Int64,
        in scope: ScopeID,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws -> SealedChange {
        guard let held = try transaction.heldChange(at: dot, in: scope), held.state == .waiting,
            !held.sealed.bytes.isPurged,
            var writer = try ScopeWriter<Hash>(scope, in: transaction)
        else { throw ReviewError.notWaiting(dot) }
        let original = held.sealed.change
        var parents: [Dot] = []
        for parent in original.parents {
            parents += try resolved(parent, in: scope, transaction) { $0.parents }
        }
        var writes: [Change.CellWrite] = []
        for write in original.writes {
            var replaced: [Dot] = []
            for dot in write.replaced {
                replaced += try resolved(dot, in: scope, transaction) { change in
                    change.writes.first { $0.key == write.key }?.replaced ?? []
                }
            }
            writes.append(
                Change.CellWrite(key: write.key, replaced: unique(replaced), value: write.value)
            )
        }
        let old = try writer.load(original.record, in: transaction)
        let context = writer.context(of: old)
        for parent in parents where !context.covers(parent) {
            throw ReviewError.standsOnUnknown(parent)
        }
        let change = Change(
            kind: .acceptance,
            record: original.record,
            collection: original.collection,
            time: original.time,
            actor: original.actor,
            schemaVersion: original.schemaVersion,
            parents: unique(parents),
            writes: writes,
            note: original.note
        )
        let sealed = try writer.append(
            change,
            replacing: old,
            policy: policy,
            at: now,
            using: &random,
            in: &transaction
        )
        try conclude(held, as: .accepted(sealed.dot), in: scope, &transaction)
        try writer.finish(in: &transaction)
        return sealed
    }

    /// Turns a held change down; it stays readable for ever, unless its record is purged.
    package func reject(
        _ dot: Dot,
        in scope: ScopeID,
        in transaction: inout some ServerTransaction
    ) throws {
        guard let held = try transaction.heldChange(at: dot, in: scope), held.state == .waiting
        else { throw ReviewError.notWaiting(dot) }
        try conclude(held, as: .rejected, in: scope, &transaction)
    }

    /// Notes what became of a held change; where its record is purged, nothing else is kept of it.
    private func conclude(
        _ held: HeldChange,
        as state: HeldChange.State,
        in scope: ScopeID,
        _ transaction: inout some ServerTransaction
    ) throws {
        var concluded = held
        concluded.state = state
        let record = try transaction.record(held.sealed.original.record, in: scope)?.state()
        if record?.isPurged == true { concluded = try concluded.erased(by: Hash.self) }
        try transaction.setHeldChange(concluded, in: scope)
    }

    /// What a dot of a held change's author stands for on the server.
    private func resolved(
        _ dot: Dot,
        in scope: ScopeID,
        _ transaction: some ServerTransaction,
        _ stoodOn: (Change) -> [Dot]
    ) throws -> [Dot] {
        guard let held = try transaction.heldChange(at: dot, in: scope) else { return [dot] }
        switch held.state {
        case .accepted(let name): return [name]
        case .waiting: throw ReviewError.standsOnWaiting(dot)
        case .rejected:
            var result: [Dot] = []
            for earlier in stoodOn(held.sealed.change) {
                result += try resolved(earlier, in: scope, transaction, stoodOn)
            }
            return result
        }
    }

    private func unique(_ dots: [Dot]) -> [Dot] {
        Set(dots).sorted { $0.precedes($1) }
    }
}

/// Why a held change cannot be reviewed now.
package enum ReviewError: Error, Hashable, Sendable {
    /// It is not held, or has been reviewed already.
    case notWaiting(Dot)
    /// An earlier held change that it stands on must be reviewed first.
    case standsOnWaiting(Dot)
    /// It stands on a change that the server does not have.
    case standsOnUnknown(Dot)
}
