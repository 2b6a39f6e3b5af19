import Foundation
import Shared

/// A throw-away register with two departments, played through by the programs themselves.
struct Demonstration {
    /// One of the two people: a home of their own.
    struct Side {
        let department: String
        let person: String
        let home: String
    }

    private let client: String
    private let server: String
    private let console: Console
    let folder: String
    let sides: [Side]
    private(set) var port = ""

    var data: String { folder + "/register" }
    var serveCommand: String { "\(server) serve --data \(data) --port \(port)" }

    /// How long the server may take until it listens, in tenths of a second.
    private static let startTenthsMax = 100

    /// A demonstration by the programs in these two files, in a folder of its own.
    init(client: String, server: String, _ console: Console) throws {
        self.client = client
        self.server = server
        self.console = console
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("caunoi-demo-" + UUID().uuidString.prefix(8))
        try FileManager.default.createDirectory(
            at: url,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        folder = url.path
        sides = [
            Side(
                department: "external-relations",
                person: "Lan",
                home: url.path + "/lan"
            ),
            Side(department: "finance", person: "Minh", home: url.path + "/minh"),
        ]
    }

    /// Makes the register, joins twice, disagrees, and settles it.
    mutating func run() throws {
        try administer("init", "--data", data, "--name", "Demo")
        let names = [("Sở Ngoại vụ", "External Relations"), ("Sở Tài chính", "Finance")]
        for (side, name) in zip(sides, names) {
            try administer(
                "department",
                "add",
                side.department,
                "--name.vi",
                name.0,
                "--name.en",
                name.1,
                "--data",
                data
            )
        }
        let process = try serve()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        try enrol()
        try play()
    }

    private func play() throws {
        let (lan, minh) = (sides[0], sides[1])
        try act(
            lan,
            "add",
            "agreements",
            "code=G1",
            "title.en=Memorandum",
            "valid_until=2026-12-31"
        )
        try act(lan, "sync")
        try act(minh, "sync")
        explain(
            en: "both are offline now, and change the same date",
            vi: "cả hai mất mạng và cùng sửa một ngày"
        )
        try act(lan, "set", "agreements/G1", "valid_until=2029-12-31")
        try act(minh, "set", "agreements/G1", "valid_until=2027-06-30")
        explain(en: "the network is back", vi: "mạng trở lại")
        try act(lan, "sync")
        try act(minh, "sync")
        try act(minh, "conflicts")
        explain(en: "nothing was lost; a person decides", vi: "không mất gì; con người quyết định")
        try act(
            minh,
            "resolve",
            "agreements/G1",
            "valid_until",
            "--value",
            "2029-12-31",
            "--note",
            "agreed by telephone"
        )
        try act(minh, "sync")
        try act(lan, "sync")
        try act(lan, "verify")
    }
}

// MARK: - Running programs

extension Demonstration {
    private func administer(_ arguments: String...) throws { _ = try run(server, arguments) }

    private func enrol() throws {
        for side in sides {
            let output = try run(
                server,
                [
                    "invite", "--department", side.department, "--person", side.person,
                    "--role", "lead", "--data", data, "--json",
                ]
            )
            let json = try? JSONParser.parse(Array(output.utf8))
            guard let code = json?["code"]?.string else {
                throw CommandFailure(
                    code: "demo_failed",
                    Labels(vi: "máy chủ không cấp mã", en: "the server gave out no code")
                )
            }
            let url = "http://127.0.0.1:\(port)"
            let device = side.person + "-laptop"
            try act(side, "enroll", url, code, "--device", device)
        }
    }

    private mutating func serve() throws -> Process {
        let log = folder + "/server.log"
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: server)
        process.arguments = ["serve", "--data", data, "--port", "0"]
        process.standardInput = FileHandle.nullDevice
        let handle = FileHandle(forWritingAtPath: log)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        for _ in 0..<Self.startTenthsMax where process.isRunning {
            let text = FileManager.default.contents(atPath: log) ?? Data()
            if let port = Self.port(in: String(decoding: text, as: UTF8.self)) {
                self.port = port
                return process
            }
            Thread.sleep(forTimeInterval: 0.1)
        }
        if process.isRunning { process.terminate() }
        throw CommandFailure(
            code: "demo_failed",
            Labels(
                vi: "máy chủ không khởi động",
                en: "the server did not start"
            ),
            hint: Labels(vi: "xem \(log)", en: "see \(log)")
        )
    }

    /// The number in `listening on http://127.0.0.1:NUMBER`.
    private static func port(in text: String) -> String? {
        guard let start = text.range(of: "listening on http://127.0.0.1:") else { return nil }
        let digits = text[start.upperBound...].prefix { $0.isASCII && $0.isNumber }
        let rest = text[digits.endIndex...]
        return digits.isEmpty || rest.isEmpty ? nil : String(digits)
    }

    /// A command of one of the two, shown as they would type it.
    private func act(_ side: Side, _ arguments: String...) throws {
        let shown = arguments.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
        tell(console.bold("\(side.person)$ caunoi \(shown)"))
        var arguments = arguments
        arguments += ["--home", side.home, "--lang", console.language.code]
        let output = try run(client, arguments)
        for line in output.split(separator: "\n") { tell("  " + String(line)) }
    }

    private func explain(en: String, vi: String) {
        tell(console.dim("# " + console.say(en: en, vi: vi)))
    }

    /// Prints on standard output, or with `--json`, whose document stands there alone, on the other.
    private func tell(_ text: String) {
        if console.isJSON { console.message(text) } else { console.line(text) }
    }

    /// What the program printed; an exit status that tells of disagreements is none of failure.
    private func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        let statuses = [ExitStatus.done, .conflicts].map { $0.rawValue }
        guard process.terminationReason == .exit, statuses.contains(process.terminationStatus)
        else {
            throw CommandFailure(
                code: "demo_failed",
                Labels(
                    vi: "\(program) \(arguments.first ?? "") không chạy được: \(text)",
                    en: "\(program) \(arguments.first ?? "") failed: \(text)"
                )
            )
        }
        return text
    }
}
