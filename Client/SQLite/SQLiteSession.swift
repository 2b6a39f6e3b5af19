import ClientCore
import GRDB
import GRDBSQLite

/// One transaction's use of a connection: prepared statements, found by where their text stands.
///
/// The text is a `StaticString`, so that nothing can be interpolated into it.
final class SQLiteSession {
    private let database: Database
    private var statements: [UInt: Statement] = [:]
    /// The first failure after which nothing may be committed.
    private(set) var failure: ReplicaStoreError?
    /// Whether that failure leaves open what is on the disk.
    private(set) var endsWriting = false

    init(_ database: Database) { self.database = database }

    /// Runs a statement that gives no rows.
    func run<each Value: SQLiteValue>(
        _ sql: StaticString,
        _ values: repeat each Value
    ) throws(ReplicaStoreError) {
        let statement = try prepared(sql)
        let handle = unsafe statement.sqliteStatement
        var index: Int32 = 0
        for value in repeat each values {
            index += 1
            try check(unsafe value.bind(to: handle, at: index))
        }
        let code = unsafe sqlite3_step(handle)
        unsafe sqlite3_reset(handle)
        guard code == SQLITE_DONE else { throw fail(code) }
    }

    /// Reads the first row; nil when there is none.
    func first<Result, each Value: SQLiteValue>(
        _ sql: StaticString,
        _ values: repeat each Value,
        read: (SQLiteRow) throws(ReplicaStoreError) -> Result
    ) throws(ReplicaStoreError) -> Result? {
        let statement = try prepared(sql)
        let handle = unsafe statement.sqliteStatement
        var index: Int32 = 0
        for value in repeat each values {
            index += 1
            try check(unsafe value.bind(to: handle, at: index))
        }
        defer { unsafe sqlite3_reset(handle) }
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return try read(unsafe SQLiteRow(handle))
        case SQLITE_DONE: return nil
        case let code: throw fail(code)
        }
    }

    /// Visits rows until `visit` answers false.
    func forEach<each Value: SQLiteValue>(
        _ sql: StaticString,
        _ values: repeat each Value,
        visit: (SQLiteRow) throws(ReplicaStoreError) -> Bool
    ) throws(ReplicaStoreError) {
        let statement = try prepared(sql)
        let handle = unsafe statement.sqliteStatement
        var index: Int32 = 0
        for value in repeat each values {
            index += 1
            try check(unsafe value.bind(to: handle, at: index))
        }
        defer {
            unsafe sqlite3_reset(handle)
            withExtendedLifetime(statement) {}
        }
        while true {
            switch unsafe sqlite3_step(handle) {
            case SQLITE_ROW: guard try visit(unsafe SQLiteRow(handle)) else { return }
            case SQLITE_DONE: return
            case let code: throw fail(code)
            }
        }
    }

    /// Every row as a value.
    func all<Element, each Value: SQLiteValue>(
        _ sql: StaticString,
        _ values: repeat each Value,
        read: (SQLiteRow) throws(ReplicaStoreError) -> Element
    ) throws(ReplicaStoreError) -> [Element] {
        var result: [Element] = []
        try forEach(sql, repeat each values) { (row) throws(ReplicaStoreError) in
            result.append(try read(row))
            return true
        }
        return result
    }

    /// The row id of the last insertion.
    var insertedRow: Int64 { database.lastInsertedRowID }

    /// How many rows the last statement inserted, updated or deleted.
    var changedRows: Int { database.changesCount }

    private func prepared(_ sql: StaticString) throws(ReplicaStoreError) -> Statement {
        if let failure { throw failure }
        let place = unsafe UInt(bitPattern: sql.utf8Start)
        if let statement = statements[place] {
            // A statement whose rows are being visited is not disturbed by a second use.
            if unsafe sqlite3_stmt_busy(statement.sqliteStatement) == 0 { return statement }
            return try prepare { try database.makeStatement(sql: sql.description) }
        }
        let statement = try prepare { try database.cachedStatement(sql: sql.description) }
        statements[place] = statement
        return statement
    }

    private func prepare(_ make: () throws -> Statement) throws(ReplicaStoreError) -> Statement {
        do {
            return try make()
        } catch {
            failure = ReplicaStoreError(error)
            throw ReplicaStoreError(error)
        }
    }

    private func check(_ code: Int32) throws(ReplicaStoreError) {
        if code != SQLITE_OK { throw fail(code) }
    }

    private func fail(_ code: Int32) -> ReplicaStoreError {
        let message = unsafe database.sqliteConnection.map { connection in
            unsafe String(cString: sqlite3_errmsg(connection))
        }
        let error = ReplicaStoreError(code: code, message ?? "the database is closed")
        failure = failure ?? error
        endsWriting = endsWriting || code.endsWriting
        return error
    }
}
