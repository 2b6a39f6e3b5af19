import ArgumentParser
import Shared

/// `verify`: tells whether what is stored is still what was stored.
struct VerifyCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recomputes every stored hash and digest, and checks the database.",
        discussion: "EXAMPLE: caunoi-server verify --data /srv/register"
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
                "problems": .array(report.problems.map { .string($0) }),
            ])
        } else {
            for problem in report.problems { console.line(problem) }
            console.line(
                "\(report.records) records and \(report.changes) changes checked, "
                    + "\(report.problems.count) problems"
            )
        }
        return report.problems.isEmpty ? .done : .damaged
    }
}
