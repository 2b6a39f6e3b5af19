import CPostgres

/// An answer of PostgreSQL's: rows, or what was done.
@safe
final class PostgresResult {
    private let handle: OpaquePointer
    let rowCount: Int

    init(_ handle: OpaquePointer) {
        unsafe self.handle = handle
        rowCount = unsafe Int(PQntuples(handle))
    }

    deinit { unsafe PQclear(handle) }

    /// What was done: `COMMIT`, `INSERT 0 1`.
    var tag: String { unsafe PQcmdStatus(handle).map { unsafe String(cString: $0) } ?? "" }

    var isEndOfPipeline: Bool { unsafe PQresultStatus(handle) == PGRES_PIPELINE_SYNC }

    var isCopy: Bool {
        let status = unsafe PQresultStatus(handle)
        return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH
    }

    /// Nil for an answer that is none of an error.
    var failure: PostgresFailure? {
        switch unsafe PQresultStatus(handle) {
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_PIPELINE_ABORTED:
            let code = field("C")
            let text = field("M")
            // An error without a code is libpq's own: the connection broke.
            guard let code else { return .lost(text ?? "it broke") }
            return .answer(code, text ?? "the database refused")
        default: return nil
        }
    }

    private func field(_ name: Unicode.Scalar) -> String? {
        unsafe PQresultErrorField(handle, Int32(name.value)).map { unsafe String(cString: $0) }
    }

    func isNull(_ row: Int, _ column: Int) -> Bool {
        unsafe PQgetisnull(handle, Int32(row), Int32(column)) == 1
    }

    func bytes(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer {
        let start = unsafe PQgetvalue(handle, Int32(row), Int32(column))
        let count = unsafe PQgetlength(handle, Int32(row), Int32(column))
        return unsafe UnsafeRawBufferPointer(start: start, count: Int(count))
    }

    func text(_ row: Int, _ column: Int) -> String {
        unsafe String(decoding: bytes(row, column), as: UTF8.self)
    }

    /// An integer or a truth value in its binary form, of any length.
    func integer(_ row: Int, _ column: Int) -> Int64 {
        let bytes = unsafe bytes(row, column)
        var value: Int64 = unsafe (bytes.first ?? 0) < 0x80 ? 0 : -1
        for index in 0..<min(bytes.count, 8) { value = unsafe value << 8 | Int64(bytes[index]) }
        return value
    }
}
