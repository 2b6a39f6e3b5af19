import Shared

/// The names of a program's commands: of one, and of those that it holds.
package struct CommandNames: Sendable {
    package let name: String
    /// What it holds; none where it does something itself.
    package let commands: [CommandNames]
    /// Whether it does what one of them does where none of them is named.
    package let hasDefault: Bool

    /// Reads the names off the commands themselves, whatever these are to their parser.
    ///
    /// - Parameters:
    ///   - command: The program.
    ///   - describe: What a command is called, and what it holds.
    package init<Command>(
        _ command: Command,
        _ describe: (Command) -> (name: String, commands: [Command], hasDefault: Bool)
    ) {
        let described = describe(command)
        name = described.name
        commands = described.commands.map { CommandNames($0, describe) }
        hasDefault = described.hasDefault
    }
}

/// The command that the first words of a command line name.
package struct CommandPath {
    /// The words that name it, without the program's own name.
    package private(set) var words: [String] = []
    /// The command itself; the program where no word names one.
    package private(set) var command: CommandNames

    /// The path that has not left the program yet.
    package init(in program: CommandNames) { command = program }

    /// Whether it does nothing itself, but holds the commands that do.
    package var isGroup: Bool { !command.commands.isEmpty }

    /// The names of the commands that it holds.
    package var names: [String] { command.commands.map { $0.name } }

    /// Goes on to the command of this name.
    ///
    /// - Returns: false where it holds none.
    package mutating func enter(_ name: String) -> Bool {
        guard let next = command.commands.first(where: { $0.name.isSame(as: name) }) else {
            return false
        }
        words.append(name)
        command = next
        return true
    }
}
