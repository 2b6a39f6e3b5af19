import GRDB
import Glibc
package import ServerCore

// Copies of the database: how they are made, checked, and put in its place.

extension SQLiteServerStore {
    /// Writes a consistent copy into `file`, while others may go on writing to the database.
    ///
    /// The copy is checked before it takes the name; a file of that name is then replaced. The folder
    /// must be open by ``open(folder:)`` meanwhile, so that this is not its last connection.
    ///
    /// - Returns: The copy's size in bytes.
    /// - Throws: `StoreError.failed` also where `file` is one of the register's own.
    package static func copy(folder: String, to file: String) throws(StoreError) -> Int64 {
        guard !isOwn(file, in: folder) else {
            throw .failed("\(file) belongs to the register itself")
        }
        let partial = "\(file).partial"
        unsafe unlink(partial)
        do {
            // A file of our own making: the mode is ours, and nobody reads it before it is whole.
            let queue = try DatabaseQueue(path: "\(folder)/\(fileName)")
            try queue.inDatabase { database in
                try database.execute(sql: "VACUUM INTO ?", arguments: [partial])
            }
            try queue.close()
        } catch {
            unsafe unlink(partial)
            throw StoreError(error)
        }
        do throws(StoreError) {
            guard unsafe chmod(partial, 0o600) == 0 else { throw systemFailure("protect", partial) }
            let problems = try problems(of: partial)
            guard problems.isEmpty else {
                throw .corrupted("the copy is damaged: \(problems[0])")
            }
            try synchronize(partial)
            guard unsafe rename(partial, file) == 0 else { throw systemFailure("name", file) }
            try synchronize(parent(of: file))
        } catch {
            unsafe unlink(partial)
            throw error
        }
        return size(of: file)
    }

    /// Whether `file` is, or would be, one of those that the register in `folder` consists of.
    package static func isOwn(_ file: String, in folder: String) -> Bool {
        // Whoever writes leaves out the slashes at the end.
        var file = file
        while file.utf8.count > 1, file.utf8.last == UInt8(ascii: "/") {
            file.unicodeScalars.removeLast()
        }
        let name = file.split(separator: "/").last.map { String($0) } ?? ""
        let own = [fileName, FolderLock.writing, FolderLock.serving]
        let isInFolder = identity(parent(of: file)) == identity(folder)
        if isInFolder, name.utf8.starts(with: fileName.utf8) || own.contains(name) { return true }
        guard let target = identity(file) else { return false }
        return own.contains { identity("\(folder)/\($0)") == target }
    }

