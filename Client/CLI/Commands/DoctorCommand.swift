import ArgumentParser
import ProgramText
import Shared

struct DoctorCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: HelpText.say(
            en: "Check the replica's files, identity, clock and free space; say how to mend.",
            vi: "Kiểm tra tệp, định danh, đồng hồ và chỗ trống của bản sao; nêu cách sửa."
        ),
        discussion: HelpText.discussion(
            en: """
                Works without a network. Changes nothing, unless --mend says so: then it mends \
                what can be mended without losing anything, that is rights of files, an identity \
                in doubt, the digest of the records, and what is kept for finding them; and says \
                what is left. Records that are not what the server has are mended by the next \
                sync; what they were before is shown here. Exit status 1 when something is wrong.
                """,
            vi: """
                Không cần mạng. Không thay đổi gì, trừ khi có --mend: khi đó sửa những gì sửa được \
                mà không mất gì, tức quyền của tệp, định danh còn nghi ngờ, mã kiểm của các bản \
                ghi và những gì dùng để tìm chúng; rồi nêu những gì còn lại. Bản ghi khác với bản \
                ở máy chủ sẽ được sửa ở lần đồng bộ sau; bản trước đó được nêu ở đây. Mã kết thúc \
                1 khi có gì không ổn.
                """,
            examples: "caunoi doctor --mend"
        )
    )

    @OptionGroup var options: GlobalOptions
    @Flag(
        help: ArgumentHelp(
            HelpText.say(
                en: "Mend what can be mended without losing anything.",
                vi: "Sửa những gì sửa được mà không mất gì."
            )
        )
    ) var mend = false

    func perform(_ console: Console) throws -> ExitStatus {
        var mending = Mending(options.folder, console)
        if mend { mending.run() }
        var examination = Examination(options.folder, console)
        examination.run()
        if console.isJSON {
            document(examination, mending, console)
        } else {
            for finding in examination.findings { show(finding, console) }
        }
        for note in mending.mended {
            console.message(console.say(en: "mended: ", vi: "đã sửa: ") + printable(note))
        }
        for hindrance in mending.hindrances {
            console.warn(
                console.say(en: "not everything was mended: ", vi: "chưa sửa được hết: ")
                    + printable(hindrance)
            )
        }
        return examination.isWrong || !mending.hindrances.isEmpty ? .failed : .done
    }

    private func document(_ examination: Examination, _ mending: Mending, _ console: Console) {
        let checks = examination.findings.map { finding -> JSONValue in
            .object([
                .init(key: "check", value: .string(finding.check)),
                .init(key: "state", value: .string(finding.state.rawValue)),
                .init(key: "message", value: .string(finding.message)),
                .init(key: "hint", value: finding.hint.map { .string($0) } ?? .null),
            ])
        }
        var members: [JSONValue.Member] = [
            .init(key: "ok", value: .boolean(!examination.isWrong)),
            .init(key: "folder", value: .string(options.folder)),
            .init(key: "checks", value: .array(checks)),
        ]
        if mend {
            let mended = mending.mended.map { JSONValue.string($0) }
            members.append(.init(key: "mended", value: .array(mended)))
        }
        console.document(.object(members))
    }

    private func show(_ finding: Examination.Finding, _ console: Console) {
        let message = printable(finding.message)
        switch finding.state {
        case .fine:
            console.line(padded(console.say(en: "ok", vi: "tốt"), to: 8) + message)
        case .note:
            console.line(padded(console.say(en: "note", vi: "lưu ý"), to: 8) + message)
        case .wrong:
            let word = padded(console.say(en: "wrong", vi: "hỏng"), to: 8)
            console.line(console.alarming(word + message))
        }
        if let hint = finding.hint {
            console.line("        → " + printable(hint))
        }
    }
}
