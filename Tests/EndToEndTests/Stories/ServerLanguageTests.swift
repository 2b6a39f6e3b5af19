import Foundation
import Shared
import Testing

/// The administrator's program speaks the language of whoever asks it.
@Suite(.serialized)
struct ServerLanguageTests {
    private static func server(
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> Program.Outcome {
        try await Program.server.run(arguments, environment: environment)
    }

    /// All commands as `--experimental-dump-help` tells of them, by what calls them.
    private static func commands(_ language: String) async throws -> [String: JSONValue] {
        let outcome = try await server(
            ["--experimental-dump-help"],
            environment: ["CAUNOI_LANG": language]
        )
        return named(try #require(outcome.json?["command"], "\(outcome.errors)"), "")
    }

    /// A command and all within it; not the parser's own command.
    private static func named(_ command: JSONValue, _ path: String) -> [String: JSONValue] {
        let name = command["commandName"]?.string ?? ""
        guard name != "help" else { return [:] }
        let path = path.isEmpty ? name : path + " " + name
        var result = [path: command]
        for inner in command["subcommands"]?.array ?? [] {
            result.merge(named(inner, path)) { first, _ in first }
        }
        return result
    }

    /// What the parser itself says of its options, which is in the dump as it is.
    private static let parserTexts = ["Show help information.", "Show the version."]

    @Test func `no command explains itself in one language only`() async throws {
        let vietnamese = try await Self.commands("vi")
        let english = try await Self.commands("en")
        #expect(vietnamese.count == english.count && english.count > 25)
        for (name, command) in english {
            for key in ["abstract", "discussion"] {
                let told = vietnamese[name]?[key]?.string
                #expect(told != nil && told != command[key]?.string, "\(name): \(key)")
            }
            let discussion = vietnamese[name]?["discussion"]?.string ?? ""
            #expect(discussion.contains("VÍ DỤ: caunoi-server "), "\(name)")
            let arguments = command["arguments"]?.array ?? []
            let told = vietnamese[name]?["arguments"]?.array ?? []
            try #require(told.count == arguments.count, "\(name)")
            for (one, other) in zip(arguments, told) {
                guard let text = one["abstract"]?.string, !Self.parserTexts.contains(text) else {
                    continue
                }
                #expect(other["abstract"]?.string != text, "\(name): \(text)")
            }
        }
    }

    @Test func `every help is in Vietnamese from its first word to its last`() async throws {
        let vietnamese = try await Self.commands("vi")
        let english = try await Self.commands("en")
        for (name, command) in english {
            let words = name.split(separator: " ").dropFirst().map { String($0) }
            let help = try await Self.server(["--lang", "vi"] + words + ["--help"])
            #expect(help.status == 0 && help.errors.isEmpty, "\(name): \(help.errors)")
            let abstract = vietnamese[name]?["abstract"]?.string ?? "?"
            let head = "TỔNG QUAN: " + String(abstract.prefix(20))
            #expect(help.output.hasPrefix(head), "\(help.output)")
            let other = command["abstract"]?.string ?? "?"
            for text in [
                String(other.prefix(20)), "EXAMPLE", "USAGE", "ARGUMENTS:", "OPTIONS:",
                "SUBCOMMANDS", "<subcommand>", "(default", "Show ", "for detailed help",
            ] {
                #expect(!help.output.contains(text), "\(name): \(text): \(help.output)")
            }
        }
    }

    @Test func `tables are in Vietnamese, and documents stay as they are`() async throws {
        let server = try await RunningServer()
        _ = try await server.enrol("e", department: "finance", person: "Minh")
        let departments = try await server.administer("department", "list", "--lang", "vi").output
        #expect(departments.hasPrefix("MÃ "), "\(departments)")
        for text in ["TÊN", "VIẾT TẮT", "ĐÃ SÁP NHẬP VÀO", "Sở Tài chính"] {
            #expect(departments.contains(text), "\(departments)")
        }
        let english = try await server.administer("department", "list").output
        #expect(english.hasPrefix("ID ") && english.contains("MERGED INTO"), "\(english)")
        let devices = try await server.administer("devices", "--lang", "vi").output
        #expect(devices.contains("TRẠNG THÁI") && devices.contains("đang hoạt động"), "\(devices)")
        #expect(!devices.contains("active") && !devices.contains("STATE"), "\(devices)")
        let people = try await server.administer("person", "list", "--lang", "vi").output
        #expect(people.contains("finance (người biên tập)"), "\(people)")
        #expect(people.contains("administration (quản trị viên)"), "\(people)")
        let stats = try await server.administer("stats", "--lang", "vi").output
        #expect(stats.contains("thiết bị: 1 đang hoạt động, 0 đã thu hồi"), "\(stats)")
        let verify = try await server.administer("verify", "--lang", "vi").output
        #expect(verify.hasSuffix(", 0 vấn đề\n"), "\(verify)")
        let document = try await server.administer("devices", "--json", "--lang", "vi").output
        let same = try await server.administer("devices", "--json").output
        #expect(document == same)
        #expect(document.contains("\"active\""), "\(document)")
    }

    @Test func `what fails is told in Vietnamese, with what to do`() async throws {
        let server = try await RunningServer()
        let place = ["--data", server.data]
        let again = ["department", "add", "finance", "--name.vi", "Sở"] + place
        let told = try await Self.server(["--lang", "vi"] + again)
        #expect(told.status == 1)
        let text = "lỗi: đã có cơ quan finance\n  gợi ý: chạy: caunoi-server department list\n"
        #expect(told.errors == text, "\(told.errors)")
        let english = try await Self.server(again)
        #expect(
            english.errors == "error: there is a department finance already\n"
                + "  try: run: caunoi-server department list\n",
            "\(english.errors)"
        )
        let json = try await Self.server(again + ["--lang", "vi", "--json"])
        let error = try JSONParser.parse(Array(json.errors.utf8))["error"]
        #expect(error?["code"]?.string == "department_exists", "\(json.errors)")
        #expect(error?["message"]?.string == "đã có cơ quan finance", "\(json.errors)")
        let unknown = try await Self.server(
            ["invite", "--department", "parks", "--person", "An"] + place,
            environment: ["CAUNOI_LANG": "vi"]
        )
        #expect(unknown.errors.hasPrefix("lỗi: không có cơ quan parks\n"), "\(unknown.errors)")
        #expect(unknown.errors.contains("các cơ quan là: administration, "), "\(unknown.errors)")
        let nowhere = try await Self.server(["stats", "--data", "/nowhere", "--lang", "vi"])
        #expect(nowhere.status == 1)
        #expect(nowhere.errors.hasPrefix("lỗi: ở đây chưa có sổ; "), "\(nowhere.errors)")
    }

    @Test(arguments: [["--lang", "vi", "stats", "--jsn"], ["stats", "--jsn", "--lang=vi"]])
    func `wrong usage is told in Vietnamese`(_ arguments: [String]) async throws {
        let outcome = try await Self.server(arguments)
        #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome.output)")
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.first == "lỗi: không có tùy chọn '--jsn'; có phải '--json'?")
        #expect(lines.last == "  Xem 'caunoi-server stats --help' để biết thêm.")
        #expect(outcome.errors.contains("Cách dùng: caunoi-server stats "), "\(outcome.errors)")
    }

