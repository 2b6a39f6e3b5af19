package import ArgumentParser
import Foundation
import ProgramText
package import Shared

/// The options that every command has.
package struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            HelpText.say(en: "The replica's folder.", vi: "Thư mục của bản sao."),
            valueName: "dir"
        )
    )
    package var home: String?

    @Flag(
        help: ArgumentHelp(
            HelpText.say(
                en: "Print one JSON document and nothing else.",
                vi: "Chỉ in một tài liệu JSON."
            )
        )
    )
    package var json = false

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "Language of labels and messages: vi or en.",
                vi: "Ngôn ngữ của nhãn và thông báo: vi hoặc en."
            ),
            valueName: "vi|en"
        )
    )
    package var lang: String?

    @Flag(
        name: .shortAndLong,
        help: ArgumentHelp(HelpText.say(en: "Print no messages.", vi: "Không in thông báo."))
    )
    package var quiet = false

    @Flag(
        name: .shortAndLong,
        help: ArgumentHelp(
            HelpText.say(en: "Print more about what happens.", vi: "In thêm chi tiết về diễn biến.")
        )
    )
    package var verbose = false

    package init() {}

    package mutating func validate() throws {
        if let lang, DisplayLanguage(code: lang) == nil {
            throw ValidationError(
                HelpText.say(en: "--lang takes vi or en", vi: "--lang chỉ nhận vi hoặc en")
            )
        }
    }
}

extension GlobalOptions {
    /// What arguments ask for that the parser has not taken: the language, and the form of output.
    static func surmised(from arguments: [String]) -> GlobalOptions? {
        let words = arguments.prefix { !$0.isSame(as: "--") }
        let json = words.contains { $0.isSame(as: "--json") } ? ["--json"] : []
        return try? parse(["--lang", DisplayLanguage.asked(in: arguments).code] + json)
    }

    /// The language of output: the option, `CAUNOI_LANG`, the locale, else English.
    package var language: DisplayLanguage {
        lang.flatMap { DisplayLanguage(code: $0) } ?? .ofEnvironment
    }

    /// How a number is read that reads two ways: as in Vietnamese where that was asked for.
    ///
    /// English decides nothing: whoever wants English messages may well type `400.000` and mean
    /// thousands.
    package var numberStyle: NumberStyle {
        lang.flatMap { DisplayLanguage(code: $0) } == .vi ? .vi : .undecided
    }

    /// The replica's folder: the option, `CAUNOI_HOME`, or a folder among the user's data.
    package var folder: String {
        let environment = ProcessInfo.processInfo.environment
        if let home { return home }
        if let home = environment["CAUNOI_HOME"], !home.isEmpty { return home }
        if let data = environment["XDG_DATA_HOME"], !data.isEmpty { return data + "/caunoi" }
        return NSHomeDirectory() + "/.local/share/caunoi"
    }
}
