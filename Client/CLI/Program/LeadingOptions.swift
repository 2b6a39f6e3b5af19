import ArgumentParser
package import ProgramText

extension LeadingOptions {
    /// The options that every command of the client has, before the command.
    package static let ofClient = LeadingOptions(
        of: .ofClient,
        withValue: ["--home", "--lang"],
        flags: ["--json", "--quiet", "--verbose"]
    )
}

extension CommandNames {
    /// The client's commands.
    static let ofClient = CommandNames(ClientCommand.self as any ParsableCommand.Type) { command in
        let configuration = command.configuration
        return (
            name: command._commandName,
            commands: configuration.subcommands,
            hasDefault: configuration.defaultSubcommand != nil
        )
    }
}
