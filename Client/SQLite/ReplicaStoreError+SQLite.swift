import ClientCore
import GRDB
import GRDBSQLite

extension ReplicaStoreError {
    /// What a result code of SQLite's means to the caller.
    init(code: Int32, _ message: String) {
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_FULL: self = .full(message)
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT: self = .corrupted(message)
        default: self = .failed("\(message) (SQLite code \(code))")
        }
    }

    /// Any error of a database library's as one of the store's.
    init(_ error: any Error) {
        switch error {
        case let error as ReplicaStoreError: self = error
        case let error as DatabaseError:
            self.init(
                code: error.extendedResultCode.rawValue,
                error.message ?? "the database refused"
            )
        default: self = .failed(String(describing: error))
        }
    }
}

extension Int32 {
    /// Whether a connection that answered with this code must not write any more: what is on the disk
    /// is unknown or damaged.
    var endsWriting: Bool {
        switch self & 0xFF {
        case SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB: true
        default: false
        }
    }
}
