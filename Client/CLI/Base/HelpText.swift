import Foundation
import Shared

/// What the help says, in the language of whoever asks for it.
enum HelpText {
    /// One text of the help, in both languages.
    static func say(en: String, vi: String) -> String { language == .vi ? vi : en }

    /// The language that is asked for beside `--help`; arguments have not been read yet then.
    private static let language: DisplayLanguage = {
        let arguments = CommandLine.arguments
        for (place, argument) in arguments.enumerated() {
            if argument.utf8.starts(with: "--lang=".utf8) {
                let code = String(argument.unicodeScalars.dropFirst(7))
                if let language = DisplayLanguage(code: code) { return language }
            }
            if argument.isSame(as: "--lang"), place + 1 < arguments.count,
                let language = DisplayLanguage(code: arguments[place + 1])
            {
                return language
            }
        }
        return .ofEnvironment
    }()
}

extension DisplayLanguage {
    /// The language that the person's surroundings name: `CAUNOI_LANG`, the locale, else English.
    static var ofEnvironment: DisplayLanguage {
        let environment = ProcessInfo.processInfo.environment
        if let code = environment["CAUNOI_LANG"], let language = DisplayLanguage(code: code) {
            return language
        }
        let locale = environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"]
        return locale?.utf8.starts(with: "vi".utf8) == true ? .vi : .en
    }
}
