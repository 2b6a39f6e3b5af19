import GRDB
import GRDBSQLite
import ServerCore
import ServerSQL

/// A connection to a database of SQLite's, within a transaction.
final class SQLiteConnection: SQLConnection {
    private let database: Database
    /// Whether a failure leaves open what is on the disk.
    private(set) var endsWriting = false

    init(_ database: Database) { self.database = database }

    var dialect: SQLDialect { .sqlite }

    func statement(_ sql: StaticString) throws(StoreError) -> any SQLStatement {
        do {
            let text = sql.description
            let cached = try database.cachedStatement(sql: text)
            let isBusy = unsafe sqlite3_stmt_busy(cached.sqliteStatement) != 0
            return SQLiteStatement(
                isBusy ? try database.makeStatement(sql: text) : cached,
                of: self
            )
        } catch {
            throw StoreError(error)
        }
    }

    /// What SQLite says of the call that just failed with this code.
    func failure(_ code: Int32) -> StoreError {
        endsWriting = endsWriting || code.endsWriting
        let message = unsafe database.sqliteConnection.map { connection in
            unsafe String(cString: sqlite3_errmsg(connection))
        }
        return StoreError(code: code, message ?? "the database is closed")
    }
}

/// A prepared statement of SQLite's.
@safe
private final class SQLiteStatement: SQLStatement {
    /// Keeps the handle.
    private let statement: Statement
    private let handle: OpaquePointer
    private let connection: SQLiteConnection

    init(_ statement: Statement, of connection: SQLiteConnection) {
        self.statement = statement
        self.connection = connection
        unsafe handle = statement.sqliteStatement
    }

    var isBusy: Bool { unsafe sqlite3_stmt_busy(handle) != 0 }

    func bindNull(at index: Int) throws(StoreError) {
        try check(unsafe sqlite3_bind_null(handle, Int32(index)))
    }

    func bind(_ integer: Int64, at index: Int) throws(StoreError) {
        try check(unsafe sqlite3_bind_int64(handle, Int32(index), integer))
    }

    /// Empty bytes too are bound as a value: SQLite takes a null pointer for NULL.
    func bind(bytes: RawSpan, at index: Int) throws(StoreError) {
        let code = unsafe bytes.withUnsafeBytes { bytes in
            guard unsafe !bytes.isEmpty, let start = bytes.baseAddress else {
                return unsafe sqlite3_bind_zeroblob(handle, Int32(index), 0)
            }
            let count = sqlite3_uint64(bytes.count)
            return unsafe sqlite3_bind_blob64(handle, Int32(index), start, count, transient)
        }
        try check(code)
    }

    func bind(text: RawSpan, at index: Int) throws(StoreError) {
        let code = unsafe text.withUnsafeBytes { text in
            let start = unsafe text.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard unsafe !text.isEmpty, let start = unsafe start else {
                return unsafe sqlite3_bind_text(handle, Int32(index), "", 0, transient)
            }
            let count = sqlite3_uint64(text.count)
            let encoding = UInt8(SQLITE_UTF8)
            return unsafe sqlite3_bind_text64(
                handle,
                Int32(index),
                start,
                count,
                transient,
                encoding
            )
        }
        try check(code)
    }

    func step() throws(StoreError) -> Bool {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw connection.failure(code)
        }
    }

    func execute() throws(StoreError) {
        defer { reset() }
        _ = try step()
    }

    func reset() { unsafe sqlite3_reset(handle) }

    func isNull(_ column: Int) -> Bool {
        unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
    }

    func integer(_ column: Int) -> Int64 {
        unsafe sqlite3_column_int64(handle, Int32(column))
    }

    func bytes(_ column: Int) -> UnsafeRawBufferPointer {
        let start = unsafe sqlite3_column_blob(handle, Int32(column))
        let count = unsafe sqlite3_column_bytes(handle, Int32(column))
        return unsafe UnsafeRawBufferPointer(start: start, count: Int(count))
    }

    private func check(_ code: Int32) throws(StoreError) {
        if code != SQLITE_OK { throw connection.failure(code) }
    }
}

/// Tells SQLite to copy what it is given.
private nonisolated(unsafe) let transient = unsafe unsafeBitCast(
    -1,
    to: sqlite3_destructor_type.self
)
