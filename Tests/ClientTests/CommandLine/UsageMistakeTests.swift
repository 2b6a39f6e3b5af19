import ArgumentParser
import ClientCLI
import ProgramText
import Shared
import Testing

/// Arguments that the program does not take: the parser's own texts, as this version words them.
@Suite struct UsageMistakeTests {
    struct Mistake: CustomTestStringConvertible, Sendable {
        let typed: String
        let says: String
        var testDescription: String { typed }

        init(_ typed: String, _ says: String) {
            self.typed = typed
            self.says = says
        }
    }

    static let mistakes = [
        Mistake("list partners --nosuch", "không có tùy chọn '--nosuch'"),
        Mistake("list partners -x", "không có tùy chọn '-x'"),
        Mistake("sync --paln", "không có tùy chọn '--paln'; có phải '--plan'?"),
        Mistake("list partners ---limit", "tùy chọn viết không đúng: ---limit"),
        Mistake("list partners --limit", "'--limit <limit>' còn thiếu giá trị"),
        Mistake(
            "export -ox",
            "không có tùy chọn '-ox'\n   hoặc: '-o <file>' trong '-ox' còn thiếu giá trị"
        ),
        Mistake("list --json=3 partners", "tùy chọn '--json' không nhận giá trị, nhưng có '3'"),
        Mistake("list partners it's", "thừa đối số 'it's'"),
        Mistake("list partners a b", "thừa 2 đối số: 'a', 'b'"),
        Mistake("list", "còn thiếu đối số '<collection>'"),
        Mistake(
            "list partners --limit many",
            "giá trị 'many' không hợp với '--limit <limit>'"
        ),
        Mistake(
            "--generate-completion-script tcsh",
            """
            không có tập lệnh hoàn thành cho 'tcsh'.
            Hãy dùng --generate-completion-script=<shell> với một trong:
                zsh bash fish
            """
        ),
        Mistake("lst partners", "không có lệnh 'lst'"),
        Mistake("bundle exprt FILE", "không có lệnh 'exprt'"),
    ]

    private static func told(_ typed: String, _ language: DisplayLanguage) -> UsageMistake? {
        let arguments = typed.split(separator: " ").map { String($0) }
        do {
            _ = try ClientCommand.parseAsRoot(arguments)
            return nil
        } catch {
            return UsageMistake(error, in: arguments, language: language)
        }
    }

    @Test(arguments: mistakes)
    func `what is wrong is said in Vietnamese`(_ mistake: Mistake) throws {
        let told = try #require(Self.told(mistake.typed, .vi))
        #expect(told.message == mistake.says)
        #expect(told.text.utf8.starts(with: ("lỗi: " + mistake.says).utf8))
        #expect(!told.text.contains("Usage") && !told.text.contains("for more information"))
    }

    @Test func `what stands below it is in the same language`() throws {
        let told = try #require(Self.told("list partners --limit many", .vi))
        try #require(told.lines.count == 3)
        #expect(told.lines[0].hasPrefix("Giải thích:  --limit <limit>  "))
        #expect(told.lines[1].hasPrefix("Cách dùng: caunoi list "))
        #expect(told.lines[2] == "  Xem 'caunoi list --help' để biết thêm.")
        #expect(told.hint == "caunoi list --help")
        #expect(told.failure.status == .usage && told.failure.code == "usage")
    }

    @Test func `an unknown command is told with what was probably meant`() throws {
        let told = try #require(Self.told("lst partners", .vi))
        let lines = [
            "Cách dùng: caunoi <lệnh>", "  Xem 'caunoi --help' để biết thêm.",
            "  Có phải 'caunoi list'?",
        ]
        #expect(told.lines == lines)
        #expect(told.hint == "Có phải 'caunoi list'?")
        let nested = try #require(Self.told("bundle exprt FILE", .en))
        #expect(nested.message == "Unknown command 'exprt'")
        #expect(nested.lines.last == "  Did you mean 'caunoi bundle export'?")
        let far = try #require(Self.told("bogus", .en))
        #expect(far.lines.last == "  See 'caunoi --help' for more information.")
        #expect(far.hint == "caunoi --help")
    }

    @Test func `in English the parser's own words are told`() throws {
        let told = try #require(Self.told("sync --paln", .en))
        #expect(told.message == "Unknown option '--paln'. Did you mean '--plan'?")
        #expect(told.text.hasPrefix("Error: Unknown option '--paln'"))
        #expect(told.lines.last == "  See 'caunoi sync --help' for more information.")
    }

    @Test(arguments: ["list partners", "help list", "list --help", "--version", ""])
    func `what the program takes is no mistake`(_ typed: String) {
        #expect(Self.told(typed, .vi) == nil)
    }

    @Test func `a screen of help has headings in Vietnamese`() {
        let help = ParserText.help(ClientCommand.helpMessage(), in: .vi)
        for text in [
            "TỔNG QUAN: ", "CÁCH DÙNG: caunoi <lệnh>", "TÙY CHỌN:", "CÁC LỆNH:", "Xem phiên bản.",
            "Xem trợ giúp.", "  Xem 'caunoi help <lệnh>' để biết chi tiết.",
        ] {
            #expect(help.contains(text), "\(text) is not in \(help)")
        }
        let other = "caunoi 1\nOPTIONS:"
        #expect(ParserText.help(other, in: .vi) == other)
    }
}
