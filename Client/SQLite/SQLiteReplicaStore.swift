package import ClientCore
import GRDB
import Shared
import Synchronization

/// A replica in an SQLite database within its home folder.
///
/// A transaction returns once it is on the disk (write-ahead log, synchronous FULL). Several
/// processes may use one home: whoever writes holds the folder's lock meanwhile. The replica's
/// identity is kept twice, in the database and in a file beside it, so that a database that was put
/// back or copied on its own shows itself.
package final class SQLiteReplicaStore: Sendable {
    /// The database's name within the home folder.
    package static let fileName = "replica.sqlite"
    /// The name of the file with the identity's text.
    package static let identityFileName = "identity"

    private let queue: DatabaseQueue
    let folder: DurableFolder
    private let lock: FolderLock
    /// Why nothing may be written any more; nil while all is well.
    private let refusal = Mutex<ReplicaStoreError?>(nil)
    private let isIdentityDoubtful: Mutex<Bool>

    init(
        queue: DatabaseQueue,
        folder: DurableFolder,
        lock: FolderLock,
        isIdentityDoubtful: Bool
    ) {
        self.queue = queue
        self.folder = folder
        self.lock = lock
        self.isIdentityDoubtful = Mutex(isIdentityDoubtful)
    }

    deinit { try? close() }

    /// Whether the identity in the database is not that of the file beside it, or the file is missing.
    ///
    /// Then the replica takes a new identity before it writes anything else, which puts this right.
    package var identityMismatch: Bool { isIdentityDoubtful.withLock { $0 } }

    /// Runs `body` in one transaction: all of it is committed when it returns, nothing when it throws.
    ///
    /// - Throws: what `body` throws; `ReplicaStoreError.busy` when another process keeps the lock for
    ///   five seconds; `ReplicaStoreError.uncertain` when the commit ended in an unknown state: then
    ///   every further write is refused until the store is opened anew.
    package func write<Result>(
        _ body: (inout SQLiteReplicaTransaction) throws -> Result
    ) throws -> Result {
        try queue.writeWithoutTransaction { database in
            if let refusal = refusal.withLock({ $0 }) { throw refusal }
            try lock.acquire()
            defer { lock.release() }
            let session = SQLiteSession(database)
            do {
                try database.beginTransaction(.immediate)
            } catch {
                throw ReplicaStoreError(error)
            }
            var transaction = SQLiteReplicaTransaction(session)
            let result: Result
            do {
                result = try body(&transaction)
                try transaction.countNewRecords()
                if let failure = session.failure { throw failure }
                guard database.isInsideTransaction else {
                    throw ReplicaStoreError.failed("the transaction was given up by the database")
                }
            } catch {
                if session.endsWriting { refuse(ReplicaStoreError(session.failure ?? error)) }
                do {
                    try database.rollback()
                } catch {
                    refuse(ReplicaStoreError(error))
                }
                throw error
            }
            try commit(database)
            // A stop before this leaves two identities that differ: the next start takes a new one.
            if let identity = transaction.known.newReplica { try keep(identity) }
            // Should somebody be reading, the next one who erases empties it.
            if transaction.known.hasErased { _ = try? database.checkpoint(.truncate) }
            return result
        }
    }

    /// Runs `body` on one snapshot of what is committed.
    package func read<Result>(
        _ body: (SQLiteReplicaTransaction) throws -> Result
    ) throws -> Result {
        try queue.writeWithoutTransaction { database in
            do {
                try database.beginTransaction(.deferred)
            } catch {
                throw ReplicaStoreError(error)
            }
            let session = SQLiteSession(database)
            defer { try? database.rollback() }
            let result = try body(SQLiteReplicaTransaction(session))
            if let failure = session.failure { throw failure }
            return result
        }
    }

    /// Moves the write-ahead log into the database and empties it.
    package func checkpoint() throws(ReplicaStoreError) {
        do {
            try queue.writeWithoutTransaction { database in
                try lock.acquire()
                defer { lock.release() }
                _ = try database.checkpoint(.truncate)
            }
        } catch {
            let error = ReplicaStoreError(error)
            if error != .busy { throw error }
        }
    }

    /// Closes the connection and leaves the write-ahead log as it is: a process that lives for one
    /// save need not tidy up.
    package func close() throws(ReplicaStoreError) {
        do {
            try queue.close()
        } catch {
            throw ReplicaStoreError(error)
        }
    }

    private func commit(_ database: Database) throws(ReplicaStoreError) {
        do {
            try database.commit()
        } catch {
            try? database.rollback()
            let reason: String
            switch ReplicaStoreError(error) {
            case .busy: throw .busy
            case .full(let text): throw .full(text)
            case .corrupted(let text), .failed(let text), .uncertain(let text): reason = text
            }
            refuse(.failed("the disk failed a moment before: \(reason)"))
            throw .uncertain(reason)
        }
    }

    private func keep(_ identity: ReplicaID) throws(ReplicaStoreError) {
        try folder.replace(Self.identityFileName, with: Array("\(identity.text)\n".utf8))
        isIdentityDoubtful.withLock { $0 = false }
    }

    private func refuse(_ error: ReplicaStoreError) { refusal.withLock { $0 = $0 ?? error } }
}
