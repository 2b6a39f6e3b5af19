package import ServerCore

/// A value of any type, as it is copied from one database to another.
private enum AnyColumn: SQLValue {
    case integer(Int64)
    case bytes([UInt8])
    case text(String)
    case null

    init(_ row: SQLRow, _ column: Int, _ kind: ColumnKind) {
        if row.isNull(column) {
            self = .null
            return
        }
        switch kind {
        case .integer: self = .integer(row.integer(column))
        case .bytes: self = .bytes(row.bytes(column))
        case .text: self = .text(row.text(column))
        }
    }

    func bind(to statement: any SQLStatement, at index: Int) throws(StoreError) {
        switch self {
        case .integer(let value): try value.bind(to: statement, at: index)
        case .bytes(let value): try value.bind(to: statement, at: index)
        case .text(let value): try value.bind(to: statement, at: index)
        case .null: try statement.bindNull(at: index)
        }
    }
}

private enum ColumnKind {
    case integer, bytes, text
}

/// How the rows of a table are read, in pieces, and written.
private struct CopiedTable {
    /// Gives the rows whose first column, an integer, is more than the parameter; or all rows.
    let read: StaticString
    let write: StaticString
    let columns: [ColumnKind]
    var isRead: Reading = .whole

    enum Reading {
        case whole, inPieces
    }
}

extension SQLTransaction {
    /// Fills the tables of a new register with all that another one holds, row by row.
    ///
    /// - Parameters:
    ///   - other: A transaction on the register that is copied.
    ///   - progress: Called now and then with the number of rows that are done.
    /// - Throws: `StoreError`; nothing is to be committed then.
    package mutating func copy(
        _ other: SQLTransaction,
        progress: (Int) -> Void = { _ in }
    ) throws(StoreError) {
        // A new register has this row already.
        try session.run("DELETE FROM account_state")
        var done = 0
        for table in copiedTables {
            var last = Int64.min
            while true {
                let rows = try other.rows(of: table, after: last)
                for row in rows { try session.run(table.write, values: row) }
                done += rows.count
                progress(done)
                guard table.isRead == .inPieces, case .integer(let end) = rows.last?.first else {
                    break
                }
                last = end
            }
        }
        guard session.dialect == .postgres else { return }
        // What numbers rows by itself goes on behind those that are there.
        _ = try session.first(
            """
            SELECT setval(pg_get_serial_sequence('scope', 'id'),
                (SELECT coalesce(max(id), 0) + 1 FROM scope), false),
            setval(pg_get_serial_sequence('chain', 'id'),
                (SELECT coalesce(max(id), 0) + 1 FROM chain), false),
            setval(pg_get_serial_sequence('heard', 'id'),
                (SELECT coalesce(max(id), 0) + 1 FROM heard), false),
            setval(pg_get_serial_sequence('fork', 'id'),
                (SELECT coalesce(max(id), 0) + 1 FROM fork), false)
            """
        ) { _ in }
    }

    private func rows(
        of table: CopiedTable,
        after last: Int64
    ) throws(StoreError) -> [[AnyColumn]] {
        let read = { (row: SQLRow) throws(StoreError) -> [AnyColumn] in
            table.columns.indices.map { AnyColumn(row, $0, table.columns[$0]) }
        }
        switch table.isRead {
        case .whole: return try session.all(table.read, read: read)
        case .inPieces: return try session.all(table.read, last, read: read)
        }
    }
}

