import ArgumentParser
import Foundation
import Shared

/// The options that every command has.
struct ServerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The register's folder; else CAUNOI_DATA.", valueName: "dir"))
    var data: String?

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
    }
}

extension ServerOptions {
    /// The register's folder: the option, `CAUNOI_DATA`, or `./caunoi-data`.
    var folder: String {
        if let data { return data }
        let named = ProcessInfo.processInfo.environment["CAUNOI_DATA"] ?? ""
        return named.isEmpty ? "caunoi-data" : named
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
