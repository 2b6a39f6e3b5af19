import ArgumentParser
import ClientCore
import ClientSQLite
import ProgramText
import Shared

struct UndoCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: HelpText.say(
            en: "Take back your last change, or the one named, as a new change.",
            vi: "Hoàn tác thay đổi gần nhất của mình, hoặc thay đổi được nêu."
        ),
        discussion: HelpText.discussion(
            en: """
                What was saved in one command is taken back as a whole. Refused where later \
                changes depend on it. Changes are named by caunoi history.
                """,
            vi: """
                Những gì lưu trong một lệnh được hoàn tác cả. Không làm nếu các thay đổi sau phụ \
                thuộc vào nó. caunoi history cho biết tên của các thay đổi.
                """,
            examples: "caunoi undo 7QX2KM:12"
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(
            HelpText.say(
                en: "The change, as history names it.",
                vi: "Thay đổi, theo tên trong lịch sử."
            )
        )
    ) var change: String?
    @Option(
        help: ArgumentHelp(HelpText.say(en: "Why, in your words.", vi: "Lý do, theo lời của mình."))
    ) var note: String?

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language)
        let scopes = try workspace.store.read { try $0.scopes() }
        let reader = HistoryReader(workspace, register, reachesOut: false)
        let act = try UndoneAct(change, reader, in: scopes, console.language)
        let name = act.name?.text ?? ""
        let planner = { (reachesOut: Bool) throws in
            UndoPlanner(
                workspace: workspace,
                register: register,
                saving: Saving(workspace, register, options),
                reader: HistoryReader(workspace, register, reachesOut: reachesOut),
                act: act,
                note: try NoteText(note).text ?? "undo " + name,
                console: console
            )
        }
        let drafts: [SeenDraft]
        do {
            drafts = try planner(false).drafts()
        } catch let failure as CommandFailure where failure.code.isSame(as: "needs_server") {
            drafts = try planner(true).drafts()
        }
        guard !drafts.isEmpty else {
            throw CommandFailure(
                code: "nothing_to_undo",
                console.say(
                    en: "there is nothing to take back: all is as it was before",
                    vi: "không có gì để hoàn tác: mọi giá trị đã như trước"
                )
            )
        }
        let made = try workspace.save(drafts, in: act.scope, console.language)
        try report(act, made, workspace, console)
        return .done
    }

    private func report(
        _ act: UndoneAct,
        _ made: [SealedChange],
        _ workspace: Workspace,
        _ console: Console
    ) throws {
        let register = try Register(workspace, language: options.language)
        let records = act.byRecord.map { $0.record }
        if console.isJSON {
            func names(_ dots: [Dot]) -> JSONValue {
                .array(dots.map { .string(ChangeName($0, in: act.scope).text) })
            }
            console.document(
                .object([
                    .init(key: "undone", value: names(act.changes.map { $0.sealed.dot })),
                    .init(key: "changes", value: names(made.map { $0.dot })),
                    .init(
                        key: "records",
                        value: .array(
                            records.compactMap { register.view($0) }.map { register.json($0) }
                        )
                    ),
                ])
            )
            return
        }
        let reader = HistoryReader(workspace, register, reachesOut: false)
        let text = FieldText(register)
        for change in made.prefix(Self.changesShown) {
            let id = change.original.record
            let view = try register.reader.alone(id) ?? register.seen(id)
            let deleted = console.say(en: "  (deleted)", vi: "  (đã xóa)")
            console.line(
                console.bold(register.shortRef(id)) + "  " + printable(register.label(of: id))
                    + (view.life == .deleted ? deleted : "")
            )
            let history = try reader.history(of: view)
            guard let item = history.change(at: change.dot) else { continue }
            for field in FieldChangeReader(register, history).changes(of: item) {
                console.line("  " + padded(field.path, to: 22) + field.line(text, console))
            }
        }
        if made.count > Self.changesShown {
            let rest = made.count - Self.changesShown
            console.line(console.say(en: "and \(rest) more", vi: "và \(rest) thay đổi nữa"))
        }
    }

    /// Changes that are told one by one to people; a document tells all of them.
    private static let changesShown = 20
}
