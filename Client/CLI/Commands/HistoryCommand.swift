import ArgumentParser
import ProgramText
import Shared

struct HistoryCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: HelpText.say(
            en: "Show every change of a record: when, who, what and why.",
            vi: "Xem mọi thay đổi của một hồ sơ: khi nào, ai, gì và vì sao."
        ),
        discussion: HelpText.discussion(
            en: "All of it where the server can be reached, else what this device holds.",
            vi: "Đầy đủ khi liên lạc được với máy chủ, nếu không thì những gì máy này có.",
            examples: "caunoi history agreements/G1"
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(HelpText.say(en: "The record: collection/KEY.", vi: "Hồ sơ: nhóm/KHÓA."))
    ) var ref: String
    @Flag(help: ArgumentHelp(HelpText.say(en: "Do not ask the server.", vi: "Không hỏi máy chủ.")))
    var offline = false

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language)
        let view = try register.seen(register.findEvenDeleted(ref))
        let reader = HistoryReader(workspace, register, reachesOut: !offline)
        let history = try reader.history(of: view)
        let text = HistoryText(register, console, history)
        if console.isJSON {
            console.document(
                .object([
                    .init(key: "ref", value: .string(register.ref(view.id))),
                    .init(key: "complete", value: .boolean(history.isComplete)),
                    .init(key: "changes", value: .array(history.changes.map { text.json($0) })),
                ])
            )
            return .done
        }
        console.line(
            console.bold(printable(register.label(of: view.id))) + "  "
                + console.dim(register.shortRef(view.id))
        )
        for item in history.changes { text.show(item) }
        text.warnOfGaps()
        return .done
    }
}
