import Foundation
import Shared
import Testing

/// The client speaks the language of whoever asks it, wherever they say so.
@Suite(.serialized)
struct LanguageTests {
    private static func client(
        _ arguments: String...,
        environment: [String: String] = [:]
    ) async throws -> Program.Outcome {
        try await Program.client.run(arguments, environment: environment)
    }

    @Test func `the schema is told in the words of the reader`() async throws {
        let world = try await SampleWorld()
        let told = try await world.e.run("schema", "contributions", "--lang", "vi").output
        for words in [
            "tham chiếu tới partners", "nhiều giá trị: mã", "khoảng thời gian",
            "chủ trì: cơ quan thực hiện (implementing_department)",
        ] {
            #expect(told.contains(words), "\(words): \(told)")
        }
        #expect(!told.contains("ref to"), "\(told)")
        let english = try await world.e.run("schema", "contributions", "--lang", "en").output
        #expect(english.contains("ref to partners") && english.contains("set of enum"))
    }

    @Test func `options that every command has may stand before it`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let status = try await Self.client("--home", home.folder, "--json", "status")
        #expect(status.json?["person"]?.string == "Minh", "\(status.errors)")
        let told = try await home.run("--lang", "vi", "status")
        #expect(told.output.contains("chờ gửi"), "\(told.output)")
        let time = #"đồng bộ lần cuối +\d\d/\d\d/\d{4} \d\d:\d\d\n"#
        #expect(told.output.range(of: time, options: .regularExpression) != nil, "\(told.output)")
        let list = try await home.run("--lang=vi", "-q", "list", "departments")
        #expect(list.output.contains("Sở Tài chính"), "\(list.output)")
        // What stands behind the command counts.
        let english = try await home.run("--lang", "vi", "status", "--lang", "en")
        #expect(english.output.contains("not sent"), "\(english.output)")
        let text = home.folder + "/nested/bundle"
        let inspect = try await home.run("--lang", "vi", "bundle", "inspect", text, status: 1)
        let reason = "không đọc được tệp \(text): không có tệp hoặc thư mục này"
        #expect(inspect.errors.contains(reason), "\(inspect.errors)")
    }

    @Test(arguments: [["--lang", "vi", "sync", "--paln"], ["sync", "--paln", "--lang=vi"]])
    func `wrong usage is told in Vietnamese`(_ arguments: [String]) async throws {
        let outcome = try await Program.client.run(arguments)
        #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome.output)")
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.first == "lỗi: không có tùy chọn '--paln'; có phải '--plan'?")
        #expect(lines.last == "  Xem 'caunoi sync --help' để biết thêm.")
        #expect(outcome.errors.contains("Cách dùng: caunoi sync "), "\(outcome.errors)")

        let json = try await Program.client.run(["--json"] + arguments)
        #expect(json.status == 2 && json.output.isEmpty, "\(json.output)")
        let error = try JSONParser.parse(Array(json.errors.utf8))["error"]
        #expect(error?["code"]?.string == "usage")
        let message = "không có tùy chọn '--paln'; có phải '--plan'?"
        #expect(error?["message"]?.string == message)
        #expect(error?["hint"]?.string == "caunoi sync --help")
    }

    @Test(arguments: [
        ["CAUNOI_LANG": "vi"], ["CAUNOI_LANG": "", "LC_ALL": "", "LANG": "vi_VN.UTF-8"],
    ])
    func `the language is that of the surroundings where none is asked for`(
        _ environment: [String: String]
    ) async throws {
        let wrong = try await Self.client("lst", "partners", environment: environment)
        #expect(wrong.status == 2)
        #expect(wrong.errors.hasPrefix("lỗi: không có lệnh 'lst'\n"), "\(wrong.errors)")
        #expect(wrong.errors.hasSuffix("  Có phải 'caunoi list'?\n"), "\(wrong.errors)")
        let language = try await Self.client("status", "--lang", "xx", environment: environment)
        #expect(language.status == 2)
        #expect(language.errors.contains("--lang chỉ nhận vi hoặc en"), "\(language.errors)")
    }

    @Test func `help is in Vietnamese from its first word to its last`() async throws {
        let help = try await Self.client("--lang", "vi", "search", "--help")
        for text in [
            "TỔNG QUAN: Tìm hồ sơ", "VÍ DỤ: caunoi search", "CÁCH DÙNG: caunoi search ",
            "ĐỐI SỐ:", "TÙY CHỌN:", "(mặc định: 200)", "Xem trợ giúp.",
        ] {
            #expect(help.output.contains(text), "\(text) is not in \(help.output)")
        }
        #expect(!help.output.contains("default"), "\(help.output)")
        let same = try await Self.client("--lang", "vi", "help", "search")
        #expect(same.output == help.output && same.status == 0, "\(same.errors)")
        let all = try await Self.client("--lang", "vi")
        #expect(all.status == 0 && all.output.contains("CÁC LỆNH:"), "\(all.errors)")
    }

    @Test func `no command explains itself in one language only`() async throws {
        func commands(_ language: String) async throws -> [String: JSONValue] {
            let outcome = try await Self.client(
                "--experimental-dump-help",
                environment: ["CAUNOI_LANG": language]
            )
            let program = try #require(outcome.json?["command"], "\(outcome.errors)")
            return Self.named(program, "")
        }
        let (vietnamese, english) = try await (commands("vi"), commands("en"))
        #expect(vietnamese.count == english.count && english.count > 30)
        for (name, command) in english {
            for key in ["abstract", "discussion"] {
                let told = vietnamese[name]?[key]?.string
                #expect(told != nil && told != command[key]?.string, "\(name): \(key)")
            }
            let discussion = vietnamese[name]?["discussion"]?.string ?? ""
            #expect(discussion.contains("VÍ DỤ: caunoi ") || name.contains("edit"), "\(name)")
        }
    }

    /// A command and all within it, by what calls them; not the parser's own command.
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

    @Test func `news are told with the names of the fields`() async throws {
        let world = try await World()
        let (e, f) = (world.e, world.f)
        let partner = try await world.create(e, "partners", "name.en=Alien City")
        try await world.synchronizeAll()
        try await Task.sleep(for: .milliseconds(20))
        try await f.run("set", partner, "country=FR", "abbr=AC")
        try await f.run("sync")
        try await e.run("sync")
        let told = try await e.run("digest", "--lang", "vi").output
        #expect(told.contains("sửa") && told.contains("quốc gia"), "\(told)")
        #expect(told.contains("tên viết tắt") && !told.contains("country"), "\(told)")
        let history = try await e.run("history", partner, "--lang", "vi").output
        #expect(history.contains("Minh, Sở Tài chính, "), "\(history)")
        let found = try await e.run("search", "AC", "--lang", "vi").output
        #expect(found.contains("tên viết tắt: AC"), "\(found)")
        try await e.run("set", partner, "country=VN", "aliases+=Lyon;kind=translation")
        try await f.run("set", partner, "country=JP")
        for home in [e, f, e] { _ = try await home.settle() }
        let shown = try await e.run("show", partner, "--lang", "vi").output
        #expect(shown.contains("1. Việt Nam") || shown.contains("2. Việt Nam"), "\(shown)")
        let listed = try await e.run("list", "partners", "--columns", "aliases", "--lang", "vi")
        #expect(listed.output.contains("Lyon, loại tên tên dịch"), "\(listed.output)")
        let empty = try await e.run("--lang", "vi", "search", "!", status: 2)
        #expect(empty.errors.contains("cần ít nhất một chữ cái"), "\(empty.errors)")
    }

    @Test func `records and questions are told in the reader's words`() async throws {
        let world = try await World()
        let (e, f) = (world.e, world.f)
        let lyon = try await world.create(e, "partners", "name.en=Lyon")
        let person = try await world.create(
            e,
            "contacts",
            "name=Anna",
            "posts+=\(lyon);title=Mayor;former=yes"
        )
        let g = try await world.create(e, "agreements", "title.en=G", "state+=drafted")
        try await world.synchronizeAll()
        let post = try await e.run("show", person, "--lang", "vi").output
        #expect(post.contains("nguyên chức") && !post.contains("nguyên chức có"), "\(post)")
        for (language, text) in [("vi", "không rõ ngày  "), ("en", "date not stated  ")] {
            let shown = try await e.run("show", g, "--lang", language).output
            #expect(shown.contains(text), "\(shown)")
        }
        let status = try await f.run("status", "--lang", "vi").output
        #expect(status.contains("Sở Tài chính") && !status.contains("finance"), "\(status)")
        #expect(try await f.json("status")["department"]?.string == "finance")

        try await e.run("set", g, "valid_until=2027")
        try await f.run("set", g, "valid_until=2028")
        for home in [e, f, e] { _ = try await home.settle() }
        let shown = try await e.run("show", g, "--lang", "vi").output
        #expect(shown.contains("còn khác nhau: hiệu lực đến  valid_until"), "\(shown)")
        let asked = try await e.run("conflicts", "--lang", "vi", status: 3).output
        #expect(asked.contains("hiệu lực đến  G"), "\(asked)")
        #expect(asked.contains("valid_until --take N"), "\(asked)")
        let saved = try await e.run("set", lyon, "websites+=nota:url", "--lang", "vi")
        #expect(saved.errors.contains("lưu ý: trang web: "), "\(saved.errors)")
    }

    @Test func `what is counted is found and shown as people write it`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        try await home.newRecord("partners", "name.en=Lyon", "size+=more than 1000 delegates")
        for typed in ["delegates", "1000 delegates", "1,000", "hơn 1.000"] {
            let found = try await home.run("search", typed, "--lang", "en").output
            #expect(found.contains("Lyon"), "\(typed): \(found)")
            #expect(!found.contains("more_than"), "\(typed): \(found)")
        }
        let shown = try await home.run("search", "delegates", "--lang", "en").output
        #expect(shown.contains("more than 1,000 delegates"), "\(shown)")
    }

    @Test func `an editor's text that is no YAML is explained`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let ref = try await home.newRecord("partners", "name.en=Lyon")
        // The first time it writes what is wrong, then it leaves the text as it is.
        let editor = server.folder + "/editor"
        let script = "[ -e \"$0.done\" ] || printf 'abbr: b: c\\n' > \"$1\"; touch \"$0.done\"\n"
        try Data(script.utf8).write(to: URL(fileURLWithPath: editor))
        let outcome = try await Program.client.run(
            ["edit", ref, "--lang", "vi"],
            environment: home.environment.merging(
                ["EDITOR": "sh \(editor)", "TMPDIR": server.folder]
            ) { $1 }
        )
        #expect(outcome.status == 1, "\(outcome.errors)")
        let problem = "không phải YAML: dòng 1, cột 8: dấu : thừa ở đây"
        #expect(outcome.errors.contains(problem), "\(outcome.errors)")
        #expect(try await home.value(ref, "abbr") == nil)
    }

    @Test func `a device whose access was withdrawn is told so in its own language`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let devices = try await server.administer("devices", "--json").json?["devices"]?.array
        let device = try #require(devices?.first { $0["name"]?.string == "e" }?["id"]?.string)
        try await server.administer("devices", "revoke", device)
        for command in ["verify", "sync"] {
            let told = try await home.run(command, "--lang", "vi", status: 6)
            let text = "lỗi: quyền truy cập của máy này đã bị thu hồi"
            #expect(told.errors.contains(text), "\(command): \(told.errors)")
            #expect(told.errors.contains("hãy hỏi quản trị viên"), "\(command): \(told.errors)")
        }
    }

    @Test func `a disk that is full is told where the output goes`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let outcome = try await Program.client
            .inShell("export --format jsonl --lang vi > /dev/full", in: server.folder)
            .run([], environment: home.environment)
        #expect(outcome.status == 1, "\(outcome.errors)")
        #expect(outcome.errors.contains("ổ đĩa đã đầy"), "\(outcome.errors)")
    }
}
