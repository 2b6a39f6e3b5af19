import Foundation
import Glibc
import ServerPostgres
import Shared
import TestSupport
import Testing

/// What administrators get wrong, and what is cut off while they are at it.
@Suite(.serialized)
struct ServerCommandTests {
    @discardableResult
    private static func run(
        _ arguments: [String],
        status: Int32,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Program.Outcome {
        let outcome = try await Program.server.run(arguments)
        #expect(
            outcome.status == status,
            "\(arguments): \(outcome.output)\(outcome.errors)",
            sourceLocation: sourceLocation
        )
        return outcome
    }

    /// The error that a command prints with `--json`.
    private static func error(
        _ arguments: [String],
        status: Int32,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue? {
        let arguments = arguments + ["--json"]
        let outcome = try await run(arguments, status: status, sourceLocation: sourceLocation)
        #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
        let line = outcome.errors.split(separator: "\n").last ?? ""
        return try JSONParser.parse(Array(line.utf8))["error"]
    }

    @Test func `a file of the register's own is never written`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        try await e.newRecord("partners", "name.en=Lyon")
        let bundle = server.folder + "/bundle"
        try await e.run("bundle", "export", bundle)
        let link = server.folder + "/link"
        try shell("ln -s '\(server.data)/server.sqlite' '\(link)'")
        let names = ["server.sqlite", "server.sqlite/", "server.sqlite-wal", "lock", "serving"]
        for own in names.map({ server.data + "/" + $0 }) + [link] {
            for command in [["bundle", "answer", bundle, "-o", own], ["backup", own]] {
                let place = ["--data", server.data]
                let error = try await Self.error(command + place, status: 2)
                #expect(error?["code"]?.string == "own_file", "\(command)")
                let told = try await Self.run(command + place + ["--lang", "vi"], status: 2)
                #expect(told.errors.contains("là tệp của chính sổ"), "\(told.errors)")
            }
        }
        // Nothing was taken in either.
        #expect(try await server.statistics()["records"]?.integer == 4)
        try await e.run("sync")
        try await server.administer("verify")
    }

    @Test func `wrong usage is a document with --json, and a command that was meant is proposed`()
        async throws
    {
        let option = try await Self.error(["stats", "--jsn"], status: 2)
        #expect(option?["code"]?.string == "usage")
        #expect(option?["message"]?.string == "Unknown option '--jsn'. Did you mean '--json'?")
        #expect(option?["hint"]?.string == "caunoi-server stats --help")
        let missing = try await Self.error(["load", "--lang", "vi"], status: 2)
        #expect(missing?["message"]?.string == "hãy nêu một tệp, hoặc --sample")
        let command = try await Self.error(["devces", "--data", "reg"], status: 2)
        #expect(command?["message"]?.string == "Unknown command 'devces'")
        #expect(command?["hint"]?.string == "Did you mean 'caunoi-server devices'?")
        let told = try await Self.run(["devces", "--data", "reg"], status: 2).errors
        #expect(told.hasPrefix("Error: Unknown command 'devces'\n"), "\(told)")
        #expect(told.contains("Did you mean 'caunoi-server devices'?"), "\(told)")
    }

    @Test func `what is not known is a failure, and no wrong usage`() async throws {
        let server = try await RunningServer()
        for command in [["devices", "revoke", "nope"], ["person", "disable", "nope"]] {
            _ = try await Self.error(command + ["--data", server.data], status: 1)
        }
        let purge = ["--reason", "asked for", "--data", server.data]
        _ = try await Self.error(["purge", "partners/nobody"] + purge, status: 1)
        let collection = try await Self.error(["purge", "partner/nobody"] + purge, status: 2)
        #expect(collection?["hint"]?.string == "did you mean partners?")
    }

    @Test func `a purge by name tells what it does not reach`() async throws {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        let contact = try await e.newRecord("contacts", "name=Trần Chín")
        try await e.run("delete", contact)
        try await e.run("sync")
        let told = try await server.administer("purge", "contacts/tran chin", "--reason", "asked")
        #expect(told.output == "purged \(contact)\n")
        #expect(told.errors.contains("backups"), "\(told.errors)")
        #expect(told.errors.contains("replaced-…, moved-…"), "\(told.errors)")
    }

    @Test func `a busy port, and folders that are not served, are told`() async throws {
        let server = try await RunningServer()
        let port = try #require(server.url.split(separator: ":").last.map { String($0) })
        let error = try await Self.error(
            ["serve", "--port", port, "--data", server.data],
            status: 1
        )
        #expect(error?["code"]?.string == "port_taken")
        #expect(error?["message"]?.string == "the port \(port) is taken by another program")
        #expect(error?["hint"]?.string?.contains("--port") == true)

        for name in ["UPPER", "fine"] {
            try await Self.run(["init", "--data", server.folder + "/" + name], status: 0)
        }
        let process = try Program.server.start(
            ["serve", "--all-registers", "--port", "0", "--data", server.folder]
        )
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline, process.isRunning,
            !process.output.contains("listening on ")
        { try await Task.sleep(for: .milliseconds(10)) }
        let told = process.errors
        #expect(told.contains("UPPER is not served: a register's name has a to z"), "\(told)")
        #expect(!told.contains("fine is not served"), "\(told)")
        await process.kill()
    }

