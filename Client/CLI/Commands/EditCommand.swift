import ArgumentParser
import CryptoAdapters
import Foundation
import ProgramText
import Shared

struct EditCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: HelpText.say(
            en: "Open a record in your editor, and save what you change.",
            vi: "Mở hồ sơ trong trình soạn thảo và lưu những gì đã sửa."
        ),
        discussion: HelpText.discussion(
            en: """
                The record is shown as YAML, each field with what it means and an example. Only \
                what you change is saved, as one change. A wrong value opens the editor again with \
                your text.
                """,
            vi: """
                Hồ sơ hiện ra dạng YAML, mỗi trường kèm ý nghĩa và ví dụ. Chỉ những gì bạn sửa \
                được lưu, thành một thay đổi. Có giá trị sai thì trình soạn thảo mở lại với văn \
                bản của bạn.
                """,
            examples: "EDITOR=nano caunoi edit partners/TPO"
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(HelpText.say(en: "The record: collection/KEY.", vi: "Hồ sơ: nhóm/KHÓA."))
    ) var ref: String
    @Option(
        help: ArgumentHelp(HelpText.say(en: "Why, in your words.", vi: "Lý do, theo lời của mình."))
    ) var note: String?

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language)
        let id = try register.find(ref)
        var session = try EditSession(workspace, register, id, options, console)
        let changed: [FieldDefinition]
        do {
            changed = try session.run(note: note)
            session.close()
        } catch {
            if !session.holdsUnsavedText { session.close() }
            throw error
        }
        let after = try Register(workspace, language: options.language)
        if console.isJSON {
            try ShowCommand.document(id, after, console)
            return .done
        }
        if changed.isEmpty {
            console.message(console.say(en: "nothing was changed", vi: "không có gì thay đổi"))
        } else {
            try report(changed, id, after, console)
        }
        return .done
    }

    private func report(
        _ changed: [FieldDefinition],
        _ id: RecordID,
        _ register: Register,
        _ console: Console
    ) throws {
        guard let view = register.view(id), let collection = view.collection else { return }
        console.line(
            console.bold(register.shortRef(id)) + "  " + printable(register.label(of: id))
        )
        let document = RecordDocument(view, collection, register)
        for field in changed {
            let value = try document.value(of: field).map { try YAMLText.entry(field.id, $0) }
            let cleared = console.say(en: "(cleared)", vi: "(đã xóa)")
            let text = value ?? field.id + ": " + cleared + "\n"
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for line in lines.dropLast() { console.line("  " + printable(String(line))) }
        }
        let names = Set(changed.map { $0.id })
        SaveWarnings(id, changed: names, register, console).show()
    }
}
