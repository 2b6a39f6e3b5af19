import ArgumentParser
import ProgramText
import ServerSQL
import Shared

/// `department`: the departments that share the register.
struct DepartmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "department",
        abstract: HelpText.say(
            en: "Adds, lists and merges departments.",
            vi: "Thêm, liệt kê và sáp nhập cơ quan."
        ),
        discussion: HelpText.discussion(
            examples: """
                caunoi-server department add tourism --name.vi "Sở Du lịch" \\
                    --name.en "Department of Tourism"
                """
        ),
        subcommands: [Add.self, List.self, Merge.self, Unmerge.self]
    )

    struct Add: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: HelpText.say(en: "Adds a department.", vi: "Thêm một cơ quan."),
            discussion: HelpText.discussion(
                examples: #"caunoi-server department add tourism --name.vi "Sở Du lịch""#
            )
        )

        @OptionGroup var options: ServerOptions

        @Argument(
            help: ArgumentHelp(
                HelpText.say(
                    en: "The department's code: lower-case letters, digits, - and _.",
                    vi: "Mã cơ quan: chữ thường không dấu, chữ số, - và _."
                )
            )
        )
        var id: String

        @Option(
            name: .customLong("name.vi"),
            help: ArgumentHelp(
                HelpText.say(en: "Its name in Vietnamese.", vi: "Tên tiếng Việt."),
                valueName: "text"
            )
        )
        var nameVi: String?

        @Option(
            name: .customLong("name.en"),
            help: ArgumentHelp(
                HelpText.say(en: "Its name in English.", vi: "Tên tiếng Anh."),
                valueName: "text"
            )
        )
        var nameEn: String?

        @Option(
            help: ArgumentHelp(
                HelpText.say(en: "Its abbreviation.", vi: "Tên viết tắt."),
                valueName: "text"
            )
        )
        var abbr: String?

        func validate() throws {
            if nameVi == nil && nameEn == nil {
                throw ValidationError(
                    HelpText.say(
                        en: "a department needs --name.vi or --name.en",
                        vi: "cơ quan phải có --name.vi hoặc --name.en"
                    )
                )
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
                console.line(
                    console.say(
                        en: "added the department \(department.code)",
                        vi: "đã thêm cơ quan \(department.code)"
                    )
                )
            }
            return .done
        }
    }

    struct List: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: HelpText.say(
                en: "Lists the departments that people can be invited to.",
                vi: "Liệt kê các cơ quan mà người dùng có thể được mời vào."
            ),
            discussion: HelpText.discussion(examples: "caunoi-server department list --json")
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
                [
                    console.say(en: "ID", vi: "MÃ"), console.say(en: "NAME", vi: "TÊN"),
                    console.say(en: "ABBR", vi: "VIẾT TẮT"),
                    console.say(en: "MERGED INTO", vi: "ĐÃ SÁP NHẬP VÀO"),
                ],
                departments.map { department in
                    let vi = department.nameVi ?? department.nameEn ?? ""
                    let en = department.nameEn ?? department.nameVi ?? ""
                    return [
                        department.code, console.say(en: en, vi: vi),
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
            abstract: HelpText.say(
                en: "Merges a department into another.",
                vi: "Sáp nhập một cơ quan vào cơ quan khác."
            ),
            discussion: HelpText.discussion(
                en: """
                    Everything that names the old department leads to the new one; its people go \
                    on working, and what they still have to send arrives, told as of OLD (now \
                    NEW). One line in the history, and it can be taken back: department unmerge.
                    """,
                vi: """
                    Mọi chỗ nêu cơ quan cũ đều dẫn đến cơ quan mới; người của cơ quan cũ vẫn làm \
                    việc tiếp, và những gì họ chưa gửi vẫn đến, ghi là của CŨ (nay là MỚI). Lịch \
                    sử có một dòng, và có thể hủy việc này: department unmerge.
                    """,
                examples: "caunoi-server department merge environment --into agriculture"
            )
        )

        @OptionGroup var options: ServerOptions
        @Argument(
            help: ArgumentHelp(
                HelpText.say(en: "The department that ends.", vi: "Cơ quan bị sáp nhập.")
            )
        ) var old: String
        @Option(
            name: .customLong("into"),
            help: ArgumentHelp(
                HelpText.say(en: "The department that goes on.", vi: "Cơ quan nhận sáp nhập.")
            )
        ) var new: String

        func perform(_ console: Console) throws -> ExitStatus {
            let merged = try withRegister { register in
                try register.mergeDepartment(old, into: new, now: Moment.now.milliseconds)
            }
            if console.isJSON {
                console.document([
                    "merged": .string(merged.old.code), "into": .string(merged.new.code),
                ])
            } else {
                let (old, new) = (merged.old.code, merged.new.code)
                console.line(
                    console.say(
                        en: "merged \(old) into \(new)",
                        vi: "đã sáp nhập \(old) vào \(new)"
                    )
                )
                console.message(
                    console.say(
                        en: "take it back with: caunoi-server department unmerge \(old)",
                        vi: "hủy việc này bằng: caunoi-server department unmerge \(old)"
                    )
                )
            }
            return .done
        }
    }

    struct Unmerge: AdministrativeCommand {
        static let configuration = CommandConfiguration(
            abstract: HelpText.say(
                en: "Takes a merger of departments back.",
                vi: "Hủy việc sáp nhập một cơ quan."
            ),
            discussion: HelpText.discussion(
                examples: "caunoi-server department unmerge environment"
            )
        )

        @OptionGroup var options: ServerOptions
        @Argument(
            help: ArgumentHelp(
                HelpText.say(
                    en: "The department that was merged into another.",
                    vi: "Cơ quan đã sáp nhập vào cơ quan khác."
                )
            )
        ) var old: String

        func perform(_ console: Console) throws -> ExitStatus {
            let successor = try withRegister { register in
                try register.unmergeDepartment(old, now: Moment.now.milliseconds)
            }
            if console.isJSON {
                console.document([
                    "unmerged": .string(old), "from": .string(successor.code),
                ])
            } else {
                console.line(
                    console.say(
                        en: "\(old) stands by itself again",
                        vi: "\(old) lại là một cơ quan riêng"
                    )
                )
            }
            return .done
        }
    }
}
