import ArgumentParser
import Foundation
import Shared

/// The options that every command has.
struct ServerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The register's folder; else CAUNOI_DATA.", valueName: "dir"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "The register's database: postgresql://user@host/name; else CAUNOI_DATABASE.",
            valueName: "url"
        )
    )
    var database: String?

    @Option(help: ArgumentHelp("Which register of that database.", valueName: "name"))
    var register = "main"

    @Flag(help: "Print one JSON document and nothing else.")
    var json = false

    @Option(help: ArgumentHelp("Language of labels and messages: vi or en.", valueName: "vi|en"))
    var lang: String?

    @Flag(name: .shortAndLong, help: "Print no messages.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Print more about what happens.")
    var verbose = false

    mutating func validate() throws {
        if let lang, DisplayLanguage(code: lang) == nil {
            throw ValidationError("--lang takes vi or en")
        }
        if data != nil, database != nil {
            throw ValidationError("--data and --database exclude each other")
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
        let environment = ProcessInfo.processInfo.environment
        for code in [lang, environment["CAUNOI_LANG"]].compactMap({ $0 }) {
            if let language = DisplayLanguage(code: code) { return language }
        }
        let locale = environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"]
        return locale?.utf8.starts(with: "vi".utf8) == true ? .vi : .en
    }
}
