import Glibc
import Shared

/// A device whose client stays and syncs by itself: `caunoi sync --watch`.
final class WatchingReplica {
    private let process: pid_t
    private let lines: Int32
    private var received: [UInt8] = []

    /// Starts it, and waits until its first session is over.
    init(_ replica: Replica) throws {
        // The reader comes first: opening the other end would wait for it.
        let path = replica.home + ".sessions"
        unsafe unlink(path)
        guard unsafe mkfifo(path, 0o600) == 0 else {
            throw BenchmarkFailure("\(path) cannot be made: \(systemText(errno))")
        }
        lines = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        process = try replica.start(["sync", "--watch", "--json"], output: path)
        RunningServers.add(process)
        _ = try session()
    }

    deinit {
        kill(process, SIGTERM)
        var code: Int32 = 0
        while unsafe waitpid(process, &code, 0) == -1, errno == EINTR {}
        RunningServers.remove(process)
        close(lines)
    }

    /// What it has used of the cores so far.
    var coreSeconds: Double { Clock.cores(of: process) ?? 0 }

    /// Waits until it has told of sessions that moved so many changes.
    ///
    /// - Parameters:
    ///   - key: Which count of a session: `pushed` or `pulled`.
    ///   - count: How many in all.
    /// - Throws: ``BenchmarkFailure`` when others move, or nothing for half a minute.
    func wait(for key: String, _ count: Int) throws {
        var moved = 0
        while moved < count { moved += Int(try session()[key]?.integer ?? 0) }
        guard moved == count else { throw BenchmarkFailure("\(moved) were \(key), not \(count)") }
    }

    /// What it says of the next session that moved anything, or of its first.
    private func session() throws -> JSONValue {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(received[..<end])
                received.removeFirst(end + 1)
                return try JSONParser.parse(line)
            }
            var ready = pollfd(fd: lines, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&ready, 1, 30_000) > 0 else {
                throw BenchmarkFailure("caunoi sync --watch says nothing any more")
            }
            var piece = [UInt8](repeating: 0, count: 4096)
            let count = unsafe read(lines, &piece, piece.count)
            guard count > 0 else { throw BenchmarkFailure("caunoi sync --watch has ended") }
            received += piece[..<count]
        }
    }
}
