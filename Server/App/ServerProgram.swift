import ArgumentParser
import Foundation
import Shared

/// `caunoi-server` from its arguments to its exit status.
package enum ServerProgram {
    /// Does what the program's own arguments say, unless one of them is no text.
    package static func start() async -> Int32 {
        do {
            try ArgumentBytes.check()
        } catch {
            let asked = CommandLine.arguments.filter { $0.isSame(as: "--json") }.prefix(1)
            guard let options = try? ServerOptions.parse(Array(asked)) else { return end(error) }
            return Console(options).ending(with: error).rawValue
        }
        return await run(Array(CommandLine.arguments.dropFirst()))
    }

    /// Parses `arguments`, without the program's name, and does what they say.
    package static func run(_ arguments: [String]) async -> Int32 {
        // A reader of our output that goes away must not end us in the middle of a commit.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        // Whatever this program writes is for its owner's eyes.
        umask(0o077)
        do {
            var command = try ServerCommand.parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return ExitStatus.done.rawValue
        } catch {
            return end(error)
        }
    }

    private static func end(_ error: any Error) -> Int32 {
        let code = ServerCommand.exitCode(for: error)
        let message = ServerCommand.fullMessage(for: error)
        if !message.isEmpty {
            let handle = code == .success ? FileHandle.standardOutput : FileHandle.standardError
            try? handle.write(contentsOf: Data((message + "\n").utf8))
        }
        // The parser's own status for wrong usage is 64.
        return code == .validationFailure ? ExitStatus.usage.rawValue : code.rawValue
    }
}
