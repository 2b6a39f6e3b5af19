import ServerCore

/// Why PostgreSQL did not do what it was asked, with what that means for the transaction.
struct PostgresFailure: Error, Hashable {
    enum Kind: Hashable {
        /// The connection is gone; whatever was not committed is undone.
        case lost
        /// Others were in the way and the transaction was undone; it may succeed another time.
        case again
        /// Something else.
        case refused
    }

    let kind: Kind
    let error: StoreError

    /// The connection broke, or nothing came over it in time.
    static func lost(_ message: String) -> PostgresFailure {
        PostgresFailure(kind: .lost, error: .failed("no connection to the database: \(message)"))
    }

    /// What an answer with this code means; see "PostgreSQL Error Codes" in its documentation.
    static func answer(_ code: String, _ message: String) -> PostgresFailure {
        let told = "\(message) (SQLSTATE \(code))"
        switch code {
        // Serialisation failure, deadlock.
        case "40001", "40P01": return PostgresFailure(kind: .again, error: .busy)
        // Lock not available, query cancelled by a timeout, too many connections.
        case "55P03", "57014", "53300": return PostgresFailure(kind: .refused, error: .busy)
        // Shut down by an administrator or a crash, or not up yet.
        case "57P01", "57P02", "57P03", "57P05", "25P03":
            return PostgresFailure(kind: .lost, error: .failed(told))
        // Damaged data, damaged index.
        case "XX001", "XX002": return PostgresFailure(kind: .refused, error: .corrupted(told))
        default:
            let kind: Kind = code.utf8.starts(with: "08".utf8) ? .lost : .refused
            return PostgresFailure(kind: kind, error: .failed(told))
        }
    }
}
