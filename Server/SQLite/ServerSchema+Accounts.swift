// People, devices, codes, the server's keys, and when the register was restored.

extension ServerSchema {
    static let accountTables = """
        -- One row.
        CREATE TABLE IF NOT EXISTS account_state (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            next_actor INTEGER NOT NULL DEFAULT 1 CHECK (next_actor BETWEEN 1 AND 4294967295),
            directory_version INTEGER NOT NULL DEFAULT 0 CHECK (directory_version >= 0),
            register BLOB CHECK (length(register) = 16),
            register_name TEXT CHECK ((register_name IS NULL) = (register IS NULL)),
            register_created INTEGER CHECK ((register_created IS NULL) = (register IS NULL)),
            schema_version INTEGER CHECK (schema_version >= 0),
            schema BLOB CHECK ((schema IS NULL) = (schema_version IS NULL))
        ) STRICT;
        INSERT OR IGNORE INTO account_state (one) VALUES (1);

        CREATE TABLE IF NOT EXISTS person (
            id BLOB PRIMARY KEY CHECK (length(id) = 16),
            name TEXT NOT NULL CHECK (name <> ''),
            disabled INTEGER NOT NULL CHECK (disabled IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS person_name ON person (name);

        CREATE TABLE IF NOT EXISTS actor (
            number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 4294967295),
            person BLOB NOT NULL REFERENCES person (id),
            department TEXT NOT NULL CHECK (department <> ''),
            role INTEGER NOT NULL CHECK (role BETWEEN 0 AND 3),
            UNIQUE (person, department, role)
        ) STRICT;

        CREATE TABLE IF NOT EXISTS device (
            id BLOB PRIMARY KEY CHECK (length(id) = 16),
            name TEXT NOT NULL CHECK (name <> ''),
            person BLOB NOT NULL REFERENCES person (id),
            actor INTEGER NOT NULL REFERENCES actor (number),
            signing_key BLOB NOT NULL UNIQUE CHECK (length(signing_key) = 32),
            agreement_key BLOB NOT NULL CHECK (length(agreement_key) = 32),
            token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
            revoked INTEGER,
            lost_since INTEGER CHECK (lost_since IS NULL OR revoked IS NOT NULL),
            enrolled INTEGER NOT NULL,
            last_sync INTEGER,
            last_sequence INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS device_person ON device (person);

        CREATE TABLE IF NOT EXISTS enrolment_code (
            hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
            expires INTEGER NOT NULL,
            actor INTEGER NOT NULL REFERENCES actor (number),
            epoch BLOB CHECK (length(epoch) = 16),
            device BLOB REFERENCES device (id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS enrolment_code_unused ON enrolment_code (hash)
            WHERE device IS NULL;

        -- The server's own replicas have the device 0.
        CREATE TABLE IF NOT EXISTS replica_owner (
            replica BLOB PRIMARY KEY CHECK (length(replica) = 16),
            device BLOB NOT NULL CHECK (length(device) = 16)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS replica_owner_device ON replica_owner (device);
        """

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

    static let restorationTable = """
        -- The end of the history of `common` in the backup, for each time that one was put back.
        CREATE TABLE restoration (
            time INTEGER PRIMARY KEY,
            sequence INTEGER NOT NULL CHECK (sequence >= 0)
        ) STRICT;
        """
}
