package import ServerCore
import ServerSQL

extension PostgresServerStore {
    /// The namespace of a register's tables.
    package static func namespace(of register: String) -> String { "caunoi_\(register)" }

    /// Whether a register may be called so: a to z, digits and `_`, 30 at most, a letter first.
    package static func isName(_ register: String) -> Bool {
        let bytes = register.utf8
        guard let first = bytes.first, (0x61...0x7A).contains(first), bytes.count <= 30 else {
            return false
        }
        return bytes.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
    }

    /// What tables are called that are not, or no longer, in use as those of `register`.
    ///
    /// Since a name has no capitals, nobody finds them among the registers.
    ///
    /// - Parameters:
    ///   - register: The register's name.
    ///   - mark: Why they are not in use, in capitals: `MOVED`.
    ///   - suffix: What tells them from others.
    /// - Returns: A name that is taken in the place of a register's.
    package static func marked(_ register: String, _ mark: String, _ suffix: String) -> String {
        "\(register)_\(mark)_\(suffix)"
    }

    /// The register's own name in one that ``marked(_:_:_:)`` made.
    private static func unmarked(_ register: String) -> String {
        let plain = register.utf8.prefix { !(0x41...0x5A).contains($0) }
        return plain.count == register.utf8.count
            ? register : String(decoding: plain.dropLast(), as: UTF8.self)
    }

    /// The suffixes of the tables of `register` that have this mark, oldest first.
    package static func suffixes(
        url: String,
        register: String,
        mark: String
    ) throws(StoreError) -> [String] {
        let prefix = namespace(of: marked(register, mark, ""))
        return try run(at: url) { (connection) throws(PostgresFailure) in
            let found = try connection.run(
                """
                SELECT nspname::text FROM pg_catalog.pg_namespace
                WHERE starts_with(nspname, $1) ORDER BY 1
                """,
                [prefix]
            )
            return (0..<found.rowCount).map { row in
                let bytes = found.text(row, 0).utf8.dropFirst(prefix.utf8.count)
                return String(decoding: bytes, as: UTF8.self)
            }
        }
    }

    /// Opens the tables of `register`, bringing older ones up to date.
    ///
    /// - Parameters:
    ///   - url: Where the database is, as libpq reads it: `postgresql://user@host/database`.
    ///   - register: The register's name within the database, or one that ``marked(_:_:_:)`` made.
    ///   - creating: Whether to make the tables where there are none.
    ///   - isPatient: Whether a transaction may wait as long as it likes for its owner, who reads or writes
    ///     elsewhere meanwhile.
    /// - Returns: Nil where there are none.
    /// - Throws: `StoreError.failed` when the database cannot be reached or does not keep what it
    ///   acknowledges; `StoreError.corrupted` when a newer program has written it.
    package static func open(
        url: String,
        register: String,
        creating: Bool,
        isPatient: Bool = false
    ) throws(StoreError) -> PostgresServerStore? {
        guard isName(unmarked(register)) else {
            throw .failed("\(register) is no name of a register")
        }
        let namespace = namespace(of: register)
        do throws(PostgresFailure) {
            let connection = try connect(url, namespace, isPatient)
            try checkDurability(connection)
            if !creating, try !connection.hasNamespace(namespace) { return nil }
            try migrate(connection, namespace)
        } catch {
            throw error.error
        }
        return PostgresServerStore(
            pool: PostgresPool { () throws(PostgresFailure) in
                try connect(url, namespace, isPatient)
            }
        )
    }

    /// The registers of a database.
    package static func registers(url: String) throws(StoreError) -> [String] {
        try run(at: url) { (connection) throws(PostgresFailure) in
            let found = try connection.run(
                """
                SELECT substr(nspname, 8) FROM pg_catalog.pg_namespace
                WHERE starts_with(nspname, 'caunoi_') ORDER BY 1
                """,
                []
            )
            return (0..<found.rowCount).map { found.text($0, 0) }.filter(isName)
        }
    }

    /// The mark of tables that ``setAside(url:register:suffix:)`` took out of use.
    package static let movedMark = "MOVED"

    /// Takes the tables of `register` out of use under another name.
    ///
    /// - Returns: The namespace in which they are kept.
    package static func setAside(
        url: String,
        register: String,
        suffix: String
    ) throws(StoreError) -> String {
        let kept = namespace(of: marked(register, movedMark, suffix))
        try run(at: url) { (connection) throws(PostgresFailure) in
            try connection.rename(namespace(of: register), to: kept)
        }
        return kept
    }

    /// Gives the name of `register` to the tables of `other`, at once for everybody.
    ///
    /// Every transaction asks for the register's row first. Under a lock on its table those that are under way
    /// end before the exchange, and those that wait find the new tables; otherwise one that had read the old
    /// ones could write into the new.
    ///
    /// - Parameters:
    ///   - url: Where the database is.
    ///   - register: The name.
    ///   - other: Whose tables get it.
    ///   - suffix: What the name of the old tables ends with from then on.
    ///   - directoryVersion: Of the register as it was looked at; nil when there was none.
    /// - Returns: The namespace in which the tables are kept that had the name; nil when there were none.
    /// - Throws: `StoreError.busy` when others do not let go of the register, or when people or devices
    ///   changed since it was looked at; nothing has changed then.
    package static func replace(
        url: String,
        register: String,
        by other: String,
        suffix: String,
        directoryVersion: UInt64?
    ) throws(StoreError) -> String? {
        let name = namespace(of: register)
        let kept = namespace(of: marked(register, "REPLACED", suffix))
        return try run(at: url) { (connection) throws(PostgresFailure) in
            try connection.run("BEGIN")
            let isKept = try connection.hasNamespace(name)
            if isKept {
                let table = "\(connection.quoted(name)).account_state"
                try connection.run("SET LOCAL lock_timeout = '20s'")
                try connection.run("LOCK TABLE \(table) IN ACCESS EXCLUSIVE MODE")
                let version = try connection.run("SELECT directory_version FROM \(table)", [])
                guard
                    directoryVersion == nil
                        || UInt64(bitPattern: version.integer(0, 0)) == directoryVersion
                else { throw PostgresFailure(kind: .refused, error: .busy) }
                try connection.rename(name, to: kept)
            }
            try connection.rename(namespace(of: other), to: name)
            try connection.run("COMMIT")
            return isKept ? kept : nil
        }
    }

