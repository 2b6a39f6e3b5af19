package import ServerCore

/// The server's data behind the service: one transaction at a time writes, others read beside it.
///
/// Both calls block their thread.
package protocol ServiceStore: Sendable {
    associatedtype Transaction: ServerTransaction & AccountTransaction

    /// Runs `body` on one snapshot of what is committed.
    func read<Result>(_ body: (Transaction) throws -> Result) throws -> Result
    /// Runs `body` in one transaction: all of it is committed when it returns, nothing when it throws.
    func write<Result>(_ body: (inout Transaction) throws -> Result) throws -> Result
    /// Runs several bodies in one transaction, each as if in one of its own: what a body that throws has
    /// done is undone, and the others stand.
    ///
    /// - Throws: when nothing was committed of any of them.
    func writeTogether<Value>(
        _ bodies: [(inout Transaction) throws -> Value]
    ) throws -> [Result<Value, any Error>]
}
