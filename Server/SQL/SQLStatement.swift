package import ServerCore

/// What differs between the databases in the few statements that cannot be written alike.
package enum SQLDialect: Sendable {
    case sqlite, postgres
}

/// One connection to a database, within a transaction.
package protocol SQLConnection: AnyObject {
    var dialect: SQLDialect { get }

    /// The prepared statement of this text; parameters are written `?1`, `?2` and so on, or `?` each.
    ///
    /// Every call gives a statement that nobody is reading rows of.
    func statement(_ sql: StaticString) throws(StoreError) -> any SQLStatement
}

/// A prepared statement; parameters count from 1, columns from 0.
package protocol SQLStatement: AnyObject {
    /// Whether its rows are being read.
    var isBusy: Bool { get }

    func bindNull(at index: Int) throws(StoreError)
    func bind(_ integer: Int64, at index: Int) throws(StoreError)
    /// Binds a copy of the bytes.
    func bind(bytes: RawSpan, at index: Int) throws(StoreError)
    /// Binds a copy of UTF-8.
    func bind(text: RawSpan, at index: Int) throws(StoreError)

    /// Runs it for what it does; some databases tell of a failure with a later statement only.
    func execute() throws(StoreError)
    /// Goes to the first row, then to the next; false when there is none.
    func step() throws(StoreError) -> Bool
    /// Ends the reading of rows.
    func reset()

    func isNull(_ column: Int) -> Bool
    func integer(_ column: Int) -> Int64
    /// The bytes of a value that is bytes or text, good until the next step.
    func bytes(_ column: Int) -> UnsafeRawBufferPointer
}
