package import ServerCore

/// One transaction's use of a connection: prepared statements, found by where their text stands.
///
/// The text is a `StaticString`, so that nothing can be interpolated into it.
package final class SQLSession {
    private let connection: any SQLConnection
    private var statements: [UInt: any SQLStatement] = [:]
    /// The first failure after which nothing may be committed.
    package private(set) var failure: StoreError?

    package init(_ connection: any SQLConnection) { self.connection = connection }

    package var dialect: SQLDialect { connection.dialect }

    /// Runs a statement for what it does; some databases tell of a failure with a later statement only.
    package func run<each Value: SQLValue>(
        _ sql: StaticString,
        _ values: repeat each Value
    ) throws(StoreError) {
        try noting { () throws(StoreError) in
            try bound(sql, repeat each values).execute()
        }
    }

    /// Runs a statement with as many values as it has parameters, as ``run(_:_:)-(_,each)`` does.
    func run(_ sql: StaticString, values: [some SQLValue]) throws(StoreError) {
        try noting { () throws(StoreError) in
            let statement = try prepared(sql)
            for (index, value) in values.enumerated() {
                try value.bind(to: statement, at: index + 1)
            }
            try statement.execute()
        }
    }

    /// Reads the first row; nil when there is none.
    package func first<Result, each Value: SQLValue>(
        _ sql: StaticString,
        _ values: repeat each Value,
        read: (SQLRow) throws(StoreError) -> Result
    ) throws(StoreError) -> Result? {
        var result: Result?
        try forEach(sql, repeat each values) { (row) throws(StoreError) in
            result = try read(row)
            return false
        }
        return result
    }

    /// Visits rows until `visit` answers false; some databases hold all of them meanwhile.
    func forEach<each Value: SQLValue>(
        _ sql: StaticString,
        _ values: repeat each Value,
        visit: (SQLRow) throws(StoreError) -> Bool
    ) throws(StoreError) {
        let statement = try noting { () throws(StoreError) in
            try bound(sql, repeat each values)
        }
        defer { statement.reset() }
        while try noting({ () throws(StoreError) in try statement.step() }) {
            guard try visit(SQLRow(statement)) else { return }
        }
    }

    /// Every row as a value.
    func all<Element, each Value: SQLValue>(
        _ sql: StaticString,
        _ values: repeat each Value,
        read: (SQLRow) throws(StoreError) -> Element
    ) throws(StoreError) -> [Element] {
        var result: [Element] = []
        try forEach(sql, repeat each values) { (row) throws(StoreError) in
            result.append(try read(row))
            return true
        }
        return result
    }

    private func bound<each Value: SQLValue>(
        _ sql: StaticString,
        _ values: repeat each Value
    ) throws(StoreError) -> any SQLStatement {
        let statement = try prepared(sql)
        var index = 0
        for value in repeat each values {
            index += 1
            try value.bind(to: statement, at: index)
        }
        return statement
    }

    private func prepared(_ sql: StaticString) throws(StoreError) -> any SQLStatement {
        if let failure { throw failure }
        let place = unsafe UInt(bitPattern: sql.utf8Start)
        // A statement whose rows are being visited is not disturbed by a second use.
        if let statement = statements[place], !statement.isBusy { return statement }
        let statement = try connection.statement(sql)
        statements[place] = statement
        return statement
    }

    private func noting<Result>(
        _ body: () throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        do {
            return try body()
        } catch {
            failure = failure ?? error
            throw error
        }
    }
}
