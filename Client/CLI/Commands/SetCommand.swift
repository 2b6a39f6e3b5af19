import ArgumentParser
import ProgramText
import Shared

struct SetCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: HelpText.say(
            en: "Change fields of a record, all in one change.",
            vi: "Sửa các trường của một hồ sơ, tất cả trong một thay đổi."
        ),
        discussion: HelpText.discussion(
            examples: #"caunoi set agreements/G1 valid_until=2029-12-31 --note "extension signed""#
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(HelpText.say(en: "The record: collection/KEY.", vi: "Hồ sơ: nhóm/KHÓA."))
    ) var ref: String
    @Argument(
        help: ArgumentHelp(
            HelpText.say(en: "Values: FIELD=VALUE …", vi: "Giá trị: TRƯỜNG=GIÁ TRỊ …")
        )
    ) var values: [String] = []
    @Option(
        help: ArgumentHelp(
            HelpText.say(en: "Empty a field.", vi: "Xóa trống một trường."),
            valueName: "field"
        )
    ) var clear: [String] = []
    @Option(
        help: ArgumentHelp(HelpText.say(en: "Why, in your words.", vi: "Lý do, theo lời của mình."))
    ) var note: String?

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language)
        let saving = Saving(workspace, register, options)
        let id = try register.find(ref)
        guard let view = register.view(id), let collection = view.collection else {
            throw CommandFailure(
                code: "newer_schema",
                console.say(
                    en: "a newer version of the program is needed to change this record",
                    vi: "cần phiên bản chương trình mới hơn để sửa bản ghi này"
                )
            )
        }
        if view.life == .deleted || view.life == .purged {
            throw CommandFailure(
                code: view.life.code,
                console.say(en: "the record has been deleted", vi: "bản ghi đã bị xóa"),
                hint: view.life == .deleted ? "caunoi restore '\(ref)'" : nil
            )
        }
        guard !values.isEmpty || !clear.isEmpty else {
            throw CommandFailure(
                .usage,
                code: "nothing_given",
                console.say(en: "nothing to change was given", vi: "chưa cho biết cần sửa gì"),
                hint: "caunoi set \(ref) FIELD=VALUE"
            )
        }
        var editor = saving.editor(of: collection, view)
        try GivenValues(values, clearing: clear, in: collection, of: register.schema)
            .apply(to: &editor)
        try refuseDisputed(editor.understood.map(\.path) + clear, view, register, console)
        let result = try saving.save(
            editor,
            kind: .edit,
            record: id,
            collection: collection,
            note: try NoteText(note).text
        )
        guard let result else {
            console.message(
                console.say(
                    en: "nothing to change: the record says so already",
                    vi: "không có gì thay đổi: bản ghi đã như vậy"
                )
            )
            if console.isJSON { try ShowCommand.document(id, register, console) }
            return .done
        }
        try SaveReport(workspace, result).show(console)
        return .done
    }

    /// A disagreement is settled by who has seen its candidates, not by the way.
    private func refuseDisputed(
        _ paths: [String],
        _ view: RecordView,
        _ register: Register,
        _ console: Console
    ) throws {
        guard let conflict = view.conflicts.first(where: { paths.contains($0.path) }) else {
            return
        }
        throw CommandFailure(
            code: "disputed",
            console.say(
                en: "\(conflict.path) is disputed: several values stand side by side",
                vi: "\(conflict.path) còn khác nhau: có nhiều giá trị cùng tồn tại"
            ),
            field: conflict.path,
            hint: ConflictText(register, console).hint(conflict, of: view)
                + "; caunoi conflicts '\(ref)'"
        )
    }
}
