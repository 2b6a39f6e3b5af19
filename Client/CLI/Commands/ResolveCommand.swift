import ArgumentParser
import ProgramText
import Shared

struct ResolveCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: HelpText.say(
            en: "Settle a disagreement; works offline.",
            vi: "Giải quyết một chỗ khác nhau; không cần mạng."
        ),
        discussion: HelpText.discussion(
            en: """
                Numbers are those that conflicts or show printed last. Nothing is saved when the \
                candidates have changed since then.
                """,
            vi: """
                Số là số mà conflicts hoặc show in ra lần cuối. Không lưu gì nếu các giá trị đã \
                đổi từ lúc đó.
                """,
            examples: #"caunoi resolve agreements/G1 valid_until --take 2 --note "see annex""#
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(HelpText.say(en: "The record: collection/KEY.", vi: "Hồ sơ: nhóm/KHÓA."))
    ) var ref: String
    @Argument(
        help: ArgumentHelp(
            HelpText.say(
                en: "The disputed field, for example name.vi.",
                vi: "Trường còn khác nhau, ví dụ name.vi."
            )
        )
    ) var field: String?

    @Option(
        help: ArgumentHelp(
            HelpText.say(en: "The candidate that counts.", vi: "Giá trị được chọn."),
            valueName: "n|change"
        )
    )
    var take: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            HelpText.say(
                en: "Another value in place of all candidates.",
                vi: "Giá trị khác thay cho mọi giá trị đang có."
            ),
            valueName: "v"
        )
    )
    var value: String?

    @Flag(help: ArgumentHelp(HelpText.say(en: "It stays deleted.", vi: "Hồ sơ vẫn bị xóa.")))
    var keepDeleted = false
    @Flag(help: ArgumentHelp(HelpText.say(en: "It lives on.", vi: "Hồ sơ được giữ lại.")))
    var restore = false
    @Option(
        help: ArgumentHelp(HelpText.say(en: "Why, in your words.", vi: "Lý do, theo lời của mình."))
    ) var note: String?

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language)
        let id = try register.findEvenDeleted(ref)
        let settlement = Settlement(
            workspace: workspace,
            register: register,
            options: options,
            console: console,
            view: try register.seen(id),
            note: try NoteText(note).text
        )
        var path: String?
        switch (field, take, value, keepDeleted, restore) {
        case (nil, nil, nil, true, false): try settlement.settleLife(as: .deleted)
        case (nil, nil, nil, false, true): try settlement.settleLife(as: .alive)
        case (let field?, let take?, nil, false, false):
            path = try settlement.settle(field, .take(take))
        case (let field?, nil, let value?, false, false):
            path = try settlement.settle(field, .value(value))
        default:
            throw CommandFailure(
                .usage,
                code: "usage",
                console.say(
                    en: "give a field with --take or --value, or else --keep-deleted or --restore",
                    vi: "cần một trường với --take hoặc --value, hoặc --keep-deleted, --restore"
                ),
                hint: "caunoi resolve REF FIELD --take N"
            )
        }
        try report(id, path, workspace, console)
        return .done
    }

    private func report(
        _ id: RecordID,
        _ path: String?,
        _ workspace: Workspace,
        _ console: Console
    ) throws {
        let register = try Register(workspace, language: options.language)
        let view = try register.seen(id)
        if console.isJSON {
            console.document(register.json(view))
            return
        }
        let isAboutMerging = path?.isSame(as: RecordMerges.fieldID) == true
        let label = isAboutMerging ? register.labelAlone(id) : register.label(of: id)
        var line = console.bold(register.shortRef(id)) + "  " + printable(label)
        if isAboutMerging {
            let none = console.say(en: "(none)", vi: "(trống)")
            let target = printable(register.mergeTarget(of: id) ?? none)
            line += "  " + RecordMerges.fieldID + " = " + target
        } else if let path, let collection = view.collection,
            let path = try? FieldPath(path, in: collection, of: register.schema),
            let shown = view.field(number: path.field.number)
        {
            var code: String?
            if case .language(let language) = path.part { code = language }
            line += "  " + path.text + " = " + FieldText(register).line(of: shown, in: code)
        } else if view.life == .deleted {
            line += "  " + console.say(en: "stays deleted", vi: "vẫn là đã xóa")
        } else if view.life == .purged {
            line +=
                "  "
                + console.say(
                    en: "stays deleted; its content is gone for good",
                    vi: "vẫn là đã xóa; nội dung đã mất hẳn"
                )
        } else {
            line += "  " + console.say(en: "lives on", vi: "vẫn được dùng")
        }
        console.line(line)
        if !view.conflicts.isEmpty {
            console.message(
                console.say(
                    en: "still open here: \(view.conflicts.count)",
                    vi: "còn \(view.conflicts.count) chỗ khác nhau trong bản ghi này"
                )
            )
        }
    }
}
