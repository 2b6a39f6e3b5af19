/// The tables of a server's database.
///
/// The key of records and of changes is their ``Place``. No two records of a scope have one sequence, and
/// no two changes.
enum ServerSchema {
    /// Marks the file as ours: "CNS1".
    static let applicationID: Int64 = 0x434E_5331

    /// The steps from an empty file to the present version; appended to, never edited.
    static let migrations = [
        """
        CREATE TABLE scope (
            id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 4194303),
            name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
            epoch BLOB NOT NULL CHECK (length(epoch) = 16),
            last INTEGER NOT NULL CHECK (last BETWEEN 0 AND 1099511627775),
            replica BLOB NOT NULL CHECK (length(replica) = 16),
            vector BLOB,
            digest BLOB CHECK (length(digest) = 32)
        ) STRICT;

        CREATE TABLE record (
            place INTEGER PRIMARY KEY,
            scope INTEGER NOT NULL CHECK (scope = place >> 40),
            id BLOB NOT NULL CHECK (length(id) = 16),
            frame BLOB NOT NULL,
            extra BLOB
        ) STRICT;
        CREATE UNIQUE INDEX record_id ON record (id, scope);

        CREATE TABLE bucket (
            scope INTEGER NOT NULL REFERENCES scope (id),
            bucket INTEGER NOT NULL CHECK (bucket BETWEEN 0 AND 4095),
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            PRIMARY KEY (scope, bucket)
        ) STRICT, WITHOUT ROWID;

        -- One writer's changes in one scope.
        CREATE TABLE chain (
            id INTEGER PRIMARY KEY,
            scope INTEGER NOT NULL REFERENCES scope (id),
            replica BLOB NOT NULL CHECK (length(replica) = 16),
            UNIQUE (scope, replica)
        ) STRICT;

        CREATE TABLE change (
            place INTEGER PRIMARY KEY,
            chain INTEGER NOT NULL,
            n INTEGER NOT NULL CHECK (n >= 1),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            received INTEGER NOT NULL,
            record BLOB NOT NULL CHECK (length(record) = 16),
            header BLOB NOT NULL,
            salt BLOB NOT NULL,
            body BLOB NOT NULL,
            renames BLOB
        ) STRICT;
        CREATE UNIQUE INDEX change_dot ON change (chain, n);
        CREATE INDEX change_record ON change (record);

        -- What was learned of chains without a row in the log.
        CREATE TABLE heard (
            id INTEGER PRIMARY KEY,
            place INTEGER NOT NULL,
            chain INTEGER NOT NULL REFERENCES chain (id),
            n INTEGER NOT NULL CHECK (n >= 1),
            tag INTEGER NOT NULL,
            applied INTEGER NOT NULL CHECK (applied IN (0, 1)),
            received INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX heard_dot ON heard (chain, n);
        CREATE INDEX heard_place ON heard (place);

        CREATE TABLE fork (
            id INTEGER PRIMARY KEY,
            scope INTEGER NOT NULL REFERENCES scope (id),
            fork BLOB NOT NULL,
            UNIQUE (scope, fork)
        ) STRICT;

        -- The dots that a ruling stands for.
        CREATE TABLE ruling (
            chain INTEGER NOT NULL REFERENCES chain (id),
            n INTEGER NOT NULL CHECK (n >= 1),
            dots BLOB NOT NULL,
            PRIMARY KEY (chain, n)
        ) STRICT, WITHOUT ROWID;

        -- Changes of withdrawn devices: waiting (0), accepted (1) or rejected (2).
        CREATE TABLE held (
            chain INTEGER NOT NULL REFERENCES chain (id),
            n INTEGER NOT NULL CHECK (n >= 1),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            received INTEGER NOT NULL,
            state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2),
            accepted BLOB CHECK ((accepted IS NOT NULL) = (state = 1)),
            header BLOB NOT NULL,
            salt BLOB NOT NULL,
            body BLOB NOT NULL,
            renames BLOB,
            PRIMARY KEY (chain, n)
        ) STRICT;
        """,
        accountTables,
        keyTable,
        restorationTable,
        """
        -- A change's header says which record it is of, always at the same place; half of its id is enough
        -- to find it by.
        DROP INDEX change_record;
        ALTER TABLE change DROP COLUMN record;
        CREATE INDEX change_record ON change (substr(header, 5, 8));
        """,
    ]
}
