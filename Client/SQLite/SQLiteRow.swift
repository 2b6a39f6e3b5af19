import ClientCore
import GRDBSQLite
import Shared

/// The present row of a statement; columns count from 0.
@safe
struct SQLiteRow {
    private let statement: OpaquePointer

    init(_ statement: OpaquePointer) { unsafe self.statement = statement }

    func isNull(_ column: Int32) -> Bool {
        unsafe sqlite3_column_type(statement, column) == SQLITE_NULL
    }

    func integer(_ column: Int32) -> Int64 {
        unsafe sqlite3_column_int64(statement, column)
    }

    /// The bits of an integer column.
    func word(_ column: Int32) -> UInt64 { UInt64(bitPattern: integer(column)) }

    func bytes(_ column: Int32) -> [UInt8] { unsafe [UInt8](blob(column)) }

    /// Sixteen bytes.
    func identifier<ID: SixteenBytes>(_ column: Int32) throws(ReplicaStoreError) -> ID {
        guard let id = unsafe ID(bytes: blob(column)) else {
            throw .corrupted("an identifier has a wrong length")
        }
        return id
    }

    func hash(_ column: Int32) throws(ReplicaStoreError) -> Hash256 {
        guard let hash = unsafe Hash256(bytes: blob(column)) else {
            throw .corrupted("a hash has a wrong length")
        }
        return hash
    }

    /// A vector; NULL is the empty one.
    func vector(_ column: Int32) throws(ReplicaStoreError) -> VersionVector {
        if isNull(column) { return VersionVector() }
        do throws(CBORError) {
            return try VersionVector(bytes: bytes(column))
        } catch {
            throw .corrupted("a version vector cannot be read: \(error.description)")
        }
    }

    private func blob(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = unsafe sqlite3_column_blob(statement, column)
        let count = unsafe sqlite3_column_bytes(statement, column)
        return unsafe UnsafeRawBufferPointer(start: start, count: Int(count))
    }
}