    /// Removes tables that never became a register.
    package static func discard(url: String, register: String) throws(StoreError) {
        let name = namespace(of: register)
        try run(at: url) { (connection) throws(PostgresFailure) in
            try connection.run("SET lock_timeout = '20s'")
            _ = try connection.run("DROP SCHEMA IF EXISTS \(connection.quoted(name)) CASCADE")
        }
    }

    private static func run<Result>(
        at url: String,
        _ body: (PostgresConnection) throws(PostgresFailure) -> Result
    ) throws(StoreError) -> Result {
        do throws(PostgresFailure) {
            return try body(try PostgresConnection(url: url))
        } catch {
            throw error.error
        }
    }

    /// A connection that finds the register's tables, waits for nobody without end, and is durable.
    private static func connect(
        _ url: String,
        _ namespace: String,
        _ isPatient: Bool
    ) throws(PostgresFailure) -> PostgresConnection {
        let connection = try PostgresConnection(url: url)
        try connection.run(
            """
            SET search_path = \(connection.quoted(namespace));
            SET lock_timeout = '5s';
            SET statement_timeout = '60s';
            SET idle_in_transaction_session_timeout = '\(isPatient ? 0 : 60)s';
            SET default_transaction_isolation = 'read committed';
            """
        )
        let wanted = try connection.run("SHOW synchronous_commit").text(0, 0)
        if wanted != "on", wanted != "remote_apply" {
            try connection.run("SET synchronous_commit = on")
        }
        return connection
    }

    /// Refuses a database that acknowledges what it may forget, or that reads texts in another way.
    private static func checkDurability(
        _ connection: PostgresConnection
    ) throws(PostgresFailure) {
        let settings = try connection.run(
            """
            SELECT current_setting('server_version_num')::bigint, current_setting('fsync'),
            current_setting('full_page_writes'), current_setting('synchronous_commit'),
            getdatabaseencoding()::text
            """,
            []
        )
        func refuse(_ message: String) -> PostgresFailure {
            PostgresFailure(kind: .refused, error: .failed(message))
        }
        guard settings.integer(0, 0) >= 150_000 else {
            throw refuse("PostgreSQL 15 or newer is needed")
        }
        guard settings.text(0, 1) == "on", settings.text(0, 2) == "on" else {
            throw refuse(
                "the database may forget what it has acknowledged: set fsync and full_page_writes to on"
            )
        }
        guard ["on", "remote_apply"].contains(settings.text(0, 3)) else {
            throw refuse("the database does not accept synchronous_commit = on")
        }
        guard settings.text(0, 4) == "UTF8" else {
            throw refuse("the database's encoding must be UTF8")
        }
    }

    /// Brings the tables up to date; several programs may try at once.
    private static func migrate(
        _ connection: PostgresConnection,
        _ namespace: String
    ) throws(PostgresFailure) {
        try connection.run("BEGIN")
        do throws(PostgresFailure) {
            _ = try connection.run(
                "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
                [namespace]
            )
            try connection.run(
                """
                CREATE SCHEMA IF NOT EXISTS \(connection.quoted(namespace));
                CREATE TABLE IF NOT EXISTS migration (version bigint NOT NULL);
                """
            )
            let known = try connection.run("SELECT coalesce(max(version), 0) FROM migration", [])
                .integer(0, 0)
            guard known <= PostgresSchema.migrations.count else {
                throw PostgresFailure(
                    kind: .refused,
                    error: .corrupted(
                        "the database was written by a newer program (version \(known), this "
                            + "program reads up to \(PostgresSchema.migrations.count)); update the "
                            + "program"
                    )
                )
            }
            for (index, migration) in PostgresSchema.migrations.enumerated()
            where index >= Int(known) {
                try connection.run(migration)
                try connection.run("INSERT INTO migration (version) VALUES (\(index + 1))")
            }
            // Whoever asks for a receipt does so within seconds.
            try connection.run(
                "DELETE FROM receipt WHERE used < extract(epoch FROM now())::bigint - 86400"
            )
            try connection.run("COMMIT")
        } catch {
            _ = try? connection.run("ROLLBACK")
            throw error
        }
    }
}

extension PostgresConnection {
    fileprivate func hasNamespace(_ name: String) throws(PostgresFailure) -> Bool {
        let query = "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1"
        return try run(query, [name]).rowCount > 0
    }

    fileprivate func rename(_ name: String, to other: String) throws(PostgresFailure) {
        try run("ALTER SCHEMA \(quoted(name)) RENAME TO \(quoted(other))")
    }
}
