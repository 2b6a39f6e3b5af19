import ArgumentParser
import ProgramText
package import ServerCore
import ServerSQL
package import Shared

/// `invite`: a one-time code for somebody's device.
struct InviteCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: HelpText.say(
            en: "Prints a one-time code with which one device joins.",
            vi: "Cấp mã dùng một lần để một thiết bị tham gia sổ."
        ),
        discussion: HelpText.discussion(
            examples: """
                caunoi-server invite --department tourism --person "Nguyễn Văn An" \\
                    --role editor --expires 7d
                """
        )
    )

    @OptionGroup var options: ServerOptions

    @Option(
        help: ArgumentHelp(
            HelpText.say(en: "The department, by its ID.", vi: "Cơ quan, theo mã."),
            valueName: "id"
        )
    )
    var department: String

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "A name, or the ID of a known person.",
                vi: "Tên, hoặc ID của một người đã có trong sổ."
            ),
            valueName: "name|id"
        )
    )
    var person: String

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "reader, editor, lead or administrator.",
                vi: """
                    reader (người đọc), editor (người biên tập), lead (người chủ trì) hoặc \
                    administrator (quản trị viên).
                    """
            ),
            valueName: "role"
        )
    )
    var role = "editor"

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

    @Flag(
        help: ArgumentHelp(
            HelpText.say(
                en: "The name is somebody new's, though others have it.",
                vi: "Đây là người mới, dù trùng tên với người đã có."
            )
        )
    )
    var newPerson = false

    func validate() throws {
        if Role(name: role) == nil {
            throw ValidationError(
                HelpText.say(
                    en: "--role takes reader, editor, lead or administrator",
                    vi: "--role chỉ nhận reader, editor, lead hoặc administrator"
                )
            )
        }
        if Stretch(expires) == nil {
            throw ValidationError(
                HelpText.say(
                    en: "--expires takes 7d, 12h or 2w",
                    vi: "--expires có dạng 7d, 12h hoặc 2w"
                )
            )
        }
    }

    /// Milliseconds of `--expires`.
    static func milliseconds(_ text: String) throws -> Int64 {
        guard let stretch = Stretch(text) else {
            throw CommandFailure(
                .usage,
                code: "invalid_value",
                Labels(
                    vi: "\(text) không phải một khoảng thời gian; hãy viết như 7d, 12h hoặc 2w",
                    en: "\(text) is not a stretch of time; write it as 7d, 12h or 2w"
                )
            )
        }
        return stretch.milliseconds
    }

    func perform(_ console: Console) throws -> ExitStatus {
        let invitation = try withRegister { register in
            try register.invite(
                person,
                isNew: newPerson,
                department: department,
                role: Role(name: role) ?? .editor,
                milliseconds: try Self.milliseconds(expires),
                now: Moment.now.milliseconds
            )
        }
        let end = Moment(invitation.stored.expires).text
        if console.isJSON {
            console.document([
                "code": .string(invitation.code.text),
                "expires": .string(end),
                "person": .string(invitation.person.name),
                "person_id": .string(invitation.person.id.text),
                "department": .string(invitation.actor.department),
                "role": .string(invitation.actor.role.name),
            ])
        } else {
            console.line(invitation.code.text)
            let (name, actor) = (invitation.person.name, invitation.actor)
            let role = console.word(actor.role)
            console.message(
                console.say(
                    en: "for \(name) of \(actor.department) as \(role); good until \(end), once",
                    vi: "cho \(name), cơ quan \(actor.department), vai trò \(role); dùng được một "
                        + "lần, đến \(end)"
                )
            )
        }
        return .done
    }
}

extension OpenRegister {
    /// Issues a code; `person` is a name, or the id of a known person.
    package func invite(
        _ person: String,
        isNew: Bool,
        department: String,
        role: Role,
        milliseconds: Int64,
        now: Int64
    ) throws -> Invitation {
        try write { random, transaction in
            let department = try self.department(department, in: transaction)
            let invited: InvitedPerson
            if isNew {
                invited = .newcomer(person)
            } else if let id = RecordID(text: person), try transaction.person(id) != nil {
                invited = .known(id)
            } else {
                invited = .named(person)
            }
            return try accounts.invite(
                invited,
                department: department.code,
                role: role,
                expires: now + milliseconds,
                epoch: transaction.clock(of: .common)?.epoch,
                at: now,
                using: &random,
                in: &transaction
            )
        }
    }
}
