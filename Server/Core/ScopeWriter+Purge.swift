package import Shared

extension ScopeWriter {
    /// Sees to it that nothing is left of a record that is purged and that nobody says to be alive.
    ///
    /// What others wrote meanwhile may still stand in it, beside their word that it is deleted: the
    /// server answers it with a purge of its own, which replaces all of that, so that it goes from every
    /// replica as any change does. Then the log is emptied, also of what a restore or a late author has
    /// brought back.
    mutating func completePurge(
        of record: RecordID,
        in state: inout RecordState,
        at now: Int64,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some ServerTransaction
    ) throws {
        guard state.isPurged else { return }
        if !state.isEmptied {
            let purge = Draft(
                kind: .purge,
                record: record,
                collection: state.collection,
                cells: []
            ).change(
                on: state,
                time: HybridTimestamp(milliseconds: now),
                actor: 0,
                schemaVersion: 0
            )
            _ = try append(purge, to: &state, at: now, using: &random, in: &transaction)
        }
        try eraseContent(of: record, in: &transaction)
    }

    /// Erases the content of all logged changes of a record but its purges, which have none, and of those
    /// that were held and have been reviewed.
    ///
    /// Headers, hashes and signatures stay; the state is not touched.
    private func eraseContent(
        of record: RecordID,
        in transaction: inout some ServerTransaction
    ) throws {
        for logged in try transaction.changes(of: record, in: scope)
        where logged.sealed.original.kind != .purge && !logged.sealed.bytes.isPurged {
            try transaction.setContent(
                logged.sealed.bytes.purged(by: Hash.self),
                of: logged.sealed.dot,
                in: scope
            )
        }
        for held in try transaction.heldChanges(in: scope)
        where held.sealed.original.record == record && held.state != .waiting
            && !held.sealed.bytes.isPurged
        {
            try transaction.setHeldChange(held.erased(by: Hash.self), in: scope)
        }
    }
}

extension HeldChange {
    /// The same change without its content.
    func erased<Hash: HashFunction>(by hash: Hash.Type) throws -> HeldChange {
        HeldChange(
            sealed: try sealed.with(sealed.bytes.purged(by: hash)),
            received: received,
            state: state
        )
    }
}

extension SyncService {
    /// Whether anything of what was ever written of a record is still here: in its state, in the log, or
    /// among the changes that are held.
    package func hasContent(
        of record: RecordID,
        in scope: ScopeID,
        _ transaction: some ServerTransaction
    ) throws -> Bool {
        if let state = try transaction.record(record, in: scope)?.state(),
            state.writes.contains(where: { !$0.key.isHead })
        {
            return true
        }
        let logged = try transaction.changes(of: record, in: scope)
        if logged.contains(where: { $0.sealed.hasContent }) { return true }
        return try transaction.heldChanges(in: scope).contains { held in
            held.sealed.original.record == record && held.sealed.hasContent
        }
    }
}
