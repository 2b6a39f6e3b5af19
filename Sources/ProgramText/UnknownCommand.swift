package import Shared

/// A word that stands where the name of a command should.
package struct UnknownCommand {
    private let program: String
    private let path: CommandPath
    private let word: String

    /// Nil where the arguments name a command, or nothing that looks like one.
    ///
    /// - Parameters:
    ///   - arguments: As the parser got them.
    ///   - program: The names of the program's commands.
    package init?(in arguments: [String], of program: CommandNames) {
        var path = CommandPath(in: program)
        var rest = arguments[...]
        while let word = rest.first, path.enter(word) { rest.removeFirst() }
        guard path.isGroup, let word = rest.first, !word.utf8.starts(with: "-".utf8) else {
            return nil
        }
        // The parser's own command.
        if path.words.isEmpty, word.isSame(as: "help") { return nil }
        self.program = program.name
        self.path = path
        self.word = word
    }

    /// What is wrong.
    package func message(in language: DisplayLanguage) -> String {
        language == .vi ? "không có lệnh '\(word)'" : "Unknown command '\(word)'"
    }

    /// What was probably meant; nil where nothing is near.
    package func suggestion(in language: DisplayLanguage) -> String? {
        guard let name = nearest(word, in: path.names) else { return nil }
        let command = ([program] + path.words + [name]).joined(separator: " ")
        return language == .vi ? "Có phải '\(command)'?" : "Did you mean '\(command)'?"
    }
}

extension ParserMistake {
    /// Tells of the word that is no command, where the parser takes it for something else.
    package mutating func tell(of unknown: UnknownCommand) {
        message = unknown.message(in: language)
        guard let suggestion = unknown.suggestion(in: language) else { return }
        lines.append("  " + suggestion)
        hint = suggestion
    }
}
