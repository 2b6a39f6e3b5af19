import ArgumentParser
import Foundation
package import ProgramText
import Shared

/// The options that every command has.
struct ServerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "The register's folder; else CAUNOI_DATA.",
                vi: "Thư mục của sổ; không nêu thì theo CAUNOI_DATA."
            ),
            valueName: "dir"
        )
    )
    var data: String?

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "The register's database: postgresql://user@host/name; else CAUNOI_DATABASE.",
                vi: """
                    Cơ sở dữ liệu của sổ: postgresql://user@host/name; không nêu thì theo \
                    CAUNOI_DATABASE.
                    """
            ),
            valueName: "url"
        )
    )
    var database: String?

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "Which register of that database.",
                vi: "Sổ nào trong cơ sở dữ liệu đó."
            ),
            valueName: "name"
        )
    )
    var register = "main"

    @Flag(
        help: ArgumentHelp(
            HelpText.say(
                en: "Print one JSON document and nothing else.",
                vi: "Chỉ in một tài liệu JSON."
            )
        )
    )
    var json = false

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "Language of labels and messages: vi or en.",
                vi: "Ngôn ngữ của nhãn và thông báo: vi hoặc en."
            ),
            valueName: "vi|en"
        )
    )
    var lang: String?

    @Flag(
        name: .shortAndLong,
        help: ArgumentHelp(HelpText.say(en: "Print no messages.", vi: "Không in thông báo."))
    )
    var quiet = false

    @Flag(
        name: .shortAndLong,
        help: ArgumentHelp(
            HelpText.say(en: "Print more about what happens.", vi: "In thêm chi tiết về diễn biến.")
        )
    )
    var verbose = false

    mutating func validate() throws {
        if let lang, DisplayLanguage(code: lang) == nil {
            throw ValidationError(
                HelpText.say(en: "--lang takes vi or en", vi: "--lang chỉ nhận vi hoặc en")
            )
        }
        if data != nil, database != nil {
            throw ValidationError(
                HelpText.say(
                    en: "--data and --database exclude each other",
                    vi: "--data và --database không đi cùng nhau"
                )
            )
        }
        try RegisterPlace.check(name: register, of: "--register")
    }
}

extension ServerOptions {
    /// Where the register is: what an option says, else `CAUNOI_DATABASE`, `CAUNOI_DATA`, or the folder
    /// `./caunoi-data`.
    var place: RegisterPlace {
        if let database { return .database(url: database, name: register) }
        if let data { return .folder(data) }
        let environment = ProcessInfo.processInfo.environment
        if let url = environment["CAUNOI_DATABASE"], !url.isEmpty {
            return .database(url: url, name: register)
        }
        let named = environment["CAUNOI_DATA"] ?? ""
        return .folder(named.isEmpty ? "caunoi-data" : named)
    }

    /// The language of output: the option, `CAUNOI_LANG`, the locale, else English.
    var language: DisplayLanguage {
        lang.flatMap { DisplayLanguage(code: $0) } ?? .ofEnvironment
    }

    /// What arguments ask for that the parser has not taken: the language, and the form of output.
    static func surmised(from arguments: [String]) -> ServerOptions? {
        let words = arguments.prefix { !$0.isSame(as: "--") }
        let json = words.contains { $0.isSame(as: "--json") } ? ["--json"] : []
        return try? parse(["--lang", DisplayLanguage.asked(in: arguments).code] + json)
    }
}

extension CommandNames {
    /// The server's commands.
    package static let ofServer = CommandNames(
        ServerCommand.self as any ParsableCommand.Type
    ) { command in
        let configuration = command.configuration
        return (
            name: command._commandName,
            commands: configuration.subcommands,
            hasDefault: configuration.defaultSubcommand != nil
        )
    }
}

extension LeadingOptions {
    /// The options that every command of the server has, before the command.
    package static let ofServer = LeadingOptions(
        of: .ofServer,
        withValue: ["--data", "--database", "--register", "--lang"],
        flags: ["--json", "--quiet", "--verbose"]
    )
}
