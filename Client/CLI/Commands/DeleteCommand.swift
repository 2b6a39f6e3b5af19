import ArgumentParser
import ProgramText
import Shared

struct DeleteCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: HelpText.say(
            en: "Delete a record; it can be restored.",
            vi: "Xóa một hồ sơ; có thể khôi phục."
        ),
        discussion: HelpText.discussion(
            examples: #"caunoi delete partners/TPO --reason "entered twice""#
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(HelpText.say(en: "The record: collection/KEY.", vi: "Hồ sơ: nhóm/KHÓA."))
    ) var ref: String
    @Option(
        help: ArgumentHelp(HelpText.say(en: "Why, in your words.", vi: "Lý do, theo lời của mình."))
    ) var reason: String?

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language)
        let id = try register.findEvenDeleted(ref)
        try LifeChange(workspace: workspace, register: register, console: console)
            .perform(.delete, on: id, reason: reason)
        return .done
    }
}
