import ArgumentParser
import ProgramText
import ServerCore
import ServerSQL
import Shared

/// `person`: people come, move and leave; their work stays theirs.
struct PersonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: HelpText.say(
            en: "Lists people, moves them, and notes that they have left.",
            vi: "Liệt kê người dùng, chuyển họ sang cơ quan khác, ghi nhận người đã nghỉ."
        ),
        discussion: HelpText.discussion(examples: "caunoi-server person list"),
        subcommands: [List.self, Move.self, Disable.self]
    )

    struct List: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: HelpText.say(
                en: "Lists everybody who works, or worked, with the register.",
                vi: "Liệt kê mọi người đang hoặc từng làm việc với sổ."
            ),
            discussion: HelpText.discussion(examples: "caunoi-server person list --json")
        )

        @OptionGroup var options: ServerOptions

        func perform(_ console: Console) throws -> ExitStatus {
            let people = try withRegister { register in
                try register.store.read { transaction in
                    try transaction.persons().map { person in
                        let actors = try register.accounts.presentActors(
                            of: person.id,
                            in: transaction
                        )
                        return (person, actors)
                    }
                }
            }
            if console.isJSON {
                let list = people.map { person, actors in
                    JSONValue.members([
                        "id": .string(person.id.text),
                        "name": .string(person.name),
                        "state": .string(person.isDisabled ? "disabled" : "active"),
                        "department": .optional(actors.last?.department),
                        "role": .optional(actors.last?.role.name),
                        "places": .array(
                            actors.map { actor in
                                .members([
                                    "department": .string(actor.department),
                                    "role": .string(actor.role.name),
                                ])
                            }
                        ),
                    ])
                }
                console.document(["persons": .array(list)])
                return .done
            }
            console.table(
                [
                    "ID", console.say(en: "NAME", vi: "TÊN"),
                    console.say(en: "PLACES", vi: "CƠ QUAN (VAI TRÒ)"),
                    console.say(en: "STATE", vi: "TRẠNG THÁI"),
                ],
                people.map { person, actors in
                    let places = actors.map { "\($0.department) (\(console.word($0.role)))" }
                    return [
                        person.id.text, person.name, places.joined(separator: ", "),
                        console.word(ofState: person.isDisabled ? "disabled" : "active"),
                    ]
                }
            )
            return .done
        }
    }

    struct Move: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: HelpText.say(
                en: "Moves a person to another department, with all devices.",
                vi: "Chuyển một người cùng mọi thiết bị của họ sang cơ quan khác."
            ),
            discussion: HelpText.discussion(
                examples: "caunoi-server person move 01JD… --department tourism"
            )
        )

        @OptionGroup var options: ServerOptions

        @Argument(
            help: ArgumentHelp(HelpText.say(en: "The person's ID.", vi: "ID của người đó."))
        )
        var id: String

        @Option(
            help: ArgumentHelp(
                HelpText.say(en: "The department, by its ID.", vi: "Cơ quan, theo mã."),
                valueName: "id"
            )
        )
        var department: String

        func perform(_ console: Console) throws -> ExitStatus {
            let person = try personID(id)
            let actors = try withRegister { register in
                try register.write { _, transaction in
                    let department = try register.department(department, in: transaction)
                    return try register.accounts.move(
                        person,
                        to: department.code,
                        in: &transaction
                    )
                }
            }
            if console.isJSON {
                console.document([
                    "person": .string(person.text),
                    "department": .string(department),
                    "roles": .array(actors.map { .string($0.role.name) }),
                ])
            } else {
                let roles = actors.map { console.word($0.role) }.joined(separator: ", ")
                console.line(
                    console.say(
                        en: "moved \(person.text) to \(department) as \(roles)",
                        vi: "đã chuyển \(person.text) sang \(department), vai trò \(roles)"
                    )
                )
            }
            return .done
        }
    }

    struct Disable: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: HelpText.say(
                en: "Notes that a person has left; their devices are refused from now on.",
                vi: "Ghi nhận một người đã nghỉ; thiết bị của họ bị từ chối từ nay."
            ),
            discussion: HelpText.discussion(examples: "caunoi-server person disable 01JD…")
        )

        @OptionGroup var options: ServerOptions

        @Argument(
            help: ArgumentHelp(HelpText.say(en: "The person's ID.", vi: "ID của người đó."))
        )
        var id: String

        func perform(_ console: Console) throws -> ExitStatus {
            let person = try personID(id)
            try withRegister { register in
                try register.write { _, transaction in
                    try register.accounts.disable(person, in: &transaction)
                }
            }
            if console.isJSON {
                console.document([
                    "person": .string(person.text),
                    "state": .string("disabled"),
                ])
            } else {
                console.line(
                    console.say(
                        en: "the devices of \(person.text) are refused from now on",
                        vi: "từ nay các thiết bị của \(person.text) bị từ chối"
                    )
                )
            }
            return .done
        }
    }
}

private func personID(_ text: String) throws -> RecordID {
    guard let id = RecordID(text: text) else {
        throw CommandFailure(
            code: "invalid_id",
            Labels(
                vi: "\(text) không phải ID của một người",
                en: "\(text) is not the ID of a person"
            ),
            hint: .running("caunoi-server person list")
        )
    }
    return id
}
