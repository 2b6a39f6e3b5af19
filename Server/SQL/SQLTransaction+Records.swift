package import ServerCore
package import Shared

extension SQLTransaction {
    package func record(
        _ id: RecordID,
        in scope: ScopeID
    ) throws(StoreError) -> StoredRecord? {
        guard let scope = try scopeRow(scope) else { return nil }
        let found = try session.first(
            """
            SELECT record.place, frame, extra, chain, n, header, body FROM record
            LEFT JOIN change ON change.place = record.place AND length(frame) = 0
            WHERE record.id = ? AND record.scope = ?
            """,
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
        let frame = folded(record, at: place)
        let extra = record.extra.isEmpty ? nil : record.extra.bytes
        if let old = try self.place(of: id, in: scope) {
            try session.run(
                "UPDATE record SET place = ?, frame = ?, extra = ? WHERE place = ?",
                place,
                frame,
                extra,
                old
            )
        } else {
            try session.run(
                "INSERT INTO record (place, scope, id, frame, extra) VALUES (?, ?, ?, ?, ?)",
                place,
                scope,
                id,
                frame,
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
                SELECT record.id, record.place, frame, extra, chain, n, header, body
                FROM record
                LEFT JOIN change ON change.place = record.place AND length(frame) = 0
                WHERE record.place > ? AND record.place <= ? ORDER BY record.place LIMIT 128
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
                SELECT record.id, record.place, frame, extra, chain, n, header, body
                FROM record
                LEFT JOIN change ON change.place = record.place AND length(frame) = 0
                WHERE record.scope = ? AND record.id > ?
                AND substr(hex(substr(record.id, 15, 2)), 2) IN (SELECT value FROM json_each(?))
                ORDER BY record.id LIMIT 128
                """,
                scope,
                last,
                digits,
                read: foundRecord
            )
        case .postgres:
            try session.all(
                """
                SELECT record.id, record.place, frame, extra, chain, n, header, body
                FROM record
                LEFT JOIN change ON change.place = record.place AND length(frame) = 0
                WHERE record.scope = ? AND record.id > ?
                AND upper(substr(encode(substr(record.id, 15, 2), 'hex'), 2)) IN (
                    SELECT json_array_elements_text(?::json)
                )
                ORDER BY record.id LIMIT 128
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

    /// Reads place, frame and extra of a record, then chain, counter, header and body of the change at its
    /// place, which are looked at where it has no frame.
    func storedRecord(
        _ row: SQLRow,
        from column: Int
    ) throws(StoreError) -> StoredRecord {
        var frame = row.bytes(column + 1)
        if frame.isEmpty { frame = try unfolded(row, from: column + 3) }
        return StoredRecord(
            frame: frame,
            extra: try row.vector(column + 2),
            sequence: sequence(ofPlace: row.integer(column))
        )
    }
}

// MARK: - Records that one change has made

// Most records are what one change says. It is in the log at the record's place, and what it says is not
// kept twice: the record's frame is left empty.

extension SQLTransaction {
    /// The frame as it is kept: empty where the change that was just logged at its place says it all.
    private func folded(_ record: StoredRecord, at place: Int64) -> [UInt8] {
        guard let appended = known.state.appended, appended.place == place else {
            return record.frame
        }
        let bytes = appended.change.bytes
        let made = RecordState.frame(
            madeBy: Array(bytes.header),
            Array(bytes.body),
            at: appended.change.dot
        )
        return made == record.frame ? [] : record.frame
    }

    /// The frame that follows from a change: its chain, counter, header and body.
    ///
    /// Empty, as no record is, where the change is missing or damaged.
    private func unfolded(_ row: SQLRow, from column: Int) throws(StoreError) -> [UInt8] {
        if row.isNull(column) { return [] }
        let dot = Dot(try replica(ofChain: row.integer(column)), row.word(column + 1))
        let made = RecordState.frame(madeBy: row.bytes(column + 2), row.bytes(column + 3), at: dot)
        return made ?? []
    }

    /// Keeps the frame of the record at `place` whole: the change there is about to lose its content.
    func unfold(recordAt place: Int64) throws(StoreError) {
        let frame = try session.first(
            """
            SELECT chain, n, header, body FROM record JOIN change ON change.place = record.place
            WHERE record.place = ? AND length(frame) = 0
            """,
            place
        ) { (row) throws(StoreError) in try unfolded(row, from: 0) }
        guard let frame else { return }
        try session.run("UPDATE record SET frame = ? WHERE place = ?", frame, place)
    }
}
