package import ServerCore
package import Shared

/// The present row of a statement; columns count from 0.
package struct SQLRow {
    private let statement: any SQLStatement

    init(_ statement: any SQLStatement) { self.statement = statement }

    package func isNull(_ column: Int) -> Bool { statement.isNull(column) }

    package func integer(_ column: Int) -> Int64 { statement.integer(column) }

    package func optionalInteger(_ column: Int) -> Int64? {
        isNull(column) ? nil : integer(column)
    }

    /// The bits of an integer column.
    package func word(_ column: Int) -> UInt64 { UInt64(bitPattern: integer(column)) }

    package func bytes(_ column: Int) -> [UInt8] { unsafe [UInt8](statement.bytes(column)) }

    /// Sixteen bytes.
    package func identifier<ID: SixteenBytes>(_ column: Int) throws(StoreError) -> ID {
        guard let id = unsafe ID(bytes: statement.bytes(column)) else {
            throw .corrupted("an identifier has a wrong length")
        }
        return id
    }

    package func hash(_ column: Int) throws(StoreError) -> Hash256 {
        guard let hash = unsafe Hash256(bytes: statement.bytes(column)) else {
            throw .corrupted("a hash has a wrong length")
        }
        return hash
    }

    /// A vector; NULL is the empty one.
    package func vector(_ column: Int) throws(StoreError) -> VersionVector {
        if isNull(column) { return VersionVector() }
        do throws(CBORError) {
            return try VersionVector(bytes: bytes(column))
        } catch {
            throw .corrupted("a version vector cannot be read: \(error.description)")
        }
    }

    package func text(_ column: Int) -> String { String(decoding: bytes(column), as: UTF8.self) }
}
