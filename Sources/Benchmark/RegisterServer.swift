import Foundation
import Glibc
import Shared
import Synchronization

/// A fresh register, served by the built program on free ports of this machine.
final class RegisterServer {
    let folder: String
    /// Where each process listens.
    private(set) var urls: [String] = []
    private let program: Program
    private var processes: [pid_t] = []
    /// The options that name the register.
    private let place: [String]

    private var data: String { folder + "/register" }

    /// Makes a register in a folder, or in a database of PostgreSQL's, and serves it.
    init(
        in folder: String,
        _ program: Program,
        database: String? = nil,
        processes: Int = 1
    ) throws {
        self.folder = folder
        self.program = program
        // Another name in each run: what a database holds outlives them.
        let name = "bench_\(UInt64.random(in: .min ... .max))"
        place =
            database.map { ["--database", $0, "--register", name] }
            ?? ["--data", folder + "/register"]
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        let schema = folder + "/schema.json"
        guard
            FileManager.default.createFile(
                atPath: schema,
                contents: Data(WorkloadSchema.document)
            )
        else { throw BenchmarkFailure("\(schema) cannot be written") }
        try administer("init", "--name", "Orders", "--schema", schema)
        for number in 0..<processes { try serve(number) }
    }

    deinit { stop() }

    var url: String { urls.first ?? "" }

    /// The ports that are listened on.
    var ports: [UInt16] {
        urls.map { $0.split(separator: ":").last.flatMap { UInt16($0) } ?? 0 }
    }

    /// A code for one more device, for a person of that name.
    func invite(_ person: String) throws -> String {
        let answer = try administer(
            "invite",
            "--department",
            "administration",
            "--person",
            person,
            "--json"
        )
        guard let code = answer?["code"]?.string else {
            throw BenchmarkFailure("an invitation brought no code")
        }
        return code
    }

    /// Runs an administrative command with `--json`, and gives its document.
    @discardableResult
    func administer(_ arguments: String...) throws -> JSONValue? {
        let outcome = try program.run(arguments + place, in: folder)
        guard outcome.status == 0 else {
            throw BenchmarkFailure(
                "caunoi-server \(arguments[0]) failed: " + outcome.errors.prefix(1000)
            )
        }
        return try? JSONParser.parse(outcome.output)
    }

    private func serve(_ number: Int) throws {
        let output = folder + "/serve-\(number).output"
        let errors = folder + "/serve-\(number).errors"
        let process = try program.spawn(
            ["serve", "--port", "0"] + place,
            output: output,
            errors: errors
        )
        processes.append(process)
        RunningServers.add(process)
        let deadline = Clock.wall + 30
        while Clock.wall < deadline {
            let said = String(
                decoding: FileManager.default.contents(atPath: output) ?? Data(),
                as: UTF8.self
            )
            if let range = said.range(of: "listening on "), said.hasSuffix("\n") {
                urls.append(
                    said[range.upperBound...].trimmingCharacters(in: .whitespacesAndNewlines)
                )
                return
            }
            usleep(5000)
        }
        stop()
        let text = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
        throw BenchmarkFailure("the server did not start: " + text.prefix(1000))
    }

    /// Ends it and waits for that.
    func stop() {
        for process in processes { kill(process, SIGTERM) }
        for process in processes {
            var code: Int32 = 0
            while unsafe waitpid(process, &code, 0) == -1, errno == EINTR {}
            RunningServers.remove(process)
        }
        processes = []
    }
}

// MARK: - What it takes

extension RegisterServer {
    /// What it has used of the cores so far.
    var coreSeconds: Double { processes.reduce(0) { $0 + (Clock.cores(of: $1) ?? 0) } }

    /// The most memory that one of its processes has held, in bytes.
    var peakBytes: Int { processes.map { Self.status("VmHWM:", of: $0) }.max() ?? 0 }

    /// The memory that its processes hold now, in bytes.
    var residentBytes: Int { processes.reduce(0) { $0 + Self.status("VmRSS:", of: $1) } }

    private static func status(_ name: String, of process: pid_t) -> Int {
        let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix(name) }
        let number = line?.split(separator: " ").compactMap { Int($0) }.first
        return (number ?? 0) * 1024
    }

    /// What the register takes on the disk, write-ahead log included.
    var storedBytes: Int { folderBytes(data) }

    /// The cost of `body` with what the server did meanwhile, given what else it used of the cores.
    func cost(of body: () throws -> Cost) rethrows -> Cost {
        let before = coreSeconds
        let start = Clock.wall
        let inner = try body()
        return Cost(
            seconds: Clock.wall - start,
            coreSeconds: inner.coreSeconds + coreSeconds - before
        )
    }
}

/// The size of all files in a folder.
func folderBytes(_ folder: String) -> Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.reduce(0) { sum, name in
        let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
        return sum + (attributes?[.size] as? Int ?? 0)
    }
}

/// The servers that are to be ended when a signal ends the benchmark.
package enum RunningServers {
    private static let processes = Mutex<[pid_t]>([])

    static func add(_ process: pid_t) { processes.withLock { $0.append(process) } }
    static func remove(_ process: pid_t) { processes.withLock { $0.removeAll { $0 == process } } }

    package static func stopAll() {
        for process in processes.withLock({ $0 }) { kill(process, SIGTERM) }
    }
}
