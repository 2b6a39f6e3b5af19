import GRDBSQLite
import Shared

/// What can be bound to a parameter of a statement.
protocol SQLiteValue {
    /// Binds a copy; `index` counts from 1.
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32
}

extension Int64: SQLiteValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        unsafe sqlite3_bind_int64(statement, index, self)
    }
}

extension UInt64: SQLiteValue {
    /// Binds the bits: for what is compared for equality only.
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        unsafe sqlite3_bind_int64(statement, index, Int64(bitPattern: self))
    }
}

extension Bool: SQLiteValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        unsafe sqlite3_bind_int64(statement, index, self ? 1 : 0)
    }
}

extension Optional: SQLiteValue where Wrapped: SQLiteValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        switch self {
        case .some(let value): unsafe value.bind(to: statement, at: index)
        case .none: unsafe sqlite3_bind_null(statement, index)
        }
    }
}

extension [UInt8]: SQLiteValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        unsafe withUnsafeBytes { unsafe bindBlob($0, to: statement, at: index) }
    }
}

extension ArraySlice<UInt8>: SQLiteValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        unsafe withUnsafeBytes { unsafe bindBlob($0, to: statement, at: index) }
    }
}

extension String: SQLiteValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        var text = self
        return text.withUTF8 { text in
            unsafe text.withMemoryRebound(to: CChar.self) { text in
                unsafe sqlite3_bind_text(
                    statement,
                    index,
                    text.baseAddress,
                    Int32(text.count),
                    transient
                )
            }
        }
    }
}

extension ScopeID: SQLiteValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        unsafe name.bind(to: statement, at: index)
    }
}

extension Hash256: SQLiteValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        let stored = (
            words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian
        )
        return unsafe Swift.withUnsafeBytes(of: stored) {
            unsafe bindBlob($0, to: statement, at: index)
        }
    }
}

extension SixteenBytes {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        unsafe Swift.withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) {
            unsafe bindBlob($0, to: statement, at: index)
        }
    }
}

extension ReplicaID: SQLiteValue {}
extension RecordID: SQLiteValue {}
extension Epoch: SQLiteValue {}

/// Tells SQLite to copy what it is given.
private nonisolated(unsafe) let transient = unsafe unsafeBitCast(
    -1,
    to: sqlite3_destructor_type.self
)

/// Empty bytes too are bound as a value: SQLite takes a null pointer for NULL.
private func bindBlob(
    _ bytes: UnsafeRawBufferPointer,
    to statement: OpaquePointer,
    at index: Int32
) -> Int32 {
    guard unsafe !bytes.isEmpty, let start = bytes.baseAddress else {
        return unsafe sqlite3_bind_zeroblob(statement, index, 0)
    }
    return unsafe sqlite3_bind_blob64(
        statement,
        index,
        start,
        sqlite3_uint64(bytes.count),
        transient
    )
}
