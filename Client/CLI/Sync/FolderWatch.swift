import Dispatch
import Glibc

/// Tells when a file of a folder has been written to or replaced.
///
/// Source: inotify(7). Where the system has no more of these to give, nothing is ever told: who waits
/// looks by itself now and then as well.
final class FolderWatch {
    private let source: (any DispatchSourceRead)?

    /// Watches a folder until it is let go.
    ///
    /// - Parameters:
    ///   - folder: The folder.
    ///   - onChange: Called after each change or several, on a queue of the system's.
    init(_ folder: String, onChange: @escaping @Sendable () -> Void) {
        let events = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard events >= 0 else {
            source = nil
            return
        }
        guard unsafe inotify_add_watch(events, folder, UInt32(IN_MODIFY | IN_MOVED_TO)) >= 0 else {
            close(events)
            source = nil
            return
        }
        let source = DispatchSource.makeReadSource(fileDescriptor: events, queue: .global())
        source.setEventHandler {
            var buffer = [UInt8](repeating: 0, count: 4096)
            while unsafe read(events, &buffer, buffer.count) > 0 {}
            onChange()
        }
        source.setCancelHandler { close(events) }
        source.resume()
        self.source = source
    }

    deinit { source?.cancel() }
}
