import ArgumentParser
import ProgramText
import Shared

struct RestoreCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: HelpText.say(
            en: "Take back the deletion of a record.",
            vi: "Khôi phục một hồ sơ đã xóa."
        ),
        discussion: HelpText.discussion(
            en: "caunoi list COLLECTION --deleted shows what can be restored.",
            vi: "caunoi list COLLECTION --deleted cho xem những gì khôi phục được.",
            examples: "caunoi restore partners/TPO"
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
            .perform(.restore, on: id, reason: reason)
        return .done
    }
}
