import ArgumentParser
import CryptoAdapters
import ProgramText
import Shared

struct AddCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: HelpText.say(en: "Create a record.", vi: "Tạo một hồ sơ."),
        discussion: HelpText.discussion(
            en: """
                Values: field=value, name.vi="Hà Nội", aliases+=X, size+="more than 100 \
                members;as_of=2025". See caunoi schema COLLECTION for the fields.
                """,
            vi: """
                Giá trị: field=value, name.vi="Hà Nội", aliases+=X, size+="hơn 100 thành \
                viên;as_of=2025". Xem các trường: caunoi schema COLLECTION.
                """,
            examples:
                #"caunoi add agreements title.vi="Bản ghi nhớ" parties+="partners/ADGM;role=signatory""#
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(
            HelpText.say(en: "The collection, for example partners.", vi: "Nhóm, ví dụ partners.")
        )
    ) var collection: String
    @Argument(
        help: ArgumentHelp(
            HelpText.say(en: "Values: FIELD=VALUE …", vi: "Giá trị: TRƯỜNG=GIÁ TRỊ …")
        )
    ) var values: [String] = []
    @Option(
        help: ArgumentHelp(HelpText.say(en: "Why, in your words.", vi: "Lý do, theo lời của mình."))
    ) var note: String?

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language)
        let saving = Saving(workspace, register, options)
        let collection = try register.collection(collection)
        var editor = saving.editor(of: collection, nil)
        try GivenValues(values, in: collection, of: register.schema).apply(to: &editor)
        guard !editor.cells.isEmpty else {
            throw CommandFailure(
                .usage,
                code: "nothing_given",
                console.say(
                    en: "a record needs at least one value: a title, a name or a reference",
                    vi: "bản ghi cần ít nhất một giá trị: tên, tiêu đề hoặc tham chiếu"
                ),
                hint: "caunoi schema \(collection.id)"
            )
        }
        try Identification(of: collection).require(among: editor.understood, console)
        var random = SecureRandom()
        let id = RecordID(milliseconds: Workspace.now, using: &random)
        let result = try saving.save(
            editor,
            kind: .create,
            record: id,
            collection: collection,
            note: try NoteText(note).text
        )
        guard let result else { return .done }
        try SaveReport(workspace, result).show(console)
        return .done
    }
}
