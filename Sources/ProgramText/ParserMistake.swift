import Foundation
package import Shared

/// Arguments that the parser does not take, told in the language of whoever typed them.
package struct ParserMistake {
    /// What is wrong.
    package var message: String
    /// What the argument is for, how the command is written, and where more is told.
    package var lines: [String]
    /// The command that tells more; nil where the parser names none.
    package let lead: String?
    /// What to try, for programs.
    package internal(set) var hint: String?

    let language: DisplayLanguage

    /// Takes apart what the parser says of an error.
    ///
    /// - Parameters:
    ///   - message: The error's message alone.
    ///   - whole: The same with all that the parser prints around it.
    ///   - language: The language in which it is told.
    package init(_ message: String, in whole: String, language: DisplayLanguage) {
        let below = whole.range(of: message).map { String(whole[$0.upperBound...]) } ?? whole
        let parserLines = below.split(separator: "\n").map { String($0) }
        self.message = ParserText.message(message, in: language)
        lines = parserLines.map { ParserText.line($0, in: language) }
        lead = parserLines.lazy.compactMap { ParserText.lead(in: $0) }.first
        hint = lead
        self.language = language
    }

    /// All of it, for people.
    package var text: String {
        let head = language == .vi ? "lỗi: " : "Error: "
        return ([head + message] + lines).map { printable($0, keepingLineFeeds: true) }
            .joined(separator: "\n")
    }
}
