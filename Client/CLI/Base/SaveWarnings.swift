import ClientCore
import Shared

/// What looks wrong in a record that was just saved; it is saved all the same.
struct SaveWarnings {
    private let register: Register
    private let console: Console
    private let findings: [Finding]

    /// Looks at a record, of which the fields with these ids were changed; nil for all of a new one.
    init(_ record: RecordID, changed: Set<String>?, _ register: Register, _ console: Console) {
        self.register = register
        self.console = console
        guard let view = register.view(record) else {
            findings = []
            return
        }
        let checks = RecordChecks(
            register,
            on: AskedDate.today,
            knowing: RecordChecks.Knowledge { register.partners(abbreviated: $0) }
        )
        findings = checks.findings(in: view).filter { finding in
            guard let changed else { return true }
            switch finding.check {
            // What has been so for long is not said again at every save.
            case .oldFigure, .postWithoutDates, .sharedAbbreviation, .unusualTransition:
                return changed.contains(finding.field)
            default: return true
            }
        }
    }

    /// Tells people.
    func show() {
        let printer = QueryPrinter(register: register, console: console)
        for finding in findings {
            let evidence = printer.text(.list(finding.evidence))
            console.warn(
                printable(finding.field + ": " + finding.check.labels[console.language])
                    + (evidence.isEmpty ? "" : " (" + printable(evidence) + ")")
            )
        }
    }

    /// For programs: `[{"check","field","message"}…]`.
    var json: JSONValue {
        .array(
            findings.map { finding in
                .object([
                    .init(key: "check", value: .string(finding.check.rawValue)),
                    .init(key: "field", value: .string(finding.field)),
                    .init(key: "message", value: .string(finding.check.labels[console.language])),
                ])
            }
        )
    }
}
