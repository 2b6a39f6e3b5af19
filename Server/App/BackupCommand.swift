import ArgumentParser
import ServerSQLite
import Shared

/// `backup`: a consistent copy, also while serving.
struct BackupCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Writes a consistent copy of the register into a file, also while serving.",
        discussion: """
            The copy holds everything, also what is not for everyone: keep it as safe as the register.

            EXAMPLE: caunoi-server backup /backup/register-2026-01-18.sqlite
            """
    )

    @OptionGroup var options: ServerOptions

    @Argument(help: "The file to write; one that is there is replaced once the copy is whole.")
    var file: String

    func perform(_ console: Console) throws -> ExitStatus {
        let bytes = try withRegister { register in
            try SQLiteServerStore.copy(folder: register.path, to: file)
        }
        if console.isJSON {
            console.document(["file": .string(file), "bytes": .integer(bytes)])
        } else {
            console.line("wrote \(bytes) bytes to \(file)")
        }
        return .done
    }
}
