import ArgumentParser
import ProgramText
import Shared

struct WhyCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: HelpText.say(
            en: "Show where the value of a field comes from.",
            vi: "Cho biết giá trị của một trường từ đâu mà có."
        ),
        discussion: HelpText.discussion(
            en: """
                The change, its author, the time on the device and at the server, what it \
                replaced, and who settled it.
                """,
            vi: "Thay đổi, tác giả, giờ trên máy và ở máy chủ, giá trị bị thay, và ai đã quyết.",
            examples: "caunoi why agreements/G1 valid_until"
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(HelpText.say(en: "The record: collection/KEY.", vi: "Hồ sơ: nhóm/KHÓA."))
    ) var ref: String
    @Argument(
        help: ArgumentHelp(
            HelpText.say(en: "The field, for example name.vi.", vi: "Trường, ví dụ name.vi.")
        )
    ) var field: String
    @Flag(help: ArgumentHelp(HelpText.say(en: "Do not ask the server.", vi: "Không hỏi máy chủ.")))
    var offline = false

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language)
        let view = try register.seen(register.findEvenDeleted(ref))
        guard let collection = view.collection else {
            throw CommandFailure(
                code: "newer_schema",
                console.say(
                    en: "a newer version of the program knows this record",
                    vi: "cần phiên bản chương trình mới hơn"
                )
            )
        }
        let path = try FieldPath(field, in: collection, of: register.schema)
        let reader = HistoryReader(workspace, register, reachesOut: !offline)
        let history = try reader.history(of: view)
        let origin = ValueOrigin(register, console, view, history, path)
        if console.isJSON {
            console.document(origin.json)
        } else if origin.sources.isEmpty {
            console.message(
                console.say(en: "\(path.text) has no value", vi: "\(path.text) không có giá trị")
            )
        } else {
            origin.show()
        }
        return .done
    }
}
