import Glibc
import ServerCore

/// A folder whose entries survive a power failure once a call has returned.
struct DurableFolder {
    let path: String

    /// Uses the folder, making it if need be: mode 0700, its name on the disk.
    init(_ path: String) throws(StoreError) {
        self.path = path
        if unsafe mkdir(path, 0o700) == 0 {
            let parent = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) }
            try Self.synchronize(parent.map { $0.utf8.isEmpty ? "/" : $0 } ?? ".")
        } else if errno != EEXIST {
            throw .failed("cannot make the folder \(path): \(systemErrorText())")
        }
    }

    /// Makes an empty file of mode 0600; SQLite gives the same mode to the files beside it.
    ///
    /// - Returns: false when there is a file already; it is not touched.
    func createFile(_ name: String) throws(StoreError) -> Bool {
        let file = unsafe open(
            "\(path)/\(name)",
            O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
            0o600
        )
        if file < 0 {
            if errno == EEXIST { return false }
            throw .failed("cannot make \(path)/\(name): \(systemErrorText())")
        }
        close(file)
        return true
    }

    /// Puts the folder's entries on the disk; SQLite does not notice when that fails.
    func synchronize() throws(StoreError) { try Self.synchronize(path) }

    private static func synchronize(_ path: String) throws(StoreError) {
        let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .failed("cannot open \(path): \(systemErrorText())") }
        defer { close(folder) }
        guard fsync(folder) == 0 else {
            throw .failed("cannot put \(path) on the disk: \(systemErrorText())")
        }
    }
}
