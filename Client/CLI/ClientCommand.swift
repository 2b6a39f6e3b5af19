package import ArgumentParser
import Foundation
import Shared

/// `caunoi`: the client's root command.
package struct ClientCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "caunoi",
        abstract: HelpText.say(
            en: "The register of international cooperation, with or without a network.",
            vi: "Sổ hợp tác quốc tế, có mạng hay không có mạng."
        ),
        discussion: """
            Everything but enroll, sync, verify and bundle relay works offline.

            EXAMPLE: caunoi add partners name.vi="Thành phố Lyon" name.en=Lyon kinds=city
            """,
        version: ClientVersion.text,
        subcommands: [
            EnrollCommand.self, StatusCommand.self, SyncCommand.self,
            AddCommand.self, SetCommand.self, ShowCommand.self,
            VerifyCommand.self, SchemaCommand.self, DoctorCommand.self,
            ConflictsCommand.self, ResolveCommand.self, ListCommand.self, SearchCommand.self,
            DeleteCommand.self, RestoreCommand.self, HistoryCommand.self, WhyCommand.self,
            UndoCommand.self,
            EditCommand.self, CorrectionsCommand.self, QueryCommand.self, ReportCommand.self,
            BundleCommand.self,
            ExportCommand.self, ImportCommand.self, RescueCommand.self,
            DigestCommand.self, DuplicatesCommand.self, MergeCommand.self, UnmergeCommand.self,
            DemoCommand.self,
        ]
    )

    package init() {}
}

/// The program's version.
package enum ClientVersion {
    package static let text = "caunoi 0.1.0"
}

/// A command of the client: what it does is in ``perform(_:)``, how it ends is decided here.
package protocol RegisterCommand: ParsableCommand {
    var options: GlobalOptions { get }
    func perform(_ console: Console) throws -> ExitStatus
}

extension RegisterCommand {
    package func run() throws {
        let console = Console(options)
        do {
            let status = try perform(console)
            try ReadTrouble.check()
            if status != .done { throw ExitCode(status.rawValue) }
        } catch let code as ExitCode {
            throw code
        } catch {
            let failure = CommandFailure(error, in: options.language)
            console.report(failure)
            throw ExitCode(failure.status.rawValue)
        }
    }
}

extension ClientCommand {
    /// The command that an unknown one was probably meant to be; empty when there is none.
    private static func suggestion(for error: any Error) -> String {
        guard exitCode(for: error) == .validationFailure,
            let given = CommandLine.arguments.dropFirst().first(where: { !$0.hasPrefix("-") })
        else { return "" }
        let names = configuration.subcommands.compactMap { $0.configuration.commandName }
        guard !names.contains(given), let name = nearest(given, in: names) else { return "" }
        return "\n  Did you mean 'caunoi \(name)'?"
    }

    /// Ends the program where it cannot work, before anything is made of its arguments: when one of
    /// them is no text, or when it may not open the files that it needs.
    private static func checkSurroundings() {
        do {
            try OpenFiles.check()
            try ArgumentBytes.check()
        } catch {
            let asked = CommandLine.arguments.filter { $0.isSame(as: "--json") }.prefix(1)
            guard let options = try? GlobalOptions.parse(Array(asked)) else { return }
            let failure = CommandFailure(error, in: options.language)
            Console(options).report(failure)
            Foundation.exit(failure.status.rawValue)
        }
    }

    /// Runs the program with the arguments it was started with, and ends it.
    package static func start() -> Never {
        // A reader of our output that goes away must not end us in the middle of a save.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        checkSurroundings()
        do {
            var command = try parseAsRoot()
            try command.run()
            Foundation.exit(ExitStatus.done.rawValue)
        } catch {
            let code = exitCode(for: error)
            let message = fullMessage(for: error) + suggestion(for: error)
            if !message.isEmpty {
                let handle =
                    code == .success ? FileHandle.standardOutput : FileHandle.standardError
                try? handle.write(contentsOf: Data((message + "\n").utf8))
            }
            // The parser's own status for wrong usage is 64.
            Foundation.exit(
                code == .validationFailure ? ExitStatus.usage.rawValue : code.rawValue
            )
        }
    }
}
