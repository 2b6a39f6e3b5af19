import Shared

extension ScopeWriter {
    /// Erases the content of all logged changes of a record but the purge `dot` itself.
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
    }
}