    @Test func `a withdrawn device's file is answered with what became of its changes`()
        async throws
    {
        let server = try await RunningServer()
        let e = try await server.enrol("e", department: "finance", person: "Minh")
        try await e.newRecord("partners", "name.en=Lyon")
        let bundle = server.folder + "/bundle"
        try await e.run("bundle", "export", bundle)
        let devices = try await server.administer("devices", "--json").json?["devices"]?.array
        let device = try #require(devices?.first?["id"]?.string)
        try await server.administer("devices", "revoke", device)
        let answer = ["bundle", "answer", bundle, "-o", bundle + "-reply", "--data", server.data]
        let waits = try await Self.error(answer, status: 6)
        #expect(waits?["message"]?.string?.contains("its changes wait for review") == true)
        #expect(waits?["hint"]?.string == "run: caunoi-server devices review \(device)")
        try await server.administer("devices", "review", device, "--reject", "all")
        let rejected = try await Self.error(answer, status: 6)
        #expect(rejected?["message"]?.string?.contains("its changes were rejected") == true)
        #expect(rejected?["hint"]?.string == "run: caunoi-server devices review \(device)")
    }

    @Test func `a restore keeps the newer schema, and says which one is in force`() async throws {
        let server = try await RunningServer()
        let backup = server.folder + "/backup.sqlite"
        try await server.administer("backup", backup)
        var schema = try await SchemaEditor(server)
        schema.change("place", of: "agreements") { $0["retired"] = true }
        try await schema.update(server)
        let version = try await Self.schemaVersion(server.data)
        try await server.stop()
        let kept = try await server.administer("restore", backup, "--json").json
        #expect(kept?["schema_kept"]?.boolean == true)
        #expect(kept?["schema_version"]?.integer == version)
        #expect(try await Self.schemaVersion(server.data) == version)
        let other = ["--data", server.folder + "/other"]
        let told = try await Self.run(["restore", backup] + other, status: 0).errors
        #expect(told.contains("the schema is version \(version - 1), of the backup"), "\(told)")
        let nonsense = try await Self.error(["restore", "/bin/sh"] + other, status: 7)
        #expect(nonsense?["message"]?.string?.contains("is no backup of a register") == true)
        #expect(nonsense?["hint"]?.string?.contains("caunoi-server backup") == true)
    }

    private static func schemaVersion(_ folder: String) async throws -> Int64 {
        let schema = try await run(["schema", "show", "--data", folder], status: 0).json
        return try #require(schema?["version"]?.integer)
    }
}

/// A move that is killed at any call that writes leaves one register, or none and a way to go on.
///
/// `CAUNOI_MOVE_STEP=1` tries each of them, which takes many minutes.
@Suite(.serialized, .enabled(if: Faults.shared != nil, "there is no C compiler"))
struct CutMoveTests {
    /// A place as a move names it.
    private struct Place {
        /// As the place of a command.
        let options: [String]
        /// As the new place.
        let target: [String]

        static func folder(_ path: String) -> Place {
            Place(options: ["--data", path], target: [path])
        }
    }

    @Test func `between folders`() async throws {
        let server = try await RunningServer()
        try await server.stop()
        try await cutMoves(
            .folder(server.data),
            .folder(server.folder + "/there"),
            every: amount("CAUNOI_MOVE_STEP", 13)
        )
    }

    @Test(.enabled(if: PostgresAtHand.url != nil))
    func `between a folder and PostgreSQL`() async throws {
        let url = try #require(PostgresAtHand.url)
        let name = PostgresAtHand.freshName()
        defer { try? PostgresServerStore.discard(url: url, register: name) }
        let server = try await RunningServer()
        try await server.stop()
        let database = Place(
            options: ["--database", url, "--register", name],
            target: [url, "--as-register", name]
        )
        try await cutMoves(.folder(server.data), database, every: amount("CAUNOI_MOVE_STEP", 47))
    }

    /// Moves the register to and fro, each time killed some calls later and run again, until none is killed.
    private func cutMoves(_ first: Place, _ second: Place, every step: Int) async throws {
        let faults = try #require(Faults.shared)
        var (here, there) = (first, second)
        let digest = try await self.digest(at: here)
        var call = 1
        var isCut = true
        while isCut {
            isCut = false
            for _ in 0..<2 {
                let move = ["move"] + there.target + here.options
                let cut = try await Program.server.run(
                    move,
                    environment: faults.killing(at: call)
                )
                if cut.status == 128 + SIGKILL {
                    isCut = true
                    try await goOn(move, here, there, call)
                } else {
                    #expect(cut.status == 0, "\(call): \(cut.errors)")
                }
                let left = try await Program.server.run(["stats"] + here.options)
                #expect(left.status == 1, "\(call): \(left.output)\(left.errors)")
                let moved = try await self.digest(at: there)
                #expect(moved == digest, "\(call)")
                swap(&here, &there)
            }
            call += step
        }
        #expect(call > 20)
    }

    /// Looks at what a killed move has left, and runs it again where it had not come to its end.
    private func goOn(_ move: [String], _ here: Place, _ there: Place, _ call: Int) async throws {
        let old = try await Program.server.run(["stats"] + here.options)
        let new = try await Program.server.run(["stats"] + there.options)
        #expect(old.status != 0 || new.status != 0, "\(call): there are two registers")
        if new.status == 0 { return }
        if old.status != 0 {
            #expect(new.errors.contains("run the same caunoi-server move again"), "\(new.errors)")
            #expect(!old.errors.contains("init"), "\(old.errors)")
        }
        let again = try await Program.server.run(move)
        #expect(again.status == 0, "\(call): \(again.errors)")
    }

    private func digest(at place: Place) async throws -> String? {
        let report = try await Program.server.run(["verify", "--json"] + place.options)
        #expect(report.status == 0, "\(report.errors)")
        return report.json?["digest"]?.string
    }
}
