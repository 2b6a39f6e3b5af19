import ArgumentParser
import ClientCore
import ProgramText
import Shared

struct SyncCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: HelpText.say(
            en: "Exchange what changed with the server.",
            vi: "Trao đổi thay đổi với máy chủ."
        ),
        discussion: HelpText.discussion(
            en: """
                Exit status: 3 when disagreements are open, 4 when values of this device were \
                refused, 5 when the server could not be reached (nothing is lost; run it again).

                With --watch what others hand in is here a moment later, and what is saved here is \
                with them; --json prints one line for each session.
                """,
            vi: """
                Mã kết thúc: 3 khi còn chỗ khác nhau, 4 khi có giá trị của máy này bị từ chối, 5 \
                khi không liên lạc được với máy chủ (không mất gì; hãy chạy lại).

                Với --watch, những gì người khác gửi có ngay ở đây, và những gì lưu ở đây có ngay \
                ở chỗ họ; --json in mỗi phiên một dòng.
                """,
            examples: "caunoi sync",
            "caunoi sync --watch"
        )
    )

    @OptionGroup var options: GlobalOptions

    @Flag(
        help: ArgumentHelp(
            HelpText.say(
                en: "Say what would be sent and received, and change nothing.",
                vi: "Cho biết sẽ gửi và nhận gì, không thay đổi gì."
            )
        )
    )
    var plan = false

    @Flag(
        help: ArgumentHelp(
            HelpText.say(
                en: "Stay, and sync when something changes or the network returns; Ctrl-C ends it.",
                vi: "Chạy tiếp, đồng bộ khi có thay đổi hoặc có mạng lại; Ctrl-C để dừng."
            )
        )
    )
    var watch = false

    func validate() throws {
        guard plan, watch else { return }
        throw ValidationError(
            HelpText.say(
                en: "--plan and --watch exclude each other",
                vi: "--plan và --watch không đi cùng nhau"
            )
        )
    }

    func perform(_ console: Console) throws -> ExitStatus {
        if watch { return try SyncWatch(options, console).run() }
        let workspace = try Workspace.open(options)
        let client = try ServiceClient(workspace.enrolment)
        if plan { return try SyncPlan(workspace, client).show(console) }
        let outcome = try Synchronization(workspace, client, console).run()
        SyncReport(outcome: outcome, client: client, workspace: workspace).show(console)
        try outcome.check()
        return outcome.questions.status
    }
}
