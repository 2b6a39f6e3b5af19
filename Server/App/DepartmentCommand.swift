import ArgumentParser
import ServerSQLite
import Shared

/// `department`: the departments that share the register.
struct DepartmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "department",
        abstract: "Adds and lists departments.",
        discussion: """
            EXAMPLE: caunoi-server department add tourism --name.vi "Sở Du lịch" \\
                --name.en "Department of Tourism"
            """,
        subcommands: [Add.self, List.self]
    )

    struct Add: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a department.",
            discussion: "EXAMPLE: caunoi-server department add tourism --name.vi \"Sở Du lịch\""
        )

        @OptionGroup var options: ServerOptions

        @Argument(help: "The department's code: lower-case letters, digits, - and _.")
        var id: String

        @Option(
            name: .customLong("name.vi"),
            help: ArgumentHelp("Its name in Vietnamese.", valueName: "text")
        )
        var nameVi: String?

        @Option(
            name: .customLong("name.en"),
            help: ArgumentHelp("Its name in English.", valueName: "text")
        )
        var nameEn: String?

        @Option(help: ArgumentHelp("Its abbreviation.", valueName: "text"))
        var abbr: String?

        func validate() throws {
            if nameVi == nil && nameEn == nil {
                throw ValidationError("a department needs --name.vi or --name.en")
            }
        }

        func perform(_ console: Console) throws -> ExitStatus {
            let department = try withRegister { register in
                try register.add(
                    Department(
                        code: id,
                        nameVi: nameVi,
                        nameEn: nameEn,
                        abbreviation: abbr
                    ),
                    now: Moment.now.milliseconds
                )
            }
            if console.isJSON {
                console.document(["department": department.json])
            } else {
                console.line("added the department \(department.code)")
            }
            return .done
        }
    }

    struct List: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the departments that people can be invited to.",
            discussion: "EXAMPLE: caunoi-server department list --json"
        )

        @OptionGroup var options: ServerOptions

        func perform(_ console: Console) throws -> ExitStatus {
            let departments = try withRegister { register in
                try register.store.read { try register.departments(in: $0) }
            }
            if console.isJSON {
                console.document(["departments": .array(departments.map(\.json))])
                return .done
            }
            console.table(
                ["ID", "NAME", "ABBR"],
                departments.map { department in
                    let vi = department.nameVi ?? department.nameEn ?? ""
                    let en = department.nameEn ?? department.nameVi ?? ""
                    return [
                        department.code, console.language == .vi ? vi : en,
                        department.abbreviation ?? "",
                    ]
                }
            )
            return .done
        }
    }
}
