import ArgumentParser
import Foundation
import ServerCore
import Shared

/// `init`: makes a register.
struct InitCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes a register and prints the first administrator's code.",
        discussion: """
            EXAMPLE: caunoi-server init --data /srv/register --name "City register" \\
                --department external-relations --person "Trần Thị Bình"
            """
    )

    @OptionGroup var options: ServerOptions

    @Option(help: "What the register is called.")
    var name = "CauNoi"

    @Option(help: ArgumentHelp("A schema of one's own.", valueName: "file"))
    var schema: String?

    @Option(help: ArgumentHelp("The administrator's department.", valueName: "id"))
    var department = "administration"

    @Option(
        name: .customLong("department-name"),
        help: ArgumentHelp("What that department is called.", valueName: "text")
    )
    var departmentName: String?

    @Option(help: "The administrator's name.")
    var person = "Administrator"

    @Option(help: ArgumentHelp("How long the code is good: 7d, 12h.", valueName: "time"))
    var expires = "7d"

    func perform(_ console: Console) throws -> ExitStatus {
        let now = Moment.now.milliseconds
        let document = try schema.map { try InputFile.bytes($0, limit: 4 << 20) }
        let isNamed = departmentName != nil
        let made = try OpenRegister.create(
            at: options.place,
            OpenRegister.Beginning(
                name: name,
                schema: document ?? BuiltIn.schema,
                department: Department(
                    code: department,
                    nameVi: departmentName ?? (isBuiltInDepartment ? "Quản trị" : department),
                    nameEn: isNamed ? nil : isBuiltInDepartment ? "Administration" : nil
                ),
                person: person,
                codeMilliseconds: try InviteCommand.milliseconds(expires)
            ),
            now: now
        )
        let code = made.invitation.code.text
        if console.isJSON {
            console.document([
                "register": .string(made.info.id.text),
                "name": .string(made.info.name),
                "code": .string(code),
                "expires": .string(Moment(made.invitation.stored.expires).text),
                "department": .string(department),
                "person": .string(made.invitation.person.name),
            ])
        } else {
            console.line("made the register \(made.info.name) in \(options.place.shown)")
            console.line("code for \(made.invitation.person.name): \(code)")
            console.line("good until \(Moment(made.invitation.stored.expires).text), once")
            console.message("next: caunoi-server serve \(options.place.options)")
        }
        return .done
    }

    private var isBuiltInDepartment: Bool { department == "administration" }
}

/// Files that people name on the command line.
enum InputFile {
    /// The whole content of a file of at most `limit` bytes.
    static func bytes(_ path: String, limit: Int) throws -> [UInt8] {
        let data = try mapped(path)
        guard data.count <= limit else {
            throw CommandFailure(
                code: "too_large",
                "\(path) has more than \(limit) bytes"
            )
        }
        return Array(data)
    }

    /// The content of a file, read as it is used.
    static func mapped(_ path: String) throws -> Data {
        do {
            return try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
        } catch {
            throw CommandFailure(
                code: "unreadable_file",
                "\(path) cannot be read: \(error.localizedDescription)"
            )
        }
    }
}
