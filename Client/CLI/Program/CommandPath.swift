import ArgumentParser
import Shared

/// The command that the first words of a command line name.
struct CommandPath {
    /// The words that name it, without the program's own name.
    private(set) var words: [String] = []
    /// The command itself; the program where no word names one.
    private(set) var command: any ParsableCommand.Type = ClientCommand.self

    /// Whether it does nothing itself, but holds the commands that do.
    var isGroup: Bool { !command.configuration.subcommands.isEmpty }

    /// The names of the commands that it holds.
    var names: [String] { command.configuration.subcommands.map { $0._commandName } }

    /// Goes on to the command of this name.
    ///
    /// - Returns: false where it holds none.
    mutating func enter(_ name: String) -> Bool {
        let next = command.configuration.subcommands.first { $0._commandName.isSame(as: name) }
        guard let next else { return false }
        words.append(name)
        command = next
        return true
    }
}
