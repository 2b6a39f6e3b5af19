import ArgumentParser
import Foundation
import ProgramText
import ServerSQL
import ServerSQLite
import Shared

/// `backup`: a consistent copy, also while serving.
struct BackupCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: HelpText.say(
            en: "Writes a consistent copy of the register into a file, also while serving.",
            vi: "Ghi bản sao lưu nhất quán của sổ vào một tệp, cả khi máy chủ đang hoạt động."
        ),
        discussion: HelpText.discussion(
            en: """
                The copy is an SQLite database, wherever the register is. It holds everything, \
                also what is not for everyone: keep it as safe as the register.
                """,
            vi: """
                Bản sao lưu là một cơ sở dữ liệu SQLite, dù sổ nằm ở đâu. Nó chứa mọi thứ, kể cả \
                những gì không dành cho tất cả mọi người: hãy giữ nó an toàn như chính sổ.
                """,
            examples: "caunoi-server backup /backup/register-2026-01-18.sqlite"
        )
    )

    @OptionGroup var options: ServerOptions

    @Argument(
        help: ArgumentHelp(
            HelpText.say(
                en: "The file to write; one that is there is replaced once the copy is whole.",
                vi: "Tệp cần ghi; tệp đang có chỉ bị thay khi bản sao lưu đã đầy đủ."
            )
        )
    )
    var file: String

    func perform(_ console: Console) throws -> ExitStatus {
        try options.place.refuseOwn(file)
        let bytes = try withRegister(isPatient: true) { register in
            switch register.place {
            case .folder(let folder): try SQLiteServerStore.copy(folder: folder, to: file)
            case .database: try copy(register)
            }
        }
        if console.isJSON {
            console.document(["file": .string(file), "bytes": .integer(bytes)])
        } else {
            console.line(
                console.say(
                    en: "wrote \(bytes) bytes to \(file)",
                    vi: "đã ghi \(bytes) byte vào \(file)"
                )
            )
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