    /// What tells a file or folder from all others, whatever it is called; nil where there is none.
    private static func identity(_ path: String) -> [UInt64]? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return [UInt64(status.st_dev), UInt64(status.st_ino)]
    }

    package func integrityProblems() throws(StoreError) -> [String] {
        try Self.problems(of: "\(folder)/\(Self.fileName)")
    }

    package func size() -> (database: Int64, log: Int64) {
        let file = "\(folder)/\(Self.fileName)"
        return (Self.size(of: file), Self.size(of: file + "-wal"))
    }

    /// Whether a file that is there, and is not empty, begins as no database does.
    package static func isForeign(_ file: String) -> Bool {
        let head = head(of: file)
        return !head.isEmpty && !head.starts(with: magic)
    }

    /// How every database begins.
    private static let magic = Array("SQLite format 3\0".utf8)

    /// The beginning of a file as far as it tells whose database it is; less of a shorter one, nothing of one
    /// that cannot be read.
    private static func head(of file: String) -> [UInt8] {
        let source = unsafe Glibc.open(file, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { return [] }
        defer { Glibc.close(source) }
        return unsafe [UInt8](unsafeUninitializedCapacity: 72) { buffer, count in
            unsafe count = max(0, Glibc.read(source, buffer.baseAddress, buffer.count))
        }
    }

    /// Whether a file that is there has nothing in it.
    package static func isEmpty(_ file: String) -> Bool { size(of: file) == 0 }

    private static func size(of file: String) -> Int64 {
        var status = stat()
        return unsafe stat(file, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Makes the folder where there is none, so that it outlives a power failure.
    package static func makeFolder(_ folder: String) throws(StoreError) {
        _ = try DurableFolder(folder)
    }

    /// What the name of a database that was set aside begins with; the suffix follows.
    package static let movedPrefix = "\(fileName).moved-"

    /// Takes the closed database of `folder` out of use under another name.
    ///
    /// The caller holds ``FolderLock/serving`` alone.
    ///
    /// - Returns: Where it is kept.
    package static func setAside(folder: String, suffix: String) throws(StoreError) -> String {
        let kept = "\(folder)/\(movedPrefix)\(suffix)"
        // The database first: what is left without it passes for no register.
        for part in ["", "-wal", "-shm"] {
            let file = "\(folder)/\(fileName)\(part)"
            guard unsafe access(file, F_OK) == 0 else { continue }
            guard unsafe rename(file, kept + part) == 0 else { throw systemFailure("move", file) }
        }
        try synchronize(folder)
        return kept
    }

    /// Puts a copy of `file` into the new folder `staging`, where it can be opened.
    ///
    /// - Throws: `StoreError.corrupted` for a file that is damaged or no server's database.
    package static func stage(_ file: String, in staging: String) throws(StoreError) {
        _ = try DurableFolder(staging)
        let target = "\(staging)/\(fileName)"
        try duplicate(file, as: target)
        let problems = try problems(of: target)
        guard problems.isEmpty else {
            throw .corrupted("the backup is damaged: \(problems[0])")
        }
    }

    /// Puts the closed database of `staging` in the place of the one in `folder`, which is moved into
    /// the new folder `kept` with all that belongs to it.
    ///
    /// The caller holds ``FolderLock/serving`` alone, and nobody has the database open.
    ///
    /// - Returns: Whether there was one to be kept.
    package static func replace(
        folder: String,
        by staging: String,
        keepingIn kept: String
    ) throws(StoreError) -> Bool {
        let lock = try FolderLock(folder: folder, name: FolderLock.writing)
        try lock.acquire(.exclusive)
        defer { lock.release() }
        guard size(of: "\(staging)/\(fileName)-wal") == 0 else {
            throw .failed("the copy in \(staging) has not been closed")
        }
        let names = [fileName, fileName + "-wal", fileName + "-shm"]
        let present = names.filter { unsafe access("\(folder)/\($0)", F_OK) == 0 }
        if !present.isEmpty {
            _ = try DurableFolder(kept)
            // The database first: what is left without it passes for no register.
            for name in present {
                guard unsafe rename("\(folder)/\(name)", "\(kept)/\(name)") == 0 else {
                    throw systemFailure("move", "\(folder)/\(name)")
                }
            }
            try synchronize(kept)
        }
        guard unsafe rename("\(staging)/\(fileName)", "\(folder)/\(fileName)") == 0 else {
            throw systemFailure("move", "\(staging)/\(fileName)")
        }
        try synchronize(folder)
        return !present.isEmpty
    }

    /// Whether a file is a server's database, as far as its first page tells.
    ///
    /// For files that nobody has open: of others it may stand in their log.
    package static func isDatabase(_ file: String) -> Bool {
        let head = head(of: file)
        guard head.count == 72, head.starts(with: magic) else { return false }
        // Where the format keeps what PRAGMA application_id sets, the highest byte first.
        let application = head[68...].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return application == ServerSchema.applicationID
    }

    private static func problems(of file: String) throws(StoreError) -> [String] {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: file, configuration: configuration)
            let lines = try queue.read { database in
                let application = try Int64.fetchOne(database, sql: "PRAGMA application_id")
                guard application == ServerSchema.applicationID else {
                    throw StoreError.corrupted("the file is not a server's database")
                }
                return try String.fetchAll(database, sql: "PRAGMA integrity_check(100)")
            }
            try queue.close()
            return lines.filter { $0 != "ok" }
        } catch {
            throw StoreError(error)
        }
    }

    /// Copies the bytes of a file into a new one of mode 0600, and onto the disk.
    private static func duplicate(_ file: String, as target: String) throws(StoreError) {
        let source = unsafe Glibc.open(file, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw systemFailure("open", file) }
        defer { Glibc.close(source) }
        let copy = unsafe Glibc.open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard copy >= 0 else { throw systemFailure("make", target) }
        defer { Glibc.close(copy) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe Glibc.read(source, bytes.baseAddress, bytes.count)
            }
            if count == 0 { break }
            guard count > 0 else { throw systemFailure("read", file) }
            let written = unsafe buffer.withUnsafeBytes { bytes in
                unsafe write(all: bytes.prefix(count), to: copy)
            }
            guard written else { throw systemFailure("write", target) }
        }
        guard fsync(copy) == 0 else { throw systemFailure("write", target) }
    }

    private static func write(all bytes: Slice<UnsafeRawBufferPointer>, to file: Int32) -> Bool {
        var rest = unsafe UnsafeRawBufferPointer(rebasing: bytes)
        while unsafe !rest.isEmpty {
            let count = unsafe Glibc.write(file, rest.baseAddress, rest.count)
            guard count > 0 else { return false }
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
        return true
    }

    private static func synchronize(_ path: String) throws(StoreError) {
        let file = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw systemFailure("open", path) }
        defer { Glibc.close(file) }
        guard fsync(file) == 0 else { throw systemFailure("put on the disk", path) }
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func systemFailure(_ act: String, _ path: String) -> StoreError {
        .failed("could not \(act) \(path): \(systemErrorText())")
    }
}
