import Foundation
import Glibc

/// A program that runs on its own, with its output in files: nothing it prints can hold it up.
///
/// It is started with default signals and none blocked, whatever thread starts it, in a process group
/// of its own, and killed at the latest when this is released.
final class ChildProcess {
    private let process: pid_t
    private let folder: String
    private var status: Int32?

    init(_ path: String, _ arguments: [String], _ environment: [String: String]) throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("caunoi-test-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        folder = url.path
        process = try Self.spawn(path, arguments, Self.complete(environment), folder)
    }

    deinit {
        if status == nil {
            Glibc.kill(-process, SIGKILL)
            var ignored: Int32 = 0
            unsafe waitpid(process, &ignored, 0)
        }
        try? FileManager.default.removeItem(atPath: folder)
    }
}

// MARK: - Its end

extension ChildProcess {
    /// The exit status, 128 and the signal's number after a signal; nil when it still runs then.
    func end(within limit: Duration) async throws -> Int32? {
        let deadline = ContinuousClock.now + limit
        while true {
            if let status = poll() { return status }
            if ContinuousClock.now >= deadline { return nil }
            try await Task.sleep(for: .milliseconds(4))
        }
    }

    var isRunning: Bool { poll() == nil }

    func signal(_ number: Int32) { if isRunning { Glibc.kill(-process, number) } }

    /// Ends it at once and waits for that.
    func kill() async {
        signal(SIGKILL)
        while isRunning { try? await Task.sleep(for: .milliseconds(2)) }
    }

    func removeFiles() { try? FileManager.default.removeItem(atPath: folder) }

    private func poll() -> Int32? {
        if let status { return status }
        var code: Int32 = 0
        guard unsafe waitpid(process, &code, WNOHANG) == process else { return nil }
        let signal = code & 0x7F
        status = signal == 0 ? (code >> 8) & 0xFF : 128 + signal
        return status
    }
}

// MARK: - What it says

extension ChildProcess {
    var output: String { text(of: "output") }
    var errors: String { text(of: "errors") }

    private func text(of name: String) -> String {
        let data = FileManager.default.contents(atPath: folder + "/" + name) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }
}

// MARK: - Starting

extension ChildProcess {
    /// The environment of the tests without this project's settings, and with what makes output the
    /// same everywhere.
    private static func complete(_ given: [String: String]) -> [String: String] {
        var result = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("CAUNOI_") }
        result["CAUNOI_LANG"] = "en"
        result["LC_ALL"] = "C.UTF-8"
        result["TZ"] = "UTC"
        result["NO_COLOR"] = "1"
        result["XDG_DATA_HOME"] = "/nowhere"
        result.merge(given) { _, new in new }
        return result
    }

    private static func spawn(
        _ path: String,
        _ arguments: [String],
        _ environment: [String: String],
        _ folder: String
    ) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        let files =
            [("/dev/null", O_RDONLY), (folder + "/output", O_WRONLY | O_CREAT)]
            + [(folder + "/errors", O_WRONLY | O_CREAT)]
        for (descriptor, file) in files.enumerated() {
            unsafe posix_spawn_file_actions_addopen(
                &actions,
                Int32(descriptor),
                file.0,
                file.1,
                0o600
            )
        }

        var words = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
        var settings = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer { unsafe (words + settings).forEach { unsafe free($0) } }
        var process: pid_t = 0
        let code = unsafe posix_spawn(&process, path, &actions, &attributes, &words, &settings)
        guard code == 0 else { throw CannotStart(path: path, code: code) }
        return process
    }

    /// A program that is not there, or cannot be run.
    struct CannotStart: Error {
        let path: String
        /// The system's number for the reason.
        let code: Int32
    }
}
