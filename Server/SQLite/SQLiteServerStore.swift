import Dispatch
import GRDB
package import ServerCore
package import ServerSQL
import Synchronization

/// The server's data in an SQLite database: one writer, and readers beside it.
///
/// A transaction returns once it is on the disk (write-ahead log, synchronous FULL). Several
/// processes may use one folder: whoever writes or checkpoints holds the folder's lock meanwhile.
package final class SQLiteServerStore: SQLStore {
    /// The database's name within the folder.
    package static let fileName = "server.sqlite"

    let folder: String
    /// The connections; others after a failure that left open what is on the disk.
    private let connections: Mutex<DatabasePool>
    private let lock: FolderLock
    /// Why nothing may be written before the store has been opened anew; nil while all is well.
    private let refusal = Mutex<StoreError?>(nil)
    /// Whoever is at work; the connections must not go away meanwhile.
    private let visitors = DispatchGroup()
    private let isClosed = Mutex(false)

    private init(folder: String, pool: DatabasePool, lock: FolderLock) {
        self.folder = folder
        connections = Mutex(pool)
        self.lock = lock
    }

    private var pool: DatabasePool { connections.withLock { $0 } }

    /// Opens the store in `folder`, making both if need be and bringing older files up to date.
    ///
    /// - Throws: `StoreError.corrupted` for a file that is not ours or was written by a newer program.
    package static func open(folder: String) throws(StoreError) -> SQLiteServerStore {
        let directory = try DurableFolder(folder)
        let lock = try FolderLock(folder: folder, name: FolderLock.writing)
        try lock.acquire(.exclusive)
        defer { lock.release() }
        let isNew = try directory.createFile(fileName)
        do {
            let pool = try connect(folder)
            try pool.writeWithoutTransaction { try migrate($0) }
            if isNew { try directory.synchronize() }
            return SQLiteServerStore(folder: folder, pool: pool, lock: lock)
        } catch {
            throw StoreError(error)
        }
    }

    private static func connect(_ folder: String) throws -> DatabasePool {
        let pool = try DatabasePool(
            path: "\(folder)/\(fileName)",
            configuration: configuration()
        )
        try pool.writeWithoutTransaction { try secure($0) }
        return pool
    }

    /// Runs `body` in one transaction: all of it is committed when it returns, nothing when it throws.
    ///
    /// - Throws: what `body` throws; `StoreError.busy` when another process keeps the lock for five
    ///   seconds; `StoreError.failed` when the commit ended in an unknown state: then the next write
    ///   opens the store anew first, and is refused as long as that does not go well.
    package func write<Result>(
        _ body: (inout SQLTransaction) throws -> Result
    ) throws -> Result {
        try enter()
        defer { visitors.leave() }
        try mend()
        return try pool.writeWithoutTransaction { database in
            try lock.acquire(.exclusive)
            defer { lock.release() }
            let connection = SQLiteConnection(database)
            let session = SQLSession(connection)
            do {
                try database.beginTransaction(.immediate)
            } catch {
                throw StoreError(error)
            }
            let result: Result
            do {
                var transaction = SQLTransaction(session)
                result = try body(&transaction)
                try transaction.finish()
                if let failure = session.failure { throw failure }
                guard database.isInsideTransaction else {
                    throw StoreError.failed("the transaction was given up by the database")
                }
            } catch {
                if connection.endsWriting { refuse(StoreError(session.failure ?? error)) }
                do {
                    try database.rollback()
                } catch {
                    refuse(StoreError(error))
                }
                throw error
            }
            try commit(database)
            return result
        }
    }

    /// Runs `body` on one snapshot of what is committed.
    package func read<Result>(
        _ body: (SQLTransaction) throws -> Result
    ) throws -> Result {
        try enter()
        defer { visitors.leave() }
        do {
            return try pool.read { database in
                try body(SQLTransaction(SQLSession(SQLiteConnection(database))))
            }
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    /// Moves the write-ahead log into the database and empties it, as far as readers allow.
    package func checkpoint() throws(StoreError) {
        do {
            try pool.writeWithoutTransaction { database in
                try lock.acquire(.exclusive)
                defer { lock.release() }
                _ = try database.checkpoint(.truncate)
            }
        } catch {
            let error = StoreError(error)
            if error != .busy { throw error }
        }
    }

    /// Closes the connections once nobody uses them any more; the last one to close moves the log into the
    /// database.
    ///
    /// Whoever comes later is told that the store is closed.
    package func close() throws(StoreError) {
        isClosed.withLock { $0 = true }
        visitors.wait()
        try lock.acquire(.exclusive)
        defer { lock.release() }
        do {
            try pool.close()
        } catch {
            throw StoreError(error)
        }
    }

    /// Comes in, unless the store is closed; ``visitors`` must be left again.
    private func enter() throws(StoreError) {
        let isOpen = isClosed.withLock { isClosed in
            if !isClosed { visitors.enter() }
            return !isClosed
        }
        if !isOpen { throw .failed("the store is closed") }
    }

    private func commit(_ database: Database) throws(StoreError) {
        do {
            try database.commit()
        } catch {
            try? database.rollback()
            let reason: String
            switch StoreError(error) {
            case .busy: throw .busy
            case .corrupted(let text), .failed(let text): reason = text
            }
            refuse(
                .failed(
                    "an earlier transaction ended in an unknown state; open the store anew to see"
                )
            )
            throw .failed("the transaction may or may not have been written: \(reason)")
        }
    }

    /// Opens the store anew after a commit of which nobody knows whether it is on the disk.
    ///
    /// What has reached the log is moved into the database and made durable there; a log that only seemed
    /// to be written does not outlive that.
    private func mend() throws(StoreError) {
        do {
            try refusal.withLock { refusal in
                guard let reason = refusal else { return }
                // What is damaged stays shut until people have seen to it.
                if case .corrupted = reason { throw reason }
                do {
                    try lock.acquire(.exclusive)
                    defer { lock.release() }
                    let new = try Self.connect(folder)
                    try? pool.close()
                    connections.withLock { $0 = new }
                    _ = try new.writeWithoutTransaction { try $0.checkpoint(.truncate) }
                } catch {
                    throw reason
                }
                refusal = nil
            }
        } catch {
            throw StoreError(error)
        }
    }

    private func refuse(_ error: StoreError) { refusal.withLock { $0 = $0 ?? error } }
}
