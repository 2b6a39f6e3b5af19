import ArgumentParser
import Foundation
package import Shared

/// Arguments that the program does not take, told in the language of whoever typed them.
package struct UsageMistake {
    /// What is wrong.
    package let message: String
    /// What the argument is for, how the command is written, and where more is told.
    package let lines: [String]
    /// What to try, for programs.
    package let hint: String?

    private let language: DisplayLanguage

    /// What is wrong with arguments; nil where `error` is not that the parser refuses them.
    ///
    /// - Parameters:
    ///   - error: What parsing them ended with.
    ///   - arguments: As the parser got them.
    ///   - language: The language in which it is told.
    package init?(_ error: any Error, in arguments: [String], language: DisplayLanguage) {
        guard ClientCommand.exitCode(for: error) == .validationFailure else { return nil }
        let text = ClientCommand.message(for: error)
        let whole = ClientCommand.fullMessage(for: error)
        let below = whole.range(of: text).map { String(whole[$0.upperBound...]) } ?? whole
        let parserLines = below.split(separator: "\n").map { String($0) }
        var lines = parserLines.map { ParserText.line($0, in: language) }
        var hint = parserLines.lazy.compactMap { ParserText.lead(in: $0) }.first
        if let unknown = UnknownCommand(in: arguments) {
            message = unknown.message(in: language)
            if let suggestion = unknown.suggestion(in: language) {
                lines.append("  " + suggestion)
                hint = suggestion
            }
        } else {
            message = ParserText.message(text, in: language)
        }
        self.lines = lines
        self.hint = hint
        self.language = language
    }
}

extension UsageMistake {
    /// All of it, for people.
    package var text: String {
        let head = language == .vi ? "lỗi: " : "Error: "
        return ([head + message] + lines).map { printable($0, keepingLineFeeds: true) }
            .joined(separator: "\n")
    }

    /// The same as a failure, for programs.
    package var failure: CommandFailure {
        CommandFailure(.usage, code: "usage", message, hint: hint)
    }
}

/// A word that stands where the name of a command should.
private struct UnknownCommand {
    private let path: CommandPath
    private let word: String

    /// Nil where the arguments name a command, or nothing that looks like one.
    init?(in arguments: [String]) {
        var path = CommandPath()
        var rest = arguments[...]
        while let word = rest.first, path.enter(word) { rest.removeFirst() }
        guard path.isGroup, let word = rest.first, !word.utf8.starts(with: "-".utf8) else {
            return nil
        }
        // The parser's own command.
        if path.words.isEmpty, word.isSame(as: "help") { return nil }
        self.path = path
        self.word = word
    }

    func message(in language: DisplayLanguage) -> String {
        language == .vi ? "không có lệnh '\(word)'" : "Unknown command '\(word)'"
    }

    /// What was probably meant; nil where nothing is near.
    func suggestion(in language: DisplayLanguage) -> String? {
        guard let name = nearest(word, in: path.names) else { return nil }
        let command = (["caunoi"] + path.words + [name]).joined(separator: " ")
        return language == .vi ? "Có phải '\(command)'?" : "Did you mean '\(command)'?"
    }
}
