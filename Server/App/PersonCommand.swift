import ArgumentParser
import ServerCore
import ServerSQL
import Shared

/// `person`: people come, move and leave; their work stays theirs.
struct PersonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: "Lists people, moves them, and notes that they have left.",
        discussion: "EXAMPLE: caunoi-server person list",
        subcommands: [List.self, Move.self, Disable.self]
    )

    struct List: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists everybody who works, or worked, with the register.",
            discussion: "EXAMPLE: caunoi-server person list --json"
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
                ["ID", "NAME", "PLACES", "STATE"],
                people.map { person, actors in
                    let places = actors.map { "\($0.department) (\($0.role.name))" }
                    return [
                        person.id.text, person.name, places.joined(separator: ", "),
                        person.isDisabled ? "disabled" : "active",
                    ]
                }
            )
            return .done
        }
    }

    struct Move: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Moves a person to another department, with all devices.",
            discussion: "EXAMPLE: caunoi-server person move 01JD… --department tourism"
        )

        @OptionGroup var options: ServerOptions

        @Argument(help: "The person's ID.")
        var id: String

        @Option(help: ArgumentHelp("The department, by its ID.", valueName: "id"))
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
            let roles = actors.map(\.role.name)
            if console.isJSON {
                console.document([
                    "person": .string(person.text),
                    "department": .string(department),
                    "roles": .array(roles.map { .string($0) }),
                ])
            } else {
                console.line(
                    "moved \(person.text) to \(department) as \(roles.joined(separator: ", "))"
                )
            }
            return .done
        }
    }

    struct Disable: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Notes that a person has left; their devices are refused from now on.",
            discussion: "EXAMPLE: caunoi-server person disable 01JD…"
        )

        @OptionGroup var options: ServerOptions

        @Argument(help: "The person's ID.")
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
                console.line("the devices of \(person.text) are refused from now on")
            }
            return .done
        }
    }
}

private func personID(_ text: String) throws -> RecordID {
    guard let id = RecordID(text: text) else {
        throw CommandFailure(
            .usage,
            code: "invalid_id",
            "\(text) is not the ID of a person",
            hint: "run: caunoi-server person list"
        )
    }
    return id
}
