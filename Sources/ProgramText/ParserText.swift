import Foundation
package import Shared

/// What the parser of arguments says, which speaks English only, in the person's language.
///
/// Its errors are its own secret: there is nothing but their texts to go by. What is worded
/// otherwise than here stays English.
package enum ParserText {
    /// The message of an error.
    package static func message(_ text: String, in language: DisplayLanguage) -> String {
        guard language == .vi else { return text }
        // Of `-ox`, where -o takes a value, both are told that it may have been meant to be.
        return text.components(separatedBy: "\n   or: ").map { messages.vietnamese($0) }
            .joined(separator: "\n   hoặc: ")
    }

    /// A screen of help; another text stays as it is.
    package static func help(_ text: String, in language: DisplayLanguage) -> String {
        guard language == .vi, text.utf8.starts(with: "OVERVIEW: ".utf8) else { return text }
        return text.components(separatedBy: "\n").map { line($0, in: language) }
            .joined(separator: "\n")
    }

    /// A line of a screen of help, or below the message of an error.
    package static func line(_ text: String, in language: DisplayLanguage) -> String {
        guard language == .vi else { return text }
        return lines.vietnamese(text).replacing("<subcommand>", with: "<lệnh>")
            .replacing("<options>", with: "<tùy chọn>")
            .replacing("(default:", with: "(mặc định:")
            // Of the commands of a group one is meant where none is named; what follows stays put.
            .replacing("(default)  ", with: "(mặc định) ")
    }

    /// The command that a line below a message leads to: `caunoi list --help`.
    package static func lead(in line: String) -> String? { more.values(in: line)?.first }

    private static let more = Wording(
        en: "  See '#' for more information.",
        vi: "  Xem '#' để biết thêm."
    )

    /// The longer of two that begin alike comes first.
    private static let messages = [
        Wording(
            en: "Unknown option '#'. Did you mean '#'?",
            vi: "không có tùy chọn '#'; có phải '#'?"
        ),
        Wording(en: "Unknown option '#'", vi: "không có tùy chọn '#'"),
        Wording(en: "Invalid option: #", vi: "tùy chọn viết không đúng: #"),
        Wording(en: "Missing value for '#' in '#'", vi: "'#' trong '#' còn thiếu giá trị"),
        Wording(en: "Missing value for '#'", vi: "'#' còn thiếu giá trị"),
        Wording(
            en: "The option '#' does not take any value, but '#' was specified.",
            vi: "tùy chọn '#' không nhận giá trị, nhưng có '#'"
        ),
        Wording(en: "Unexpected argument '#'", vi: "thừa đối số '#'"),
        Wording(en: "# unexpected arguments: #", vi: "thừa # đối số: #"),
        Wording(en: "Missing expected argument '#'", vi: "còn thiếu đối số '#'"),
        Wording(en: "The value '#' is invalid for '#'", vi: "giá trị '#' không hợp với '#'"),
        Wording(
            en: """
                Can't generate completion scripts for '#'.
                Please use --generate-completion-script=<shell> with one of:
                #
                """,
            vi: """
                không có tập lệnh hoàn thành cho '#'.
                Hãy dùng --generate-completion-script=<shell> với một trong:
                #
                """
        ),
    ]

    private static let lines = [
        Wording(en: "Help:  #", vi: "Giải thích:  #"),
        Wording(en: "Usage: #", vi: "Cách dùng: #"),
        more,
        Wording(en: "OVERVIEW: #", vi: "TỔNG QUAN: #"),
        Wording(en: "USAGE: #", vi: "CÁCH DÙNG: #"),
        Wording(en: "ARGUMENTS:", vi: "ĐỐI SỐ:"),
        Wording(en: "OPTIONS:", vi: "TÙY CHỌN:"),
        Wording(en: "SUBCOMMANDS:", vi: "CÁC LỆNH:"),
        Wording(en: "#Show the version.", vi: "#Xem phiên bản."),
        Wording(en: "#Show help information.", vi: "#Xem trợ giúp."),
        Wording(en: "  See '#' for detailed help.", vi: "  Xem '#' để biết chi tiết."),
    ]
}
