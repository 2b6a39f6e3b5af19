import ArgumentParser
import ProgramText
package import Shared

/// Arguments that the program does not take, told in the language of whoever typed them.
package struct UsageMistake {
    /// As the parser tells of it.
    private let mistake: ParserMistake
    /// What to try, for programs.
    package let hint: String?

    /// What is wrong with arguments; nil where `error` is not that the parser refuses them.
    ///
    /// - Parameters:
    ///   - error: What parsing them ended with.
    ///   - arguments: As the parser got them.
    ///   - language: The language in which it is told.
    package init?(_ error: any Error, in arguments: [String], language: DisplayLanguage) {
        guard ClientCommand.exitCode(for: error) == .validationFailure else { return nil }
        var mistake = ParserMistake(
            ClientCommand.message(for: error),
            in: ClientCommand.fullMessage(for: error),
            language: language
        )
        if let unknown = UnknownCommand(in: arguments, of: .ofClient) {
            mistake.tell(of: unknown)
        }
        self.mistake = mistake
        hint = mistake.hint
    }
}

extension UsageMistake {
    /// What is wrong.
    package var message: String { mistake.message }

    /// What the argument is for, how the command is written, and where more is told.
    package var lines: [String] { mistake.lines }

    /// All of it, for people.
    package var text: String { mistake.text }

    /// The same as a failure, for programs.
    package var failure: CommandFailure {
        CommandFailure(.usage, code: "usage", message, hint: hint)
    }
}
