import ClientCore
import Glibc

/// The lock file of a replica's folder, honoured by every process that opens it.
///
/// Held by whoever writes or checkpoints, for as long as that takes. `flock` belongs to the open
/// file, so that the lock ends with its process, however that ends.
final class FolderLock: Sendable {
    private let file: Int32

    init(folder: String) throws(ReplicaStoreError) {
        let path = "\(folder)/lock"
        file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .failed("cannot open \(path): \(systemErrorText())") }
    }

    deinit { close(file) }

    /// Takes the lock, waiting up to `seconds` for others.
    ///
    /// - Throws: `ReplicaStoreError.busy` when somebody still holds it then.
    func acquire(waitingSeconds seconds: Int = 5) throws(ReplicaStoreError) {
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

    func release() { flock(file, LOCK_UN) }
}

/// What the operating system says of the last call that failed.
func systemErrorText() -> String {
    unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "unknown error"
}
