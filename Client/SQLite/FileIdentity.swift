import Glibc

/// Which file a name stands for: one that is replaced becomes another.
package struct FileIdentity: Equatable, Sendable {
    private let device: UInt64
    private let number: UInt64
    /// When it was last written to, in seconds and nanoseconds; nil where that does not matter.
    private let written: [Int]?

    /// The file of that name; nil where there is none.
    ///
    /// - Parameters:
    ///   - path: Its name.
    ///   - asWritten: Whether it counts as another one when it has been written to.
    package init?(of path: String, asWritten: Bool) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
        written = asWritten ? [status.st_mtim.tv_sec, status.st_mtim.tv_nsec] : nil
    }
}
