import Foundation
import Glibc
import Shared
import Testing

/// A register in a temporary folder, served on a free port until this is released.
final class RunningServer {
    let folder: String
    private(set) var url = ""
    /// What `faketime` makes of the time for it from its next start on; nil for the true one.
    var clock: String?
    private var process: ChildProcess?

    var data: String { folder + "/register" }

    /// The departments of every test: code, name in Vietnamese and in English.
    private static let departments = [
        ("external-relations", "Sở Ngoại vụ", "External Relations"),
        ("finance", "Sở Tài chính", "Finance"),
        ("urban-planning", "Sở Quy hoạch", "Urban Planning"),
    ]

    init() async throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("caunoi-register-" + UUID().uuidString).path
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false
        )
        _ = try await administer("init", "--name", "Register of tests")
        for (id, vi, en) in Self.departments {
            _ = try await administer("department", "add", id, "--name.vi", vi, "--name.en", en)
        }
        try await serve()
    }

    deinit {
        process = nil
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Runs an administrative command, which must succeed; with `--json` its document.
    @discardableResult
    func administer(
        _ arguments: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Program.Outcome {
        let outcome = try await Program.server.run(arguments + ["--data", data])
        try #require(
            outcome.status == 0,
            "\(arguments): \(outcome.errors)",
            sourceLocation: sourceLocation
        )
        return outcome
    }

    /// Starts serving, on the port that was used before.
    func serve() async throws {
        if try await serve(with: [:]) { return }
        Issue.record("the server did not start")
        throw CancellationError()
    }

    /// Starts serving with more in its environment.
    ///
    /// - Returns: false when it ended before it listened.
    func serve(with environment: [String: String]) async throws -> Bool {
        let port = url.split(separator: ":").last.map(String.init) ?? "0"
        let process = try Program.server.at(clock).start(
            ["serve", "--data", data, "--port", port],
            environment: environment
        )
        let deadline = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < deadline, process.isRunning {
            let said = process.output + process.errors
            if let range = said.range(of: "listening on "),
                let end = said[range.upperBound...].firstIndex(where: { $0.isWhitespace })
            {
                url = String(said[range.upperBound..<end])
                self.process = process
                return true
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        if process.isRunning || environment.isEmpty {
            Issue.record("the server does not listen: \(process.errors)")
        }
        await process.kill()
        return false
    }

    /// Whether it has not ended by itself.
    var isServing: Bool { process?.isRunning ?? false }

    /// Ends it at once, as a power failure would.
    func kill() async {
        await process?.kill()
        process = nil
    }

    /// Stops serving with a signal.
    ///
    /// - Returns: how the server ended; nil when it had to be killed after a minute.
    @discardableResult
    func stop(_ signal: Int32 = SIGTERM) async throws -> Int32? {
        guard let process else { return nil }
        process.signal(signal)
        let status = try await process.end(within: .seconds(60))
        if status == nil { await process.kill() }
        self.process = nil
        return status
    }
}

extension RunningServer {
    /// Joins a device of its own, for a person who is made known with it.
    func enrol(
        _ name: String,
        department: String,
        person: String,
        clock: String? = nil
    ) async throws -> Home {
        let outcome = try await administer(
            "invite",
            "--department",
            department,
            "--person",
            person,
            "--json"
        )
        let code = try #require(outcome.json?["code"]?.string)
        let home = Home(name: name, folder: folder + "/" + name, clock: clock)
        try await home.run("enroll", url, code, "--device", name)
        return home
    }
}
