package import ServerCore
package import Shared

// What the register is called, its schema, and the server's keys.

extension ServerSchema {
    static let keyTable = """
        -- One row: the server's own keys.
        CREATE TABLE IF NOT EXISTS server_key (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            signing_seed BLOB NOT NULL CHECK (length(signing_seed) = 32),
            agreement_secret BLOB NOT NULL CHECK (length(agreement_secret) = 32),
            signing_key BLOB NOT NULL CHECK (length(signing_key) = 32),
            agreement_key BLOB NOT NULL CHECK (length(agreement_key) = 32)
        ) STRICT;
        """
}

extension RegisterID: SQLiteValue {}

extension SQLiteServerTransaction {
    package func directoryVersion() throws(StoreError) -> UInt64 {
        try session.first("SELECT directory_version FROM account_state") { $0.word(0) } ?? 0
    }

    package mutating func setDirectoryVersion(_ version: UInt64) throws(StoreError) {
        try session.run("UPDATE account_state SET directory_version = ?", version)
    }

    package func registerInfo() throws(StoreError) -> RegisterInfo? {
        try session.first(
            """
            SELECT register, CAST(register_name AS BLOB), register_created FROM account_state
            WHERE register IS NOT NULL
            """
        ) { (row) throws(StoreError) in
            RegisterInfo(
                id: try row.identifier(0),
                name: String(decoding: row.bytes(1), as: UTF8.self),
                created: row.integer(2)
            )
        }
    }

    package mutating func setRegisterInfo(_ info: RegisterInfo) throws(StoreError) {
        try session.run(
            """
            UPDATE account_state
            SET register = ?, register_name = CAST(? AS TEXT), register_created = ?
            """,
            info.id,
            Array(info.name.utf8),
            info.created
        )
    }

    package func schemaDocument() throws(StoreError) -> SchemaDocument? {
        try session.first(
            "SELECT schema_version, schema FROM account_state WHERE schema IS NOT NULL"
        ) { SchemaDocument(version: $0.word(0), bytes: $0.bytes(1)) }
    }

    package func schemaVersion() throws(StoreError) -> UInt64 {
        try session.first(
            "SELECT schema_version FROM account_state WHERE schema IS NOT NULL"
        ) { $0.word(0) } ?? 0
    }

    package mutating func setSchemaDocument(_ document: SchemaDocument) throws(StoreError) {
        try session.run(
            "UPDATE account_state SET schema_version = ?, schema = ?",
            document.version,
            document.bytes
        )
    }

    package func serverKeys() throws(StoreError) -> ServerKeys? {
        try session.first(
            "SELECT signing_seed, agreement_secret, signing_key, agreement_key FROM server_key"
        ) { row in
            ServerKeys(
                signingSeed: row.bytes(0),
                agreementSecret: row.bytes(1),
                published: DirectoryDocument.ServerKeys(
                    signing: row.bytes(2),
                    agreement: row.bytes(3)
                )
            )
        }
    }

    package mutating func setServerKeys(_ keys: ServerKeys) throws(StoreError) {
        try session.run(
            """
            INSERT OR REPLACE INTO server_key
                (one, signing_seed, agreement_secret, signing_key, agreement_key)
            VALUES (1, ?, ?, ?, ?)
            """,
            keys.signingSeed,
            keys.agreementSecret,
            keys.published.signing,
            keys.published.agreement
        )
    }
}
