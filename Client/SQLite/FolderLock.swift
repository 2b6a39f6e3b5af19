package import ClientCore
import Glibc

/// A lock file of a replica's folder, honoured by every process that opens it.
///
/// `flock` belongs to the open file, so that the lock ends with its process, however that ends.
/// Whoever needs several takes them in the order of the names below.
package final class FolderLock: Sendable {
    /// Held during a session with the server: two at once would confuse each other's pages.
    package static let session = "session.lock"
    /// Held by whoever writes to the database or checkpoints, for as long as that takes.
    static let writing = "lock"
    /// Held while a small file is replaced.
    static let replacing = "replacing.lock"

    private let file: Int32

    package init(folder: String, name: String) throws(ReplicaStoreError) {
        let path = "\(folder)/\(name)"
        file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .failed("cannot open \(path): \(systemErrorText())") }
    }

    deinit { close(file) }

    /// Takes the lock, waiting up to `seconds` for others.
    ///
    /// - Throws: `ReplicaStoreError.busy` when somebody still holds it then.
    package func acquire(waitingSeconds seconds: Int = 5) throws(ReplicaStoreError) {
        let deadline = ContinuousClock.now + .seconds(seconds)
        var pause: UInt32 = 500
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw .failed("cannot lock the folder: \(systemErrorText())")
            }
            guard ContinuousClock.now < deadline else { throw .busy }
            usleep(pause)
            pause = min(pause * 2, 20_000)
        }
    }

    package func release() { flock(file, LOCK_UN) }
}

/// What the operating system says of the last call that failed.
func systemErrorText() -> String {
    unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "unknown error"
}
