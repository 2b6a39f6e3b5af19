import ArgumentParser
import ProgramText
import Shared

/// `verify`: tells whether what is stored is still what was stored.
struct VerifyCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: HelpText.say(
            en: "Recomputes every stored hash and digest, and checks the database.",
            vi: "Tính lại mọi mã băm và mã kiểm đã lưu, và kiểm tra cơ sở dữ liệu."
        ),
        discussion: HelpText.discussion(examples: "caunoi-server verify --data /srv/register")
    )

    @OptionGroup var options: ServerOptions

    func perform(_ console: Console) throws -> ExitStatus {
        let report = try withRegister { register in
            var verification = Verification(of: register.store)
            try verification.run()
            return verification
        }
        if console.isJSON {
            console.document([
                "equal": .boolean(report.problems.isEmpty),
                "digest": .string(report.digest.text),
                "records": .count(report.records),
                "changes": .count(report.changes),
                "problems": .array(report.problems.map { .string($0.en) }),
            ])
        } else {
            for problem in report.problems { console.line(problem[console.language]) }
            let (records, changes) = (report.records, report.changes)
            let count = report.problems.count
            console.line(
                console.say(
                    en: "\(records) records and \(changes) changes checked, \(count) problems",
                    vi: "đã kiểm tra \(records) hồ sơ và \(changes) thay đổi, \(count) vấn đề"
                )
            )
        }
        return report.problems.isEmpty ? .done : .damaged
    }
}
