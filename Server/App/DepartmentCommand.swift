import ArgumentParser
import ServerSQL
import Shared

/// `department`: the departments that share the register.
struct DepartmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "department",
        abstract: "Adds, lists and merges departments.",
        discussion: """
            EXAMPLE: caunoi-server department add tourism --name.vi "Sở Du lịch" \\
                --name.en "Department of Tourism"
            """,
        subcommands: [Add.self, List.self, Merge.self, Unmerge.self]
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
                console.document(["department": department.json(among: [])])
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
                let json = departments.map { $0.json(among: departments) }
                console.document(["departments": .array(json)])
                return .done
            }
            console.table(
                ["ID", "NAME", "ABBR", "MERGED INTO"],
                departments.map { department in
                    let vi = department.nameVi ?? department.nameEn ?? ""
                    let en = department.nameEn ?? department.nameVi ?? ""
                    return [
                        department.code, console.language == .vi ? vi : en,
                        department.abbreviation ?? "",
                        department.successor(among: departments)?.code ?? "",
                    ]
                }
            )
            return .done
        }
    }

    struct Merge: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Merges a department into another.",
            discussion: """
                Everything that names the old department leads to the new one; its people go on working, \
                and what they still have to send arrives, told as of OLD (now NEW). One line in the \
                history, and it can be taken back: department unmerge.

                EXAMPLE: caunoi-server department merge environment --into agriculture
                """
        )

        @OptionGroup var options: ServerOptions
        @Argument(help: "The department that ends.") var old: String
        @Option(name: .customLong("into"), help: "The department that goes on.") var new: String

        func perform(_ console: Console) throws -> ExitStatus {
            let merged = try withRegister { register in
                try register.mergeDepartment(old, into: new, now: Moment.now.milliseconds)
            }
            if console.isJSON {
                console.document([
                    "merged": .string(merged.old.code), "into": .string(merged.new.code),
                ])
            } else {
                console.line("merged \(merged.old.code) into \(merged.new.code)")
                console.message(
                    "take it back with: caunoi-server department unmerge \(merged.old.code)"
                )
            }
            return .done
        }
    }

    struct Unmerge: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a merger of departments back.",
            discussion: "EXAMPLE: caunoi-server department unmerge environment"
        )

        @OptionGroup var options: ServerOptions
        @Argument(help: "The department that was merged into another.") var old: String

        func perform(_ console: Console) throws -> ExitStatus {
            let successor = try withRegister { register in
                try register.unmergeDepartment(old, now: Moment.now.milliseconds)
            }
            if console.isJSON {
                console.document([
                    "unmerged": .string(old), "from": .string(successor.code),
                ])
            } else {
                console.line("\(old) stands by itself again")
            }
            return .done
        }
    }
}
