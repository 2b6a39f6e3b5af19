package import ArgumentParser
import ClientCurl
import Foundation
import ProgramText
import Shared

/// `caunoi`: the client's root command.
package struct ClientCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "caunoi",
        abstract: HelpText.say(
            en: "The register of international cooperation, with or without a network.",
            vi: "Sổ hợp tác quốc tế, có mạng hay không có mạng."
        ),
        discussion: HelpText.discussion(
            en: """
                Everything but enroll, sync, verify and bundle relay works offline. The options \
                that every command has (--home, --json, --lang, --quiet, --verbose) may stand \
                before it, too.
                """,
            vi: """
                Mọi lệnh đều chạy được khi không có mạng, trừ enroll, sync, verify và \
                bundle relay. Các tùy chọn chung (--home, --json, --lang, --quiet, --verbose) \
                đặt trước tên lệnh cũng được.
                """,
            examples: #"caunoi add partners name.vi="Thành phố Lyon" name.en=Lyon kinds=city"#
        ),
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
    /// Ends the program where it cannot work, before anything is made of its arguments: when one of
    /// them is no text, or when it may not open the files that it needs.
    private static func checkSurroundings(_ arguments: [String]) {
        do {
            try OpenFiles.check()
            try ArgumentBytes.check()
        } catch {
            guard let options = GlobalOptions.surmised(from: arguments) else { return }
            let failure = CommandFailure(error, in: options.language)
            Console(options).report(failure)
            leave(failure.status.rawValue)
        }
    }

    /// The commands that begin with the network: libcurl is loaded while they read the replica.
    private static let networked: Set = ["enroll", "sync", "verify"]

    /// Runs the program with the arguments it was started with, and ends it.
    package static func start() -> Never {
        // A reader of our output that goes away must not end us in the middle of a save.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        let given = Array(CommandLine.arguments.dropFirst())
        checkSurroundings(given)
        if given.contains(where: { networked.contains($0) }) { CurlTransport.prepare() }
        let arguments = LeadingOptions.ofClient.moved(given)
        do {
            var command = try parseAsRoot(arguments)
            try command.run()
            leave(ExitStatus.done.rawValue)
        } catch {
            refuse(given, arguments, because: error)
            let code = exitCode(for: error)
            let message = ParserText.help(fullMessage(for: error), in: HelpText.language)
            if !message.isEmpty {
                let handle =
                    code == .success ? FileHandle.standardOutput : FileHandle.standardError
                try? handle.write(contentsOf: Data((message + "\n").utf8))
            }
            leave(code.rawValue)
        }
    }

    /// Ends the program.
    private static func leave(_ status: Int32) -> Never {
        CurlTransport.settle()
        Foundation.exit(status)
    }

    /// Ends the program where the parser does not take its arguments: its own status is 64 then.
    private static func refuse(
        _ given: [String],
        _ arguments: [String],
        because error: any Error
    ) {
        guard let options = GlobalOptions.surmised(from: given),
            let mistake = UsageMistake(error, in: arguments, language: options.language)
        else { return }
        Console(options).report(mistake)
        leave(ExitStatus.usage.rawValue)
    }
}
