import ArgumentParser
import ClientCore
import ProgramText
import Shared

struct VerifyCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: HelpText.say(
            en: "Prove that this replica equals the server, or name the records that differ.",
            vi: "Chứng minh bản sao này giống máy chủ, hoặc nêu hồ sơ khác nhau."
        ),
        discussion: HelpText.discussion(
            en: "Needs the network and changes nothing. Exit status 1 when there is a difference.",
            vi: "Cần mạng và không thay đổi gì. Mã kết thúc 1 khi có khác biệt.",
            examples: "caunoi verify"
        )
    )

    @OptionGroup var options: GlobalOptions

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let client = try ServiceClient(workspace.enrolment)
        let pending = try workspace.pendingCount()
        if pending > 0 {
            let text = console.say(
                en: "\(pending) \(pending == 1 ? "change is" : "changes are") not sent yet: "
                    + "run caunoi sync",
                vi: "\(pending) thay đổi chưa được gửi: hãy chạy caunoi sync"
            )
            console.message(text)
        }
        let outcome = try outcome(of: Verification(workspace, client))
        let register = try Register(workspace, language: options.language)
        if console.isJSON {
            document(outcome, pending, register, console)
        } else {
            show(outcome, pending, register, console)
        }
        if outcome.isStoredDigestWrong {
            console.warn(
                console.say(
                    en: "the digest kept here is not that of its records; run: caunoi doctor",
                    vi: "mã kiểm lưu ở đây không khớp với các bản ghi; hãy chạy: caunoi doctor"
                )
            )
        }
        return outcome.isEqual ? .done : .failed
    }

    /// The server tells a device whose access was withdrawn so in English only.
    private func outcome(of verification: Verification) throws -> Verification.Outcome {
        do {
            return try verification.run()
        } catch let failure as CommandFailure where failure.code.isSame(as: "revoked") {
            throw CommandFailure.revoked(isHeld: false)
        }
    }

    private func document(
        _ outcome: Verification.Outcome,
        _ pending: Int,
        _ register: Register,
        _ console: Console
    ) {
        let differing = outcome.differences.map { difference -> JSONValue in
            let id = difference.record
            return .object([
                .init(
                    key: "ref",
                    value: difference.isHere ? .string(register.ref(id)) : .null
                ),
                .init(key: "id", value: .string(id.text)),
                .init(key: "label", value: .string(register.label(of: id))),
                .init(key: "here", value: .boolean(difference.isHere)),
                .init(key: "server", value: .boolean(difference.isThere)),
            ])
        }
        console.document(
            .object([
                .init(key: "equal", value: .boolean(outcome.isEqual)),
                .init(key: "digest", value: .string(outcome.digest.text)),
                .init(key: "server_digest", value: .string(outcome.serverDigest.text)),
                .init(key: "records", value: .integer(Int64(register.recordCount))),
                .init(key: "pending", value: .integer(Int64(pending))),
                .init(key: "server_damaged", value: .boolean(outcome.isServerDamaged)),
                .init(key: "behind", value: .boolean(outcome.isBehind)),
                .init(key: "differing", value: .array(differing)),
            ])
        )
    }

    private func show(
        _ outcome: Verification.Outcome,
        _ pending: Int,
        _ register: Register,
        _ console: Console
    ) {
        if outcome.isEqual {
            console.line(
                console.say(
                    en: "equal: \(register.recordCount) records, digest \(outcome.digest.text)",
                    vi: "giống nhau: \(register.recordCount) bản ghi, mã \(outcome.digest.text)"
                )
            )
            return
        }
        let count = outcome.differences.count
        console.line(
            console.alarming(
                console.say(
                    en: count == 1 ? "1 record differs" : "\(count) records differ",
                    vi: "\(count) bản ghi khác nhau"
                )
            )
        )
        for difference in outcome.differences { show(difference, register, console) }
        if outcome.isServerDamaged {
            console.warn(
                console.say(
                    en:
                        "the server's records are not what its own sums say; ask your administrator "
                        + "for: caunoi-server verify",
                    vi: "các bản ghi trên máy chủ không khớp với tổng kiểm của chính nó; hãy nhờ "
                        + "quản trị viên chạy: caunoi-server verify"
                )
            )
            return
        }
        guard pending == 0 else { return }
        console.message(
            outcome.isBehind
                ? console.say(
                    en: "the server has changes that are not here yet: run caunoi sync",
                    vi: "máy chủ có thay đổi chưa về máy này: hãy chạy caunoi sync"
                )
                : console.say(
                    en: "nothing is waiting on either side, so this should not be: run "
                        + "caunoi doctor --mend, then caunoi sync, which mends the records",
                    vi: "không bên nào còn gì chờ, điều này không nên xảy ra: hãy chạy "
                        + "caunoi doctor --mend rồi caunoi sync để sửa các bản ghi"
                )
        )
    }

    private func show(
        _ difference: Reconciliation.Difference,
        _ register: Register,
        _ console: Console
    ) {
        let id = difference.record
        guard difference.isHere else {
            let only = console.say(en: "only at the server", vi: "chỉ có ở máy chủ")
            console.line("  #" + id.shortText + "  " + console.dim(only))
            return
        }
        let only = console.say(en: "  only here", vi: "  chỉ có ở máy này")
        console.line(
            "  " + register.shortRef(id) + "  " + printable(register.label(of: id))
                + (difference.isThere ? "" : console.dim(only))
        )
    }
}
