import Shared

extension ScopeWriter {
    /// Erases the content of all logged changes of a record but the purge `dot` itself, and of those
    /// that were held and have been reviewed.
    ///
    /// Headers, hashes and signatures stay; the state is not touched.
    func eraseContent(
        of record: RecordID,
        but dot: Dot,
        in transaction: inout some ServerTransaction
    ) throws {
        for logged in try transaction.changes(of: record, in: scope)
        where logged.sealed.dot != dot && !logged.sealed.bytes.isPurged {
            try transaction.setContent(
                logged.sealed.bytes.purged(by: Hash.self),
                of: logged.sealed.dot,
                in: scope
            )
        }
        for var held in try transaction.heldChanges(in: scope)
        where held.sealed.original.record == record && held.state != .waiting {
            held.sealed = SealedChange(
                dot: held.sealed.dot,
                bytes: held.sealed.bytes.purged(by: Hash.self),
                original: held.sealed.original,
                hash: held.sealed.hash,
                renames: held.sealed.renames
            )
            try transaction.setHeldChange(held, in: scope)
        }
    }
}
