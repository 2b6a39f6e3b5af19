import GRDBSQLite
import Shared

/// SQLite without anything around it, as durable as the product's: the limit for what it stores.
@safe final class RawDatabase {
    private let connection: OpaquePointer
    private var insertion: OpaquePointer?

    init(path: String) throws {
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open(path, &opened)
        guard code == SQLITE_OK, let opened = unsafe opened else {
            throw BenchmarkFailure("\(path) cannot be opened: SQLite says \(code)")
        }
        unsafe connection = unsafe opened
        let columns = WorkloadRecord(number: 0).members.map(\.name)
        try run("PRAGMA journal_mode = WAL")
        try run("PRAGMA synchronous = FULL")
        let list = columns.map { $0 == "id" ? "id TEXT PRIMARY KEY" : $0 }.joined(separator: ", ")
        try run("CREATE TABLE record (\(list))")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let sql = "INSERT INTO record VALUES (\(marks))"
        try check(unsafe sqlite3_prepare_v2(connection, sql, -1, &insertion, nil))
    }

    deinit {
        unsafe sqlite3_finalize(insertion)
        unsafe sqlite3_close(connection)
    }

    /// Inserts rows in one durable transaction.
    func insert(_ rows: [RawRow]) throws {
        try run("BEGIN IMMEDIATE")
        for row in rows { try insert(row) }
        try run("COMMIT")
    }

    private func insert(_ row: RawRow) throws {
        for (place, value) in row.values.enumerated() {
            let index = Int32(place) + 1
            switch value {
            case .text(let bytes):
                let code = unsafe bytes.withUnsafeBufferPointer { buffer in
                    unsafe buffer.withMemoryRebound(to: CChar.self) { text in
                        unsafe sqlite3_bind_text(
                            insertion,
                            index,
                            text.baseAddress,
                            Int32(text.count),
                            transient
                        )
                    }
                }
                try check(code)
            case .integer(let number):
                try check(unsafe sqlite3_bind_int64(insertion, index, number))
            }
        }
        let code = unsafe sqlite3_step(insertion)
        unsafe sqlite3_reset(insertion)
        guard code == SQLITE_DONE else { throw failure(code) }
    }

    func run(_ sql: String) throws {
        try check(unsafe sqlite3_exec(connection, sql, nil, nil, nil))
    }

    private func check(_ code: Int32) throws {
        if code != SQLITE_OK { throw failure(code) }
    }

    private func failure(_ code: Int32) -> BenchmarkFailure {
        let text = unsafe String(cString: sqlite3_errmsg(connection))
        return BenchmarkFailure("the plain database failed (\(code)): \(text)")
    }
}

/// Tells SQLite to copy what it is given, as the product does.
private nonisolated(unsafe) let transient = unsafe unsafeBitCast(
    -1,
    to: sqlite3_destructor_type.self
)

/// The size of a database in use: what it would take with its write-ahead log moved into it.
func databaseBytes(_ path: String) throws -> Int {
    var connection: OpaquePointer?
    guard unsafe sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else {
        throw BenchmarkFailure("\(path) cannot be opened")
    }
    defer {
        // Closing the last connection would move the log; others have the file open meanwhile.
        unsafe sqlite3_close(connection)
    }
    func number(_ pragma: String) -> Int {
        var statement: OpaquePointer?
        defer { unsafe sqlite3_finalize(statement) }
        unsafe sqlite3_prepare_v2(connection, "PRAGMA " + pragma, -1, &statement, nil)
        guard unsafe sqlite3_step(statement) == SQLITE_ROW else { return 0 }
        return Int(unsafe sqlite3_column_int64(statement, 0))
    }
    return number("page_count") * number("page_size")
}

/// A record as 20 columns, made before the clock starts.
struct RawRow {
    enum Value {
        case text([UInt8])
        case integer(Int64)
    }

    let values: [Value]

    init(_ record: WorkloadRecord) {
        values = record.members.map { _, value in
            switch value {
            case .string(let text): return .text(Array(text.utf8))
            case .number(let number): return .integer(number.integer ?? 0)
            case .boolean(let value): return .integer(value ? 1 : 0)
            default: return .text(JSONWriter.bytes(value))
            }
        }
    }
}
