package import ServerCore
package import Shared

extension SQLTransaction {
    package func record(
        _ id: RecordID,
        in scope: ScopeID
    ) throws(StoreError) -> StoredRecord? {
        guard let scope = try scopeRow(scope) else { return nil }
        let found = try session.first(
            "SELECT place, frame, extra FROM record WHERE id = ? AND scope = ?",
            id,
            scope
        ) { (row) throws(StoreError) in
            known.state.record = (id, scope, row.integer(0))
            return try storedRecord(row, from: 0)
        }
        if found == nil { known.state.record = (id, scope, nil) }
        return found
    }

    package mutating func setRecord(
        _ id: RecordID,
        to record: StoredRecord,
        in scope: ScopeID
    ) throws(StoreError) {
        guard let scope = try scopeRow(scope) else { return }
        let place = try newPlace(record.sequence, in: scope)
        let extra = record.extra.isEmpty ? nil : record.extra.bytes
        if let old = try self.place(of: id, in: scope) {
            try session.run(
                "UPDATE record SET place = ?, frame = ?, extra = ? WHERE place = ?",
                place,
                record.frame,
                extra,
                old
            )
        } else {
            try session.run(
                "INSERT INTO record (place, scope, id, frame, extra) VALUES (?, ?, ?, ?, ?)",
                place,
                scope,
                id,
                record.frame,
                extra
            )
        }
        known.state.record = (id, scope, place)
    }

    package func visitRecords(
        in scope: ScopeID,
        after sequence: ServerSequence,
        _ visit: (RecordID, StoredRecord) -> Bool
    ) throws(StoreError) {
        guard let scope = try scopeRow(scope) else { return }
        var last = place(sequence, in: scope)
        while true {
            let batch = try session.all(
                """
                SELECT id, place, frame, extra FROM record
                WHERE place > ? AND place <= ? ORDER BY place LIMIT 128
                """,
                last,
                place(.max, in: scope),
                read: foundRecord
            )
            guard let end = batch.last else { return }
            for (id, record) in batch where !visit(id, record) { return }
            last = place(end.record.sequence, in: scope)
        }
    }

    /// Of the other records only the ids are read.
    package func visitRecords(
        in scope: ScopeID,
        buckets: Set<Int>,
        _ visit: (RecordID, StoredRecord) -> Bool
    ) throws(StoreError) {
        guard let scope = try scopeRow(scope) else { return }
        let digits =
            "["
            + buckets.sorted().map { "\"\(Self.digits(ofBucket: $0))\"" }
            .joined(separator: ",") + "]"
        // No bytes at all come before every id.
        var last: [UInt8] = []
        while true {
            let batch = try records(in: scope, after: last, buckets: digits)
            guard let end = batch.last else { return }
            for (id, record) in batch where !visit(id, record) { return }
            last = end.id.bytes
        }
    }

    private typealias FoundRecord = (id: RecordID, record: StoredRecord)

    private func foundRecord(_ row: SQLRow) throws(StoreError) -> FoundRecord {
        (try row.identifier(0), try storedRecord(row, from: 1))
    }

    private func records(
        in scope: Int64,
        after last: [UInt8],
        buckets digits: String
    ) throws(StoreError) -> [FoundRecord] {
        switch session.dialect {
        case .sqlite:
            try session.all(
                """
                SELECT id, place, frame, extra FROM record
                WHERE scope = ? AND id > ? AND substr(hex(substr(id, 15, 2)), 2) IN (
                    SELECT value FROM json_each(?)
                )
                ORDER BY id LIMIT 128
                """,
                scope,
                last,
                digits,
                read: foundRecord
            )
        case .postgres:
            try session.all(
                """
                SELECT id, place, frame, extra FROM record
                WHERE scope = ? AND id > ?
                AND upper(substr(encode(substr(id, 15, 2), 'hex'), 2)) IN (
                    SELECT json_array_elements_text(?::json)
                )
                ORDER BY id LIMIT 128
                """,
                scope,
                last,
                digits,
                read: foundRecord
            )
        }
    }

    /// A bucket as the last three hexadecimal digits of the ids in it.
    private static func digits(ofBucket bucket: Int) -> String {
        let digits = String(bucket, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
    }

    /// Where a record is; nearly always it has just been looked up.
    private func place(of id: RecordID, in scope: Int64) throws(StoreError) -> Int64? {
        if let last = known.state.record, last.id == id, last.scope == scope { return last.place }
        return try session.first(
            "SELECT place FROM record WHERE id = ? AND scope = ?",
            id,
            scope
        ) { $0.integer(0) }
    }

    /// Reads place, frame and extra.
    func storedRecord(
        _ row: SQLRow,
        from column: Int
    ) throws(StoreError) -> StoredRecord {
        StoredRecord(
            frame: row.bytes(column + 1),
            extra: try row.vector(column + 2),
            sequence: sequence(ofPlace: row.integer(column))
        )
    }
}