/// Every table, those first that others refer to.
private let copiedTables = [
    CopiedTable(
        read: "SELECT id, name, epoch, last, replica, vector, digest FROM scope",
        write: """
            INSERT INTO scope (id, name, epoch, last, replica, vector, digest)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
        columns: [.integer, .text, .bytes, .integer, .bytes, .bytes, .bytes]
    ),
    CopiedTable(
        read: "SELECT scope, bucket, digest FROM bucket",
        write: "INSERT INTO bucket (scope, bucket, digest) VALUES (?, ?, ?)",
        columns: [.integer, .integer, .bytes]
    ),
    CopiedTable(
        read: "SELECT id, scope, replica FROM chain WHERE id > ? ORDER BY id LIMIT 500",
        write: "INSERT INTO chain (id, scope, replica) VALUES (?, ?, ?)",
        columns: [.integer, .integer, .bytes],
        isRead: .inPieces
    ),
    CopiedTable(
        read: """
            SELECT place, scope, id, frame, extra FROM record WHERE place > ?
            ORDER BY place LIMIT 500
            """,
        write: "INSERT INTO record (place, scope, id, frame, extra) VALUES (?, ?, ?, ?, ?)",
        columns: [.integer, .integer, .bytes, .bytes, .bytes],
        isRead: .inPieces
    ),
    CopiedTable(
        read: """
            SELECT place, chain, n, hash, received, header, salt, body, renames FROM change
            WHERE place > ? ORDER BY place LIMIT 500
            """,
        write: """
            INSERT INTO change
            (place, chain, n, hash, received, header, salt, body, renames)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
        columns: [
            .integer, .integer, .integer, .bytes, .integer, .bytes, .bytes, .bytes, .bytes,
        ],
        isRead: .inPieces
    ),
    CopiedTable(
        read: """
            SELECT id, place, chain, n, tag, applied, received FROM heard
            WHERE id > ? ORDER BY id LIMIT 500
            """,
        write: """
            INSERT INTO heard (id, place, chain, n, tag, applied, received)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
        columns: Array(repeating: .integer, count: 7),
        isRead: .inPieces
    ),
    CopiedTable(
        read: "SELECT id, scope, fork FROM fork",
        write: "INSERT INTO fork (id, scope, fork) VALUES (?, ?, ?)",
        columns: [.integer, .integer, .bytes]
    ),
    CopiedTable(
        read: "SELECT chain, n, dots FROM ruling",
        write: "INSERT INTO ruling (chain, n, dots) VALUES (?, ?, ?)",
        columns: [.integer, .integer, .bytes]
    ),
    CopiedTable(
        read: """
            SELECT chain, n, hash, received, state, accepted, header, salt, body, renames FROM held
            """,
        write: """
            INSERT INTO held
            (chain, n, hash, received, state, accepted, header, salt, body, renames)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
        columns: [
            .integer, .integer, .bytes, .integer, .integer, .bytes, .bytes, .bytes, .bytes, .bytes,
        ]
    ),
    CopiedTable(
        read: """
            SELECT one, next_actor, directory_version, register, register_name, register_created,
            schema_version, schema FROM account_state
            """,
        write: """
            INSERT INTO account_state
            (one, next_actor, directory_version, register, register_name, register_created,
            schema_version, schema)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
        columns: [.integer, .integer, .integer, .bytes, .text, .integer, .integer, .bytes]
    ),
    CopiedTable(
        read: "SELECT id, name, disabled FROM person",
        write: "INSERT INTO person (id, name, disabled) VALUES (?, ?, ?)",
        columns: [.bytes, .text, .integer]
    ),
    CopiedTable(
        read: "SELECT number, person, department, role FROM actor",
        write: "INSERT INTO actor (number, person, department, role) VALUES (?, ?, ?, ?)",
        columns: [.integer, .bytes, .text, .integer]
    ),
    CopiedTable(
        read: """
            SELECT id, name, person, actor, signing_key, agreement_key, token_hash, revoked,
            lost_since, enrolled, last_sync, last_sequence FROM device
            """,
        write: """
            INSERT INTO device (id, name, person, actor, signing_key, agreement_key, token_hash,
            revoked, lost_since, enrolled, last_sync, last_sequence)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
        columns: [
            .bytes, .text, .bytes, .integer, .bytes, .bytes, .bytes, .integer, .integer, .integer,
            .integer, .integer,
        ]
    ),
    CopiedTable(
        read: "SELECT hash, expires, actor, epoch, device FROM enrolment_code",
        write: """
            INSERT INTO enrolment_code (hash, expires, actor, epoch, device) VALUES (?, ?, ?, ?, ?)
            """,
        columns: [.bytes, .integer, .integer, .bytes, .bytes]
    ),
    CopiedTable(
        read: "SELECT replica, device FROM replica_owner",
        write: "INSERT INTO replica_owner (replica, device) VALUES (?, ?)",
        columns: [.bytes, .bytes]
    ),
    CopiedTable(
        read:
            "SELECT one, signing_seed, agreement_secret, signing_key, agreement_key FROM server_key",
        write: """
            INSERT INTO server_key
            (one, signing_seed, agreement_secret, signing_key, agreement_key) VALUES (?, ?, ?, ?, ?)
            """,
        columns: [.integer, .bytes, .bytes, .bytes, .bytes]
    ),
    CopiedTable(
        read: "SELECT time, sequence FROM restoration",
        write: "INSERT INTO restoration (time, sequence) VALUES (?, ?)",
        columns: [.integer, .integer]
    ),
]
