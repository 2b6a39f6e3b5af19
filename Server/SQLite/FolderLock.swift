import Glibc
package import ServerCore

/// A lock file in the server's folder, honoured by every process that opens it.
///
/// `flock` belongs to the open file, so that the lock ends with its process, however that ends.
package final class FolderLock: Sendable {
    package enum Mode: Hashable, Sendable {
        /// Held beside other shared holders.
        case shared
        /// Held alone.
        case exclusive
    }

    /// Held by whoever writes or checkpoints, for as long as that takes.
    package static let writing = "lock"
    /// Held shared by a server at work, and alone by whoever replaces its data.
    package static let serving = "serving"

    private let file: Int32

    /// Opens the file `name`, which is ``writing`` or ``serving``, and makes it if need be.
    package init(folder: String, name: String) throws(StoreError) {
        let path = "\(folder)/\(name)"
        file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .failed("cannot open \(path): \(systemErrorText())") }
    }

    deinit { close(file) }

    /// Takes the lock, waiting up to `seconds` for others.
    ///
    /// - Throws: `StoreError.busy` when somebody still holds it then.
    package func acquire(_ mode: Mode, waitingSeconds seconds: Int = 5) throws(StoreError) {
        let operation = (mode == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB
        let deadline = ContinuousClock.now + .seconds(seconds)
        var pause: UInt32 = 500
        while flock(file, operation) != 0 {
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
