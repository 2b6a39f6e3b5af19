import ArgumentParser
import ProgramText
import Shared

struct ConflictsCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts",
        abstract: HelpText.say(
            en: "List open disagreements, newest first, with numbered candidates.",
            vi: "Liệt kê chỗ còn khác nhau, mới nhất trước, các giá trị có đánh số."
        ),
        discussion: HelpText.discussion(
            en: "Exit status 3 when there are any. Settle one with: caunoi resolve",
            vi: "Mã kết thúc 3 khi còn chỗ khác nhau. Giải quyết bằng: caunoi resolve",
            examples: "caunoi conflicts agreements/G1"
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(
            HelpText.say(
                en: "Only those of this record: collection/KEY.",
                vi: "Chỉ của hồ sơ này: nhóm/KHÓA."
            )
        )
    ) var ref: String?

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language)
        let views =
            try ref.map { [try register.seen(register.findEvenDeleted($0))] }
            ?? register.disputable.compactMap { register.view($0) }
        var open: [(view: RecordView, conflict: Conflict)] = []
        var shown = ShownCandidates(workspace)
        for view in views {
            open += view.conflicts.map { (view, $0) }
            shown.note(view)
        }
        open.sort { $0.conflict.latest > $1.conflict.latest }
        let text = ConflictText(register, console)
        if console.isJSON {
            let conflicts = open.map { text.json($0.conflict, of: $0.view) }
            console.document(.object([.init(key: "conflicts", value: .array(conflicts))]))
        } else if open.isEmpty {
            console.message(
                console.say(en: "no open disagreements", vi: "không có chỗ khác nhau nào")
            )
        } else {
            for item in open { text.show(item.conflict, of: item.view) }
        }
        shown.save()
        return open.isEmpty ? .done : .conflicts
    }
}
