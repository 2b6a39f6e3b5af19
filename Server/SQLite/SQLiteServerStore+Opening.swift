import GRDB
import ServerCore

extension SQLiteServerStore {
    /// How every connection is set up, the readers' too.
    static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "server"
        configuration.busyMode = .timeout(5)
        // A transaction that cannot even be rolled back is an error to report, not a reason to trap.
        configuration.allowsUnsafeTransactions = true
        configuration.maximumReaderCount = 5
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA page_size = 8192;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA mmap_size = 0;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA secure_delete = ON;
                    PRAGMA cache_size = -1000;
                    """
            )
        }
        return configuration
    }

    /// Makes the writer durable, and makes sure that it is.
    ///
    /// Setting up the write-ahead log lowers `synchronous`, so this comes after it.
    static func secure(_ database: Database) throws {
        try database.execute(
            sql: """
                PRAGMA synchronous = FULL;
                PRAGMA journal_size_limit = 16777216;
                PRAGMA wal_autocheckpoint = 2000;
                PRAGMA cache_size = -4000;
                """
        )
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode")
        guard mode == "wal" else { throw StoreError.failed("there is no write-ahead log here") }
        for (name, wanted) in [
            ("synchronous", 2), ("foreign_keys", 1), ("trusted_schema", 0), ("cell_size_check", 1),
            ("mmap_size", 0), ("secure_delete", 1),
        ] {
            let value = try Int.fetchOne(database, sql: "PRAGMA \(name)")
            // Without memory mapping compiled in, its size has no answer.
            guard value == wanted || name == "mmap_size" && value == nil else {
                throw StoreError.failed("the database does not accept \(name) = \(wanted)")
            }
        }
    }

    /// Brings the tables up to date.
    static func migrate(_ database: Database) throws {
        let version = try number("user_version", database)
        let application = try number("application_id", database)
        let isEmpty = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
        guard application == ServerSchema.applicationID || isEmpty && version == 0 else {
            throw StoreError.corrupted("the file is not a server's database")
        }
        guard let known = Int(exactly: version), known <= ServerSchema.migrations.count else {
            throw StoreError.corrupted(
                "the database was written by a newer program (version \(version), this program "
                    + "reads up to \(ServerSchema.migrations.count)); update the program"
            )
        }
        guard known >= 0, known < ServerSchema.migrations.count else { return }
        try database.inTransaction(.immediate) {
            for migration in ServerSchema.migrations[known...] {
                try database.execute(sql: migration)
            }
            try database.execute(sql: ServerSchema.accountTables)
            try database.execute(sql: ServerSchema.keyTable)
            // The values of a PRAGMA cannot be bound; these are constants of this program.
            try database.execute(
                sql: """
                    PRAGMA application_id = \(ServerSchema.applicationID);
                    PRAGMA user_version = \(ServerSchema.migrations.count);
                    """
            )
            return .commit
        }
    }

    private static func number(_ pragma: String, _ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "PRAGMA \(pragma)") ?? 0
    }
}
