import Foundation
import Glibc
import Shared

/// One of the built programs.
struct Program: Sendable {
    /// The file that is run, and what comes before its arguments.
    private let path: String
    private let prefix: [String]

    static let client = Program(named: "caunoi")
    static let server = Program(named: "caunoi-server")

    /// The program of this name in `CAUNOI_BIN`, or beside the tests.
    init(named name: String) {
        path = Self.folder + "/" + name
        prefix = []
    }

    /// A program of the machine.
    static func tool(_ path: String) -> Program { Program(path: path, prefix: []) }

    private init(path: String, prefix: [String]) {
        self.path = path
        self.prefix = prefix
    }

    /// Where the programs were built.
    private static let folder: String = {
        if let folder = ProcessInfo.processInfo.environment["CAUNOI_BIN"] { return folder }
        let manager = FileManager.default
        let own = (try? manager.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        var folders = [own, Bundle.main.bundlePath, CommandLine.arguments.first ?? ""]
            .map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
        folders += folders.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
        return folders.first { manager.isExecutableFile(atPath: $0 + "/caunoi") } ?? "/nowhere"
    }()

    /// How a program ended, and what it said.
    struct Outcome: Sendable {
        /// The exit status; 128 and the signal's number when a signal ended it.
        let status: Int32
        /// Whether it was killed because it took too long.
        let isOverdue: Bool
        let output: String
        let errors: String

        /// Standard output as one JSON document; nil when it is none.
        var json: JSONValue? { try? JSONParser.parse(Array(output.utf8)) }
    }

    /// Runs the program to its end; it is killed after `deadline`.
    func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        deadline: Duration = .seconds(180)
    ) async throws -> Outcome {
        let child = try start(arguments, environment: environment)
        let end = try await child.end(within: deadline)
        if end == nil { await child.kill() }
        defer { child.removeFiles() }
        return Outcome(
            status: end ?? 128 + SIGKILL,
            isOverdue: end == nil,
            output: child.output,
            errors: child.errors
        )
    }

    /// Starts the program; whoever starts it also ends it.
    func start(
        _ arguments: [String],
        environment: [String: String] = [:]
    ) throws -> ChildProcess {
        try ChildProcess(path, prefix + arguments, environment)
    }
}

// MARK: - Words of a shell

extension Program {
    /// The same program with at most `limit` open files, unless it may ask for more.
    func withOpenFiles(_ limit: Int, isFinal: Bool = true) -> Program {
        let limit = "ulimit -\(isFinal ? "" : "S")n \(limit)"
        return Program(path: "/bin/bash", prefix: ["-c", "\(limit); exec \"$0\" \"$@\"", path])
    }

    /// The same program, run in `folder` with arguments in the syntax of a shell: bytes that are no
    /// text, and redirections.
    func inShell(_ words: String, in folder: String) -> Program {
        Program(
            path: "/bin/bash",
            prefix: ["-c", "cd \"$1\" && exec \"$0\" \(words)", path, folder]
        )
    }
}

// MARK: - Other clocks

extension Program {
    /// Whether the program `faketime` is installed.
    static let hasOtherClocks = faketime != nil

    private static let faketime = ["/usr/bin/faketime", "/usr/local/bin/faketime"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// The same program, for which it is another time: `+3d`, or `@1970-01-01 00:00:00`.
    ///
    /// `faketime` names what it shares with the program after its own process number, leaves it behind when
    /// it is killed, and fails where it is there already: what an earlier process left is removed first.
    func at(_ clock: String?) -> Program {
        guard let clock, let faketime = Self.faketime else { return self }
        let shared = "/dev/shm/sem.faketime_sem_$$ /dev/shm/faketime_shm_$$"
        let start = "rm -f \(shared); exec \"$0\" \"$@\""
        return Program(path: "/bin/bash", prefix: ["-c", start, faketime, "-f", clock, path])
    }
}
