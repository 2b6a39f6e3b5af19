import ArgumentParser
import Foundation
import ProgramText
import Shared

/// `caunoi-server` from its arguments to its exit status.
package enum ServerProgram {
    /// Does what the program's own arguments say, unless one of them is no text.
    package static func start() async -> Int32 {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            try ArgumentBytes.check()
        } catch {
            guard let options = ServerOptions.surmised(from: arguments) else {
                return end(error, arguments, arguments)
            }
            return Console(options).ending(with: error).rawValue
        }
        return await run(arguments)
    }

    /// Parses `arguments`, without the program's name, and does what they say.
    package static func run(_ arguments: [String]) async -> Int32 {
        // A reader of our output that goes away must not end us in the middle of a commit.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        // Whatever this program writes is for its owner's eyes.
        umask(0o077)
        let moved = LeadingOptions.ofServer.moved(arguments)
        do {
            var command = try ServerCommand.parseAsRoot(moved)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return ExitStatus.done.rawValue
        } catch {
            return end(error, arguments, moved)
        }
    }

    /// Tells of what parsing or running ended with, in the language and the form that are asked for.
    ///
    /// - Parameters:
    ///   - error: What was thrown; of a command that has told of it itself no more than its status.
    ///   - given: The arguments as they were typed.
    ///   - arguments: The same as the parser got them.
    /// - Returns: The exit status.
    private static func end(
        _ error: any Error,
        _ given: [String],
        _ arguments: [String]
    ) -> Int32 {
        let language = DisplayLanguage.asked(in: given)
        let code = ServerCommand.exitCode(for: error)
        guard code == .validationFailure else {
            let message = ParserText.help(ServerCommand.fullMessage(for: error), in: language)
            write(message, to: code == .success ? .standardOutput : .standardError)
            return code.rawValue
        }
        let mistake = mistake(error, arguments, language)
        if let options = ServerOptions.surmised(from: given), options.json {
            let failure = CommandFailure(
                .usage,
                code: "usage",
                mistake.message,
                hint: mistake.hint
            )
            return Console(options).ending(with: failure).rawValue
        }
        write(mistake.text, to: .standardError)
        // The parser's own status for wrong usage is 64.
        return ExitStatus.usage.rawValue
    }

    /// What is wrong with arguments that the parser does not take.
    private static func mistake(
        _ error: any Error,
        _ arguments: [String],
        _ language: DisplayLanguage
    ) -> ParserMistake {
        var mistake = ParserMistake(
            ServerCommand.message(for: error),
            in: ServerCommand.fullMessage(for: error),
            language: language
        )
        if let unknown = UnknownCommand(in: arguments, of: .ofServer) { mistake.tell(of: unknown) }
        return mistake
    }

    private static func write(_ message: String, to handle: FileHandle) {
        if message.isEmpty { return }
        try? handle.write(contentsOf: Data((message + "\n").utf8))
    }
}
