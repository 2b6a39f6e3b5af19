import ArgumentParser
import Shared

struct CorrectionsCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "corrections",
        abstract: "Say how many values of this device were refused, and what to do.",
        discussion: """
            A refused value is never lost: it stays in the history of its record.

            EXAMPLE: caunoi corrections
            """
    )

    @OptionGroup var options: GlobalOptions

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let count = workspace.settings.corrections
        if console.isJSON {
            console.document(
                .object([
                    .init(key: "needs_correction", value: .unsigned(count)),
                    .init(key: "corrections", value: .array([])),
                ])
            )
        } else if count == 0 {
            console.line(console.say(en: "nothing to correct", vi: "không có gì cần sửa"))
        } else {
            console.line(
                console.alarming(
                    console.say(
                        en: "the server has refused \(count) of this device's values",
                        vi: "máy chủ đã không nhận \(count) giá trị của máy này"
                    )
                )
            )
            console.line(
                console.say(
                    en: "a record's history says which and why: caunoi history REF; "
                        + "then caunoi set REF FIELD=VALUE",
                    vi: "lịch sử của bản ghi cho biết giá trị nào và vì sao: caunoi history REF; "
                        + "sau đó caunoi set REF FIELD=VALUE"
                )
            )
        }
        return .done
    }
}
