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
        """,
        """
        -- The records with a cell that has several live writes.
        CREATE TABLE disputable (
            scope INTEGER NOT NULL,
            id BLOB NOT NULL CHECK (length(id) = 16),
            PRIMARY KEY (scope, id)
        ) STRICT, WITHOUT ROWID;

        -- What follows is worked out of the records and can be made again: what there is to find them
        -- by. The row says under what it was made; without it there is no catalogue.
        CREATE TABLE catalogue (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            format INTEGER NOT NULL,
            schema INTEGER NOT NULL,
            directory INTEGER NOT NULL,
            has_texts INTEGER NOT NULL CHECK (has_texts IN (0, 1))
        ) STRICT;

        -- Records that have changed since they were entered, in the order of their changes.
        CREATE TABLE waiting (
            place INTEGER PRIMARY KEY,
            scope INTEGER NOT NULL,
            record BLOB NOT NULL CHECK (length(record) = 16)
        ) STRICT;

        -- Numbers are never used again: texts of former entries stay behind under them.
        CREATE TABLE entry (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            record BLOB NOT NULL UNIQUE CHECK (length(record) = 16),
            collection INTEGER NOT NULL,
            life INTEGER NOT NULL,
            label_vi BLOB NOT NULL,
            label_en BLOB NOT NULL,
            order_vi BLOB NOT NULL,
            order_en BLOB NOT NULL
        ) STRICT;
        CREATE INDEX entry_collection ON entry (collection, record, life);

        CREATE TABLE term (
            kind INTEGER NOT NULL,
            key BLOB NOT NULL,
            collection INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            PRIMARY KEY (kind, key, collection, entry)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX term_entry ON term (entry);

        -- Keys of words, as exact and as folded, by the places where they stand.
        CREATE VIRTUAL TABLE texts USING fts5 (
            name_exact, name_folded, label_exact, label_folded, content_exact, content_folded,
            content = '', columnsize = 0, tokenize = 'ascii'
        );
        """,
        """
        -- What the server refused of an own change, and what people did about it.
        ALTER TABLE own ADD COLUMN refusals BLOB;
        CREATE INDEX own_refused ON own (place) WHERE refusals IS NOT NULL;
        """,
        """
        -- What records were before a repair put the server's copies in their places.
        CREATE TABLE aside (
            place INTEGER PRIMARY KEY,
            scope INTEGER NOT NULL REFERENCES scope (id),
            record BLOB NOT NULL CHECK (length(record) = 16),
            frame BLOB NOT NULL,
            time INTEGER NOT NULL
        ) STRICT;
        """,
        """
        -- How many records a scope has, which else would have to be counted.
        ALTER TABLE scope ADD COLUMN records INTEGER NOT NULL DEFAULT 0;
        UPDATE scope SET records = (SELECT count(*) FROM record WHERE record.scope = scope.id);

        -- The first few of very many that have been found are read in order, and the others not at all.
        CREATE INDEX entry_vi ON entry (order_vi, record, life, collection);
        CREATE INDEX entry_en ON entry (order_en, record, life, collection);
        """,
    ]
}
