package import ServerCore
package import Shared

/// What can be bound to a parameter of a statement.
package protocol SQLValue {
    /// Binds a copy; `index` counts from 1.
    func bind(to statement: any SQLStatement, at index: Int) throws(StoreError)
}

extension Int64: SQLValue {
    package func bind(to statement: any SQLStatement, at index: Int) throws(StoreError) {
        try statement.bind(self, at: index)
    }
}

extension UInt64: SQLValue {
    /// Binds the bits: for what is compared for equality only.
    package func bind(to statement: any SQLStatement, at index: Int) throws(StoreError) {
        try statement.bind(Int64(bitPattern: self), at: index)
    }
}

extension Bool: SQLValue {
    package func bind(to statement: any SQLStatement, at index: Int) throws(StoreError) {
        try statement.bind(self ? 1 : 0, at: index)
    }
}

extension Optional: SQLValue where Wrapped: SQLValue {
    package func bind(to statement: any SQLStatement, at index: Int) throws(StoreError) {
        switch self {
        case .some(let value): try value.bind(to: statement, at: index)
        case .none: try statement.bindNull(at: index)
        }
    }
}

extension [UInt8]: SQLValue {
    package func bind(to statement: any SQLStatement, at index: Int) throws(StoreError) {
        try unsafe statement.bind(bytes: span.bytes, at: index)
    }
}

extension ArraySlice<UInt8>: SQLValue {
    package func bind(to statement: any SQLStatement, at index: Int) throws(StoreError) {
        try unsafe statement.bind(bytes: span.bytes, at: index)
    }
}

extension String: SQLValue {
    /// Binds the bytes of its UTF-8 as they are: the database compares and keeps exactly these.
    package func bind(to statement: any SQLStatement, at index: Int) throws(StoreError) {
        try unsafe statement.bind(text: utf8Span.span.bytes, at: index)
    }
}

extension ScopeID: SQLValue {
    package func bind(to statement: any SQLStatement, at index: Int) throws(StoreError) {
        try name.bind(to: statement, at: index)
    }
}

extension Hash256: SQLValue {
    package func bind(to statement: any SQLStatement, at index: Int) throws(StoreError) {
        let stored = (
            words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian
        )
        try unsafe Swift.withUnsafeBytes(of: stored) { (bytes) throws(StoreError) in
            try unsafe statement.bind(bytes: bytes.bytes, at: index)
        }
    }
}

extension SixteenBytes {
    package func bind(to statement: any SQLStatement, at index: Int) throws(StoreError) {
        try unsafe Swift.withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) {
            (bytes) throws(StoreError) in
            try unsafe statement.bind(bytes: bytes.bytes, at: index)
        }
    }
}

extension ReplicaID: SQLValue {}
extension RecordID: SQLValue {}
extension RegisterID: SQLValue {}
extension Epoch: SQLValue {}
