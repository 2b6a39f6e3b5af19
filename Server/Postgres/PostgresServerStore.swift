import Glibc
import ServerCore
package import ServerSQL
import Synchronization

/// The server's data in a database of PostgreSQL's; several servers may use it at the same time.
///
/// Each register has its tables in a namespace (schema) of its own. Writers take the lock of the register's
/// row before they read anything, so that within a register transactions follow one another, and what has a
/// lower sequence is visible before what has a higher one. Readers see one snapshot.
package final class PostgresServerStore: SQLStore {
    /// How often a transaction is begun anew when the database undid it.
    private static let triesMax = 3
    /// How long the fate of a commit is looked for whose answer was lost.
    private static let inquirySeconds: Int64 = 30

    let pool: PostgresPool
    private let isClosed = Atomic(false)

    init(pool: PostgresPool) { self.pool = pool }

    /// Runs `body` in one transaction: all of it is committed when it returns, nothing when it throws.
    ///
    /// `body` runs again when the database undid what it had done.
    ///
    /// - Throws: what `body` throws; `StoreError.busy` when others keep the register's lock for five
    ///   seconds; `StoreError.failed` when nothing tells whether the transaction was committed.
    package func write<Result>(
        _ body: (inout SQLTransaction) throws -> Result
    ) throws -> Result {
        try tried { (connection) in
            try connection.enqueue("BEGIN ISOLATION LEVEL READ COMMITTED")
            let receipt = Receipt(of: connection)
            let result: Result
            do {
                let session = SQLSession(connection)
                try session.take(receipt)
                var transaction = SQLTransaction(session)
                result = try body(&transaction)
                try transaction.finish()
                if let failure = session.failure { throw failure }
            } catch {
                rollBack(connection)
                throw error
            }
            return try commit(receipt, connection) ? result : nil
        }
    }

    /// Runs `body` on one snapshot of what is committed; again, when the connection broke.
    package func read<Result>(_ body: (SQLTransaction) throws -> Result) throws -> Result {
        try tried { connection in
            try connection.enqueue("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            do {
                let session = SQLSession(connection)
                let result = try body(SQLTransaction(session))
                if let failure = session.failure { throw failure }
                try connection.finish("COMMIT")
                return result
            } catch {
                rollBack(connection)
                throw error
            }
        }
    }

    /// PostgreSQL checks its pages as it reads them, where the cluster has checksums; nothing to ask.
    package func integrityProblems() -> [String] { [] }

    package func size() throws -> (database: Int64, log: Int64) {
        try pool.withConnection { connection in
            let size = try connection.run(
                """
                SELECT sum(pg_total_relation_size(pg_class.oid))::bigint FROM pg_class
                JOIN pg_namespace ON pg_namespace.oid = relnamespace
                WHERE nspname = current_schema() AND relkind = 'r'
                """,
                []
            )
            return (size.integer(0, 0), 0)
        }
    }

    package func checkpoint() {}

    /// Lets go of the connections; whoever comes later is told that the store is closed.
    package func close() {
        isClosed.store(true, ordering: .releasing)
        pool.close()
    }

    /// Runs `body` on a connection until it gives a value; anew when it gives none or the database undid it.
    private func tried<Result>(
        _ body: (PostgresConnection) throws -> Result?
    ) throws -> Result {
        if isClosed.load(ordering: .acquiring) { throw StoreError.failed("the store is closed") }
        var tries = 1
        while true {
            do {
                // A connection that was kept may have been cut while nobody looked.
                let result = try pool.withConnection(fresh: tries > 1) { connection in
                    do {
                        return try body(connection)
                    } catch {
                        // What the body makes of a failure says less than the failure itself.
                        throw connection.failure ?? error
                    }
                }
                if let result { return result }
                if tries == Self.triesMax { throw StoreError.busy }
            } catch let failure as PostgresFailure {
                if failure.kind == .refused || tries == Self.triesMax { throw failure.error }
            }
            tries += 1
        }
    }

    private func rollBack(_ connection: PostgresConnection) {
        // A connection that cannot even do this is not used again, and the database rolls back by itself.
        _ = try? connection.finish("ROLLBACK")
    }

    /// Commits, and finds out what came of it when the answer is lost.
    ///
    /// - Returns: Whether it was committed; otherwise nothing of it was.
    private func commit(_ receipt: Receipt, _ connection: PostgresConnection) throws -> Bool {
        do throws(PostgresFailure) {
            // Only this tag says so: a failed transaction ends in a ROLLBACK, which is no error.
            return try connection.finish("COMMIT").tag == "COMMIT"
        } catch  where error.kind == .lost {
            return try fate(of: receipt, after: error)
        }
    }

    /// Whether the transaction with this receipt was committed.
    private func fate(of receipt: Receipt, after failure: PostgresFailure) throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(Self.inquirySeconds)
        repeat {
            let isThere = try? pool.withConnection(fresh: true) { connection in
                try connection.enqueue("BEGIN ISOLATION LEVEL READ COMMITTED")
                defer { rollBack(connection) }
                return try SQLSession(connection).has(receipt)
            }
            if let isThere { return isThere }
            usleep(50_000)
        } while .now < deadline
        throw StoreError.failed(
            "the transaction may or may not have been written: \(failure.error)"
        )
    }
}

/// What a writing transaction leaves behind, by which it is found again when the answer to its commit is
/// lost.
///
/// The database's own number of a transaction does not do: after a crash a number that had not come to the disk is
/// given to another transaction.
private struct Receipt {
    /// The connection's place: it never has two transactions at once.
    let place: [UInt8]
    let token: [UInt8]

    init(of connection: PostgresConnection) {
        place = connection.identity
        token = uniqueBytes()
    }
}

extension SQLSession {
    /// Takes the register's lock, which all writers take before they read anything, and leaves the receipt.
    ///
    /// The answer is waited for: a commit must not be on its way before the lock is there.
    fileprivate func take(_ receipt: Receipt) throws(StoreError) {
        let row = try first("SELECT one FROM account_state FOR UPDATE") { $0.integer(0) }
        guard row != nil else { throw .corrupted("the register's row is missing") }
        try run(
            """
            INSERT INTO receipt (place, token, used)
            VALUES (?, ?, extract(epoch FROM now())::bigint)
            ON CONFLICT (place) DO UPDATE SET token = excluded.token, used = excluded.used
            """,
            receipt.place,
            receipt.token
        )
    }

    /// Whether the receipt is there, once the transaction that may have left it is over.
    fileprivate func has(_ receipt: Receipt) throws(StoreError) -> Bool {
        // That transaction has this lock until it is committed or undone.
        try run("SELECT one FROM account_state FOR UPDATE")
        let token = try first("SELECT token FROM receipt WHERE place = ?", receipt.place) {
            $0.bytes(0)
        }
        return token == receipt.token
    }
}
