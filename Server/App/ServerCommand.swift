package import ArgumentParser
import Foundation
import ProgramText

/// `caunoi-server`: the server's root command.
package struct ServerCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "caunoi-server",
        abstract: HelpText.say(
            en: "Serves a register of international cooperation, and administers it.",
            vi: "Phục vụ và quản trị một sổ hợp tác quốc tế."
        ),
        discussion: HelpText.discussion(
            en: """
                The register is in an SQLite database in a folder (--data) or in PostgreSQL \
                (--database), where several servers may use it at once. Every command but init, \
                restore, move and serve works while a server is running.
                """,
            vi: """
                Sổ nằm trong cơ sở dữ liệu SQLite ở một thư mục (--data) hoặc trong PostgreSQL \
                (--database), nơi nhiều máy chủ có thể cùng dùng. Mọi lệnh trừ init, restore, move \
                và serve đều chạy được khi máy chủ đang hoạt động.
                """,
            examples: #"caunoi-server init --data /srv/register --name "City register""#
        ),
        version: "caunoi-server 0.1.0",
        subcommands: [
            InitCommand.self, ServeCommand.self, DepartmentCommand.self, InviteCommand.self,
            PersonCommand.self, DevicesCommand.self, LoadCommand.self, StatsCommand.self,
            SchemaCommand.self, BackupCommand.self, RestoreCommand.self, MoveCommand.self,
            VerifyCommand.self,
            PurgeCommand.self, BundleCommand.self,
        ]
    )

    package init() {}
}

/// A command for the administrator: what it does is in ``perform(_:)``, how it ends is decided here.
protocol AdministrativeCommand: ParsableCommand {
    var options: ServerOptions { get }
    func perform(_ console: Console) throws -> ExitStatus
}

extension AdministrativeCommand {
    func run() throws {
        let console = Console(options)
        do {
            let status = try perform(console)
            if status != .done { throw ExitCode(status.rawValue) }
        } catch let code as ExitCode {
            throw code
        } catch {
            throw console.ending(with: error)
        }
    }

    /// Opens the register, does one thing with it, and closes it again.
    func withRegister<Result>(
        isPatient: Bool = false,
        _ body: (OpenRegister) throws -> Result
    ) throws -> Result {
        let register = try OpenRegister.open(options.place, isPatient: isPatient)
        let result: Result
        do {
            result = try body(register)
        } catch {
            try? register.close()
            throw error
        }
        try register.close()
        return result
    }
}