    @Test(arguments: [
        ["CAUNOI_LANG": "vi"], ["CAUNOI_LANG": "", "LC_ALL": "", "LANG": "vi_VN.UTF-8"],
    ])
    func `the language is that of the surroundings where none is asked for`(
        _ environment: [String: String]
    ) async throws {
        let told = [
            (["invite", "--department", "finance"], "lỗi: còn thiếu đối số '--person <name|id>'"),
            (["serve", "--host", "0.0.0.0"], "lỗi: máy khác truy cập được 0.0.0.0: "),
            (["load"], "lỗi: hãy nêu một tệp, hoặc --sample"),
            (["stats", "--lang", "xx"], "lỗi: --lang chỉ nhận vi hoặc en"),
        ]
        for (arguments, text) in told {
            let outcome = try await Self.server(arguments, environment: environment)
            #expect(outcome.status == 2, "\(arguments)")
            #expect(outcome.errors.hasPrefix(text), "\(outcome.errors)")
        }
        let english = try await Self.server(["load"])
        #expect(english.errors.hasPrefix("Error: give a file, or --sample\n"), "\(english.errors)")
    }

    @Test func `a server tells where it listens in the same words in every language`()
        async throws
    {
        let server = try await RunningServer()
        try await server.stop()
        #expect(try await server.serve(with: ["CAUNOI_LANG": "vi"]))
    }
}
