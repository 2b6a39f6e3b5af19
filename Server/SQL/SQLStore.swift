package import ServerCore

/// A register's data in a database: one transaction at a time writes, others read beside it.
///
/// All calls block their thread.
package protocol SQLStore: Sendable {
    /// Runs `body` in one transaction: all of it is committed when it returns, nothing when it throws.
    ///
    /// `body` may run again when the database undid what it had done.
    ///
    /// - Throws: what `body` throws; `StoreError.busy` when others hold the register for five seconds;
    ///   `StoreError.failed` when nothing tells whether the transaction was committed.
    func write<Result>(_ body: (inout SQLTransaction) throws -> Result) throws -> Result
    /// Runs `body` on one snapshot of what is committed.
    func read<Result>(_ body: (SQLTransaction) throws -> Result) throws -> Result

    /// What the database finds wrong with itself; nothing when all is well.
    func integrityProblems() throws(StoreError) -> [String]
    /// How much the register takes on the disk, and how much of that is a log, in bytes.
    func size() throws -> (database: Int64, log: Int64)
    /// Tidies up after a time of work.
    func checkpoint() throws(StoreError)
    /// Lets go of the database; whoever comes later is told that it is closed.
    func close() throws(StoreError)
}

extension SQLStore {
    /// Runs several bodies in one transaction, each as if in one of its own: what a body that throws has
    /// done is undone, and the others stand.
    ///
    /// - Throws: when nothing was committed of any of them, as ``write(_:)`` does.
    package func writeTogether<Value>(
        _ bodies: [(inout SQLTransaction) throws -> Value]
    ) throws -> [Result<Value, any Error>] {
        try write { transaction in
            try bodies.map { body in try transaction.attempt(body) }
        }
    }
}
