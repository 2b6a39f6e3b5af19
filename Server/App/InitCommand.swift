import ArgumentParser
import Foundation
import ProgramText
import ServerCore
import Shared

/// `init`: makes a register.
struct InitCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: HelpText.say(
            en: "Makes a register and prints the first administrator's code.",
            vi: "Tạo một sổ và in mã của quản trị viên đầu tiên."
        ),
        discussion: HelpText.discussion(
            examples: """
                caunoi-server init --data /srv/register --name "City register" \\
                    --department external-relations --person "Trần Thị Bình"
                """
        )
    )

    @OptionGroup var options: ServerOptions

    @Option(
        help: ArgumentHelp(HelpText.say(en: "What the register is called.", vi: "Tên của sổ."))
    )
    var name = "CauNoi"

    @Option(
        help: ArgumentHelp(
            HelpText.say(en: "A schema of one's own.", vi: "Một lược đồ riêng."),
            valueName: "file"
        )
    )
    var schema: String?

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "The administrator's department.",
                vi: "Cơ quan của quản trị viên, theo mã."
            ),
            valueName: "id"
        )
    )
    var department = "administration"

    @Option(
        name: .customLong("department-name"),
        help: ArgumentHelp(
            HelpText.say(en: "What that department is called.", vi: "Tên của cơ quan đó."),
            valueName: "text"
        )
    )
    var departmentName: String?

    @Option(
        help: ArgumentHelp(
            HelpText.say(en: "The administrator's name.", vi: "Tên của quản trị viên.")
        )
    )
    var person = "Administrator"

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "How long the code is good: 7d, 12h.",
                vi: "Mã dùng được trong bao lâu: 7d, 12h."
            ),
            valueName: "time"
        )
    )
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
        if console.isJSON {
            console.document([
                "register": .string(made.info.id.text),
                "name": .string(made.info.name),
                "code": .string(made.invitation.code.text),
                "expires": .string(Moment(made.invitation.stored.expires).text),
                "department": .string(department),
                "person": .string(made.invitation.person.name),
            ])
        } else {
            tell(made.info.name, made.invitation, console)
        }
        return .done
    }

    private func tell(_ register: String, _ invitation: Invitation, _ console: Console) {
        let (place, person) = (options.place, invitation.person.name)
        let (code, end) = (invitation.code.text, Moment(invitation.stored.expires).text)
        console.line(
            console.say(
                en: "made the register \(register) in \(place.shown)",
                vi: "đã tạo sổ \(register) ở \(place.shown)"
            )
        )
        console.line(
            console.say(en: "code for \(person): \(code)", vi: "mã của \(person): \(code)")
        )
        console.line(
            console.say(en: "good until \(end), once", vi: "dùng được một lần, đến \(end)")
        )
        console.message(
            console.say(
                en: "next: caunoi-server serve \(place.options)",
                vi: "tiếp theo: caunoi-server serve \(place.options)"
            )
        )
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
                Labels(
                    vi: "\(path) có hơn \(limit) byte",
                    en: "\(path) has more than \(limit) bytes"
                )
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
                Labels(
                    vi: "không đọc được \(path): \(FileTrouble(error).labels.vi)",
                    en: "\(path) cannot be read: \(error.localizedDescription)"
                )
            )
        }
    }
}
