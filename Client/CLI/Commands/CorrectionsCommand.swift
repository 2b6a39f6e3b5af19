import ArgumentParser
import ProgramText
import Shared

struct CorrectionsCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "corrections",
        abstract: HelpText.say(
            en: "List this device's values that the server refused, and how to mend each.",
            vi: "Liệt kê giá trị của máy này bị máy chủ từ chối và cách sửa."
        ),
        discussion: HelpText.discussion(
            en: """
                A refused value is never lost: it stays in the history of its record. It is off \
                the list once the field has been written anew, or a person has dropped it.
                """,
            vi: """
                Giá trị bị từ chối không bao giờ mất: nó còn trong lịch sử của hồ sơ. Nó ra khỏi \
                danh sách khi trường được ghi lại, hoặc khi có người bỏ nó.
                """,
            examples: "caunoi corrections --drop 7QX2KM:57"
        )
    )

    @OptionGroup var options: GlobalOptions

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "Let the refused values of a change be.",
                vi: "Bỏ qua các giá trị bị từ chối của một thay đổi."
            ),
            valueName: "change"
        )
    )
    var drop: String?
    @Flag(
        help: ArgumentHelp(
            HelpText.say(en: "Do not ask before dropping.", vi: "Bỏ luôn, không hỏi lại.")
        )
    ) var yes = false

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language)
        if let drop { return try dropped(drop, workspace, register, console) }
        let list = try texts(of: workspace.corrections(), register, console)
        if console.isJSON {
            report(list, console)
        } else if list.isEmpty {
            console.line(console.say(en: "nothing to correct", vi: "không có gì cần sửa"))
        } else {
            for text in list { text.show() }
        }
        return .done
    }

    private func dropped(
        _ name: String,
        _ workspace: Workspace,
        _ register: Register,
        _ console: Console
    ) throws -> ExitStatus {
        let all = try workspace.corrections()
        let query = ChangeNameQuery(name)
        let found = all.filter { query?.matches($0.name) ?? false }
        guard let first = found.first,
            found.allSatisfy({ $0.name.text.isSame(as: first.name.text) })
        else {
            throw CommandFailure(
                code: "unknown_change",
                console.say(
                    en: "\(name) is not one change of this device with refused values",
                    vi: "\(name) không phải là một thay đổi của máy này có giá trị không được nhận"
                ),
                hint: "caunoi corrections"
            )
        }
        if !yes {
            for text in try texts(of: found, register, console) where !console.isJSON {
                text.show()
            }
            console.message(
                console.say(
                    en: "let this be? The value stays in the history. [y/N]",
                    vi: "bỏ qua? Giá trị vẫn còn trong lịch sử. [c/K]"
                )
            )
            let answer = readLine().map { foldedName($0) } ?? ""
            guard ["y", "yes", "c", "co"].contains(where: { $0.isSame(as: answer) }) else {
                throw CommandFailure(
                    code: "not_confirmed",
                    console.say(en: "nothing was dropped", vi: "chưa bỏ qua gì"),
                    hint: "caunoi corrections --drop \(name) --yes"
                )
            }
        }
        let count = try workspace.drop(first)
        if console.isJSON {
            let rest = try workspace.corrections()
            report(try texts(of: rest, register, console), console)
        } else {
            console.line(
                console.say(
                    en: "dropped \(count); what was refused stays in the history",
                    vi: "đã bỏ qua \(count); giá trị không được nhận vẫn còn trong lịch sử"
                )
            )
        }
        return .done
    }

    private func texts(
        of corrections: [Correction],
        _ register: Register,
        _ console: Console
    ) throws -> [CorrectionText] {
        try corrections.map { try CorrectionText($0, register, console) }
    }

    private func report(_ list: [CorrectionText], _ console: Console) {
        console.document(
            .object([
                .init(key: "needs_correction", value: .integer(Int64(list.count))),
                .init(key: "corrections", value: .array(list.map(\.json))),
            ])
        )
    }
}
