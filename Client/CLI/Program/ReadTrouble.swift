import Synchronization

/// The first failure of this process to read its replica.
///
/// A view that cannot be read looks like a record that is not here; so whoever asks goes on, and the
/// command fails in the end with what went wrong.
enum ReadTrouble {
    private static let first = Mutex<(any Error)?>(nil)

    /// What `body` gives; `fallback`, with the failure noted, where it fails.
    static func noting<Result>(_ fallback: Result, _ body: () throws -> Result) -> Result {
        do {
            return try body()
        } catch {
            first.withLock { $0 = $0 ?? error }
            return fallback
        }
    }

    /// - Throws: what went wrong first, if anything did.
    static func check() throws {
        if let error = first.withLock({ $0 }) { throw error }
    }
}
