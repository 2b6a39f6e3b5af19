import Foundation
package import Shared

/// What the help says, in the language of whoever asks for it.
package enum HelpText {
    /// The language that is asked for beside `--help`; arguments have not been read yet then.
    package static let language = DisplayLanguage.asked(in: CommandLine.arguments)

    /// One text of the help, in both languages.
    package static func say(en: String, vi: String) -> String { language == .vi ? vi : en }

    /// What stands below a command's abstract: what there is to know, and how it is typed.
    package static func discussion(
        en: String = "",
        vi: String = "",
        examples: String...
    ) -> String {
        let text = say(en: en, vi: vi)
        let head = say(en: examples.count == 1 ? "EXAMPLE: " : "EXAMPLES: ", vi: "VÍ DỤ: ")
        let shown = head + examples.joined(separator: "\n")
        return text.utf8.isEmpty ? shown : text + "\n\n" + shown
    }
}

extension DisplayLanguage {
    /// The language that unparsed arguments ask for, else that of the person's surroundings.
    ///
    /// As for the parser the last one counts.
    package static func asked(in arguments: [String]) -> DisplayLanguage {
        var asked: DisplayLanguage?
        for (place, argument) in arguments.enumerated() {
            if argument.isSame(as: "--") { break }
            if argument.utf8.starts(with: "--lang=".utf8) {
                let code = String(argument.unicodeScalars.dropFirst(7))
                asked = DisplayLanguage(code: code) ?? asked
            } else if argument.isSame(as: "--lang"), place + 1 < arguments.count {
                asked = DisplayLanguage(code: arguments[place + 1]) ?? asked
            }
        }
        return asked ?? .ofEnvironment
    }

    /// The language that the person's surroundings name: `CAUNOI_LANG`, the locale, else English.
    package static var ofEnvironment: DisplayLanguage {
        let environment = ProcessInfo.processInfo.environment
        if let code = environment["CAUNOI_LANG"], let language = DisplayLanguage(code: code) {
            return language
        }
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }
            .first { !$0.utf8.isEmpty }
        return locale?.utf8.starts(with: "vi".utf8) == true ? .vi : .en
    }
}
