import Foundation
import Glibc

/// One of the built programs.
package struct Program: Sendable {
    let path: String

    /// The program called `name` in `CAUNOI_BIN`, or beside this one.
    ///
    /// - Throws: ``BenchmarkFailure`` when it has not been built.
    package init(named name: String) throws {
        let environment = ProcessInfo.processInfo.environment
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder =
            environment["CAUNOI_BIN"]
            ?? URL(fileURLWithPath: own ?? ".").deletingLastPathComponent().path
        path = folder + "/" + name
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw BenchmarkFailure(
                "the program \(name) is not in \(folder)",
                hint:
                    "scripts/bench builds all there is; or: swift build -c release --product \(name)"
            )
        }
    }

    /// How a run ended.
    struct Outcome {
        /// The exit status; 128 and the signal's number when a signal ended it.
        let status: Int32
        let output: [UInt8]
        let errors: String
        let cost: Cost
        /// The most memory that it held, in bytes.
        let peakBytes: Int
    }

    /// Runs the program to its end.
    func run(_ arguments: [String], home: String? = nil, in folder: String) throws -> Outcome {
        let output = folder + "/output"
        let errors = folder + "/errors"
        let start = Clock.wall
        let process = try spawn(arguments, home: home, output: output, errors: errors)
        var code: Int32 = 0
        var usage = rusage()
        while unsafe wait4(process, &code, 0, &usage) != process {
            guard errno == EINTR else { throw BenchmarkFailure("waiting for \(path) failed") }
        }
        let seconds = Clock.wall - start
        let signal = code & 0x7F
        return Outcome(
            status: signal == 0 ? (code >> 8) & 0xFF : 128 + signal,
            output: Array(FileManager.default.contents(atPath: output) ?? Data()),
            errors: String(
                decoding: FileManager.default.contents(atPath: errors) ?? Data(),
                as: UTF8.self
            ),
            cost: Cost(
                seconds: seconds,
                coreSeconds: usage.ru_utime.seconds + usage.ru_stime.seconds
            ),
            peakBytes: usage.ru_maxrss * 1024
        )
    }

    /// Starts the program with its output in files; whoever starts it also waits for its end.
    func spawn(
        _ arguments: [String],
        home: String? = nil,
        output: String,
        errors: String
    ) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0o600)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, errors, flags, 0o600)
        var environment = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("CAUNOI_")
        }
        environment["CAUNOI_LANG"] = "en"
        environment["NO_COLOR"] = "1"
        if let home { environment["CAUNOI_HOME"] = home }
        var words = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
        var settings = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer { unsafe (words + settings).forEach { unsafe free($0) } }
        var process: pid_t = 0
        let code = unsafe posix_spawn(&process, path, &actions, nil, &words, &settings)
        guard code == 0 else {
            throw BenchmarkFailure("\(path) cannot be started: \(systemText(code))")
        }
        return process
    }
}

extension timeval {
    var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}

/// What the system says about an error number.
func systemText(_ code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}
