import CSQLite
package import ClientCore
import GRDB
import GRDBSQLite
package import Shared

extension SQLiteReplicaStore {
    /// Whether there is a replica in `home`.
    package static func exists(in home: String) -> Bool {
        DurableFolder.contains(fileName, in: home)
    }

    /// Makes a replica in `home`, and the folder if need be.
    ///
    /// - Throws: `ReplicaStoreError.failed` when there is one already.
    package static func create(
        in home: String,
        replica: ReplicaID,
        scopes: [ScopeID]
    ) throws(ReplicaStoreError) -> SQLiteReplicaStore {
        let folder = try DurableFolder(home)
        let lock = try FolderLock(folder: home, name: FolderLock.writing)
        do {
            let queue = try locked(lock) {
                _ = try folder.createFile(fileName)
                let queue = try connect(home)
                try queue.writeWithoutTransaction { database in
                    guard try isEmpty(database) else {
                        throw ReplicaStoreError.failed("there is a replica in \(home) already")
                    }
                    _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
                    try verify(database)
                    try migrate(database, replica: replica)
                }
                try folder.synchronize()
                return queue
            }
            let store = SQLiteReplicaStore(
                queue: queue,
                folder: folder,
                lock: lock,
                isIdentityDoubtful: true
            )
            try store.write { transaction in
                try transaction.setReplica(replica)
                for scope in scopes { try transaction.addScope(scope) }
            }
            return store
        } catch {
            throw ReplicaStoreError(error)
        }
    }

    /// Opens the replica in `home`, bringing older files up to date.
    ///
    /// - Throws: `ReplicaStoreError.failed` when there is none; `ReplicaStoreError.corrupted` for a
    ///   file that is not ours or was written by a newer program.
    package static func open(
        in home: String
    ) throws(ReplicaStoreError) -> SQLiteReplicaStore {
        guard exists(in: home) else { throw .failed("there is no replica in \(home)") }
        let folder = try DurableFolder(home)
        let lock = try FolderLock(folder: home, name: FolderLock.writing)
        do {
            let queue = try connect(home)
            let isCurrent = try queue.writeWithoutTransaction { database in
                if try isEmpty(database) {
                    throw ReplicaStoreError.failed("the replica in \(home) was never set up")
                }
                try verify(database)
                return try version(database) == ReplicaSchema.migrations.count
            }
            if !isCurrent {
                try locked(lock) {
                    try queue.writeWithoutTransaction { database in
                        try migrate(database, replica: nil)
                        // Else each program that opens the replica would read a long log first.
                        _ = try? database.checkpoint(.truncate)
                    }
                }
            }
            let identity = try queue.writeWithoutTransaction { database in
                try SQLiteReplicaTransaction(SQLiteSession(database)).replica()
            }
            let kept = try folder.content(of: identityFileName)
            return SQLiteReplicaStore(
                queue: queue,
                folder: folder,
                lock: lock,
                isIdentityDoubtful: kept != Array("\(identity.text)\n".utf8)
            )
        } catch {
            throw ReplicaStoreError(error)
        }
    }

    private static func locked<Result>(
        _ lock: FolderLock,
        _ body: () throws -> Result
    ) throws -> Result {
        try lock.acquire()
        defer { lock.release() }
        return try body()
    }

    /// Opens a connection; one that only reads sees what the others have committed.
    static func connect(_ home: String, readsOnly: Bool = false) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "replica"
        configuration.readonly = readsOnly
        configuration.busyMode = .timeout(5)
        // A transaction that cannot even be rolled back is an error to report, not a reason to trap.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { database in
            guard unsafe csqlite_leave_log_on_close(database.sqliteConnection) == SQLITE_OK else {
                throw ReplicaStoreError.failed("the database cannot be set up")
            }
            try database.execute(
                sql: """
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA mmap_size = 0;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA secure_delete = ON;
                    PRAGMA cache_size = -64000;
                    PRAGMA journal_size_limit = 16777216;
                    PRAGMA synchronous = FULL;
                    """
            )
        }
        return try DatabaseQueue(path: "\(home)/\(fileName)", configuration: configuration)
    }

    /// Makes sure that the connection is as durable as it should be.
    private static func verify(_ database: Database) throws {
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode")
        guard mode == "wal" else {
            throw ReplicaStoreError.failed("there is no write-ahead log here")
        }
        for (name, wanted) in [
            ("synchronous", 2), ("foreign_keys", 1), ("trusted_schema", 0), ("cell_size_check", 1),
            ("mmap_size", 0), ("secure_delete", 1),
        ] {
            let value = try Int.fetchOne(database, sql: "PRAGMA \(name)")
            // Without memory mapping compiled in, its size has no answer.
            guard value == wanted || name == "mmap_size" && value == nil else {
                throw ReplicaStoreError.failed("the database does not accept \(name) = \(wanted)")
            }
        }
    }

    private static func isEmpty(_ database: Database) throws -> Bool {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
    }

    /// - Throws: when the file is not ours or newer than this program.
    private static func version(_ database: Database) throws -> Int {
        let application = try Int64.fetchOne(database, sql: "PRAGMA application_id")
        guard application == ReplicaSchema.applicationID else {
            throw ReplicaStoreError.corrupted("the file is not a replica's database")
        }
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard 1...ReplicaSchema.migrations.count ~= version else {
            throw ReplicaStoreError.corrupted(
                "the replica was written by a newer program (version \(version), this program "
                    + "reads up to \(ReplicaSchema.migrations.count)); update the program"
            )
        }
        return version
    }

    /// Brings the tables up to date; `replica` is the identity of a replica that is being made.
    private static func migrate(_ database: Database, replica: ReplicaID?) throws {
        try database.inTransaction(.immediate) {
            let known = replica == nil ? try version(database) : 0
            for migration in ReplicaSchema.migrations[known...] {
                try database.execute(sql: migration)
            }
            if known == 1 {
                try SQLiteReplicaTransaction(SQLiteSession(database)).findDisputable()
            }
            // The values of a PRAGMA cannot be bound; these are constants of this program.
            try database.execute(
                sql: """
                    PRAGMA application_id = \(ReplicaSchema.applicationID);
                    PRAGMA user_version = \(ReplicaSchema.migrations.count);
                    """
            )
            if let replica {
                try SQLiteSession(database).run(
                    "INSERT INTO replica (id, replica, clock) VALUES (1, ?, 0)",
                    replica
                )
            }
            return .commit
        }
    }
}
