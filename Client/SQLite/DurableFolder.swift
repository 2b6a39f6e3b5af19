package import ClientCore
import Glibc

/// A folder whose entries survive a power failure once a call has returned.
package struct DurableFolder {
    let path: String

    /// Uses the folder, making it if need be: mode 0700, its name on the disk.
    package init(_ path: String) throws(ReplicaStoreError) {
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
    func createFile(_ name: String) throws(ReplicaStoreError) -> Bool {
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

    /// Replaces a small file: afterwards it is the old one or the new one, whatever fails.
    package func replace(_ name: String, with content: [UInt8]) throws(ReplicaStoreError) {
        try put(name, content, isDurable: true)
    }

    /// Replaces a small file without waiting for the disk: after a power failure it may be anything.
    package func note(_ name: String, _ content: [UInt8]) throws(ReplicaStoreError) {
        try put(name, content, isDurable: false)
    }

    private func put(
        _ name: String,
        _ content: [UInt8],
        isDurable: Bool
    ) throws(ReplicaStoreError) {
        // Another process may be replacing the same file under the same temporary name.
        let lock = try FolderLock(folder: path, name: FolderLock.replacing)
        try lock.acquire()
        defer { lock.release() }
        let temporary = "\(path)/\(name).new"
        let file = unsafe open(
            temporary,
            O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
            0o600
        )
        guard file >= 0 else {
            throw .failed("cannot make \(temporary): \(systemErrorText())")
        }
        var written = 0
        while written < content.count {
            let count = unsafe content.withUnsafeBytes { bytes in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
                return unsafe write(file, rest.baseAddress, rest.count)
            }
            guard count > 0 else { break }
            written += count
        }
        let isSafe = written == content.count && (!isDurable || fsync(file) == 0)
        let reason = systemErrorText()
        guard close(file) == 0, isSafe else {
            throw .failed("cannot write \(temporary): \(reason)")
        }
        guard unsafe rename(temporary, "\(path)/\(name)") == 0 else {
            throw .failed("cannot replace \(path)/\(name): \(systemErrorText())")
        }
        if isDurable { try synchronize() }
    }

    /// The content of a file, at most `bytesMax` bytes of it; nil when there is none.
    package func content(
        of name: String,
        bytesMax: Int = 4096
    ) throws(ReplicaStoreError) -> [UInt8]? {
        let file = unsafe open("\(path)/\(name)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        if file < 0 {
            if errno == ENOENT { return nil }
            throw .failed("cannot open \(path)/\(name): \(systemErrorText())")
        }
        defer { close(file) }
        var content: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while content.count < bytesMax {
            let count = unsafe part.withUnsafeMutableBytes { bytes in
                unsafe read(file, bytes.baseAddress, bytes.count)
            }
            guard count >= 0 else {
                throw .failed("cannot read \(path)/\(name): \(systemErrorText())")
            }
            if count == 0 { break }
            content += part.prefix(min(count, bytesMax - content.count))
        }
        return content
    }

    package static func contains(_ name: String, in path: String) -> Bool {
        unsafe access("\(path)/\(name)", F_OK) == 0
    }

    /// Puts the folder's entries on the disk; SQLite does not notice when that fails.
    func synchronize() throws(ReplicaStoreError) { try Self.synchronize(path) }

    private static func synchronize(_ path: String) throws(ReplicaStoreError) {
        let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .failed("cannot open \(path): \(systemErrorText())") }
        defer { close(folder) }
        guard fsync(folder) == 0 else {
            throw .failed("cannot put \(path) on the disk: \(systemErrorText())")
        }
    }
}
