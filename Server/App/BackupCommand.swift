import ArgumentParser
import Foundation
import ServerSQL
import ServerSQLite
import Shared

/// `backup`: a consistent copy, also while serving.
struct BackupCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Writes a consistent copy of the register into a file, also while serving.",
        discussion: """
            The copy is an SQLite database, wherever the register is. It holds everything, \
            also what is not for everyone: keep it as safe as the register.

            EXAMPLE: caunoi-server backup /backup/register-2026-01-18.sqlite
            """
    )

    @OptionGroup var options: ServerOptions

    @Argument(help: "The file to write; one that is there is replaced once the copy is whole.")
    var file: String

    func perform(_ console: Console) throws -> ExitStatus {
        let bytes = try withRegister(isPatient: true) { register in
            switch register.place {
            case .folder(let folder): try SQLiteServerStore.copy(folder: folder, to: file)
            case .database: try copy(register)
            }
        }
        if console.isJSON {
            console.document(["file": .string(file), "bytes": .integer(bytes)])
        } else {
            console.line("wrote \(bytes) bytes to \(file)")
        }
        return .done
    }

    /// Copies a register of a database, by way of a folder beside the file.
    private func copy(_ register: OpenRegister) throws -> Int64 {
        let staging = "\(file).\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: staging) }
        let store = try SQLiteServerStore.open(folder: staging)
        defer { try? store.close() }
        try RegisterCopy(from: register.store, to: store).run()
        return try SQLiteServerStore.copy(folder: staging, to: file)
    }
}
