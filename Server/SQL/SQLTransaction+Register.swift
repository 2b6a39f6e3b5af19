package import ServerCore
import Shared

// What the register is called, its schema, and the server's keys.

extension SQLTransaction {
    package func directoryVersion() throws(StoreError) -> UInt64 {
        try session.first("SELECT directory_version FROM account_state") { $0.word(0) } ?? 0
    }

    package mutating func setDirectoryVersion(_ version: UInt64) throws(StoreError) {
        try session.run("UPDATE account_state SET directory_version = ?", version)
    }

    package func registerInfo() throws(StoreError) -> RegisterInfo? {
        try session.first(
            """
            SELECT register, register_name, register_created FROM account_state
            WHERE register IS NOT NULL
            """
        ) { (row) throws(StoreError) in
            RegisterInfo(
                id: try row.identifier(0),
                name: row.text(1),
                created: row.integer(2)
            )
        }
    }

    package mutating func setRegisterInfo(_ info: RegisterInfo) throws(StoreError) {
        try session.run(
            """
            UPDATE account_state
            SET register = ?, register_name = ?, register_created = ?
            """,
            info.id,
            info.name,
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
            INSERT INTO server_key
                (one, signing_seed, agreement_secret, signing_key, agreement_key)
            VALUES (1, ?, ?, ?, ?)
            ON CONFLICT (one) DO UPDATE SET signing_seed = excluded.signing_seed,
            agreement_secret = excluded.agreement_secret, signing_key = excluded.signing_key,
            agreement_key = excluded.agreement_key
            """,
            keys.signingSeed,
            keys.agreementSecret,
            keys.published.signing,
            keys.published.agreement
        )
    }
}
