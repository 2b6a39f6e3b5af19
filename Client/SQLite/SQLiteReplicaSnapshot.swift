package import ClientCore
import GRDB

/// One state of a replica, the same for as long as it is held, whatever is written meanwhile.
package final class SQLiteReplicaSnapshot {
    private let queue: DatabaseQueue
    private let session: SQLiteSession
    private let transaction: SQLiteReplicaTransaction

    fileprivate init(_ home: String) throws {
        queue = try SQLiteReplicaStore.connect(home, readsOnly: true)
        session = try queue.writeWithoutTransaction { database in
            try database.beginTransaction(.deferred)
            return SQLiteSession(database)
        }
        transaction = SQLiteReplicaTransaction(session)
        // What is seen is settled by the first reading.
        _ = try read { try $0.replica() }
    }

    deinit { try? queue.close() }

    /// Reads; what one call has seen, the next one sees again.
    package func read<Result>(
        _ body: (SQLiteReplicaTransaction) throws -> Result
    ) throws -> Result {
        // Views ask for other records while they are made.
        try queue.unsafeReentrantWrite { _ in
            let result = try body(transaction)
            if let failure = session.failure { throw failure }
            return result
        }
    }
}

extension SQLiteReplicaStore {
    /// The state after the last commit.
    package func snapshot() throws(ReplicaStoreError) -> SQLiteReplicaSnapshot {
        do {
            return try SQLiteReplicaSnapshot(folder.path)
        } catch {
            throw ReplicaStoreError(error)
        }
    }
}
