/// The tables of a replica's database.
///
/// The key of own changes is their *place*: the scope's row id times 2^40 plus the position in the
/// order in which they were made.
enum ReplicaSchema {
    /// Marks the file as ours: "CNC1".
    static let applicationID: Int64 = 0x434E_4331
    static let positionBits: Int64 = 40
    static let positionMax: Int64 = 1 << positionBits - 1
    /// How many tags a segment of a chain holds: a kilobyte, well within a page.
    static let segmentTagsMax = 128

    /// The steps from an empty file to the present version; appended to, never edited.
    static let migrations = [
        """
        CREATE TABLE replica (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            replica BLOB NOT NULL CHECK (length(replica) = 16),
            clock INTEGER NOT NULL
        ) STRICT;

        -- Sequences are unsigned words, stored by their bits.
        CREATE TABLE scope (
            id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 4194303),
            name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
            epoch BLOB CHECK (length(epoch) = 16),
            base INTEGER NOT NULL DEFAULT 0,
            cursor INTEGER NOT NULL DEFAULT 0,
            is_new_epoch INTEGER NOT NULL DEFAULT 0 CHECK (is_new_epoch IN (0, 1)),
            vector BLOB,
            page_vector BLOB,
            acknowledged BLOB,
            digest BLOB CHECK (length(digest) = 32)
        ) STRICT;

        -- What records of a cut pull have beyond the scope's vector. A context that is gone is covered
        -- by it; numbers are never used again.
        CREATE TABLE context (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            scope INTEGER NOT NULL REFERENCES scope (id),
            vector BLOB NOT NULL
        ) STRICT;

        CREATE TABLE record (
            scope INTEGER NOT NULL,
            id BLOB NOT NULL CHECK (length(id) = 16),
            frame BLOB NOT NULL,
            context INTEGER,
            PRIMARY KEY (scope, id)
        ) STRICT, WITHOUT ROWID;

        -- One writer's changes in one scope.
        CREATE TABLE chain (
            id INTEGER PRIMARY KEY,
            scope INTEGER NOT NULL REFERENCES scope (id),
            replica BLOB NOT NULL CHECK (length(replica) = 16),
            is_own INTEGER NOT NULL DEFAULT 0 CHECK (is_own IN (0, 1)),
            UNIQUE (scope, replica)
        ) STRICT;
        CREATE INDEX chain_own ON chain (scope) WHERE is_own = 1;

        -- The tags of a chain's changes, eight bytes each, from the change `first` on.
        CREATE TABLE segment (
            chain INTEGER NOT NULL REFERENCES chain (id),
            first INTEGER NOT NULL CHECK (first >= 1),
            tags BLOB NOT NULL CHECK (length(tags) % 8 = 0 AND length(tags) > 0),
            PRIMARY KEY (chain, first)
        ) STRICT, WITHOUT ROWID;

        -- When the server received a chain's changes, from the change `first` on; 0 for not yet.
        CREATE TABLE receipt (
            chain INTEGER NOT NULL REFERENCES chain (id),
            first INTEGER NOT NULL CHECK (first >= 1),
            received INTEGER NOT NULL,
            PRIMARY KEY (chain, first)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE own (
            place INTEGER PRIMARY KEY,
            chain INTEGER NOT NULL,
            n INTEGER NOT NULL CHECK (n >= 1),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            received INTEGER,
            header BLOB NOT NULL,
            salt BLOB NOT NULL,
            body BLOB NOT NULL,
            renames BLOB
        ) STRICT;
        CREATE INDEX own_dot ON own (chain, n);
        CREATE INDEX own_pending ON own (chain, n) WHERE received IS NULL;

        CREATE TABLE fork (
            id INTEGER PRIMARY KEY,
            scope INTEGER NOT NULL REFERENCES scope (id),
            fork BLOB NOT NULL,
            UNIQUE (scope, fork)
        ) STRICT;
        """
    ]
}
