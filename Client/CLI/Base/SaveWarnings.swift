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
            case .oldFigure, .postWithoutDates, .sharedAbbreviation, .unusualTransition,
                .amountWithoutCurrency, .malformedAddress:
                return changed.contains(finding.field)
            default: return true
            }
        }
    }

    /// Tells people.
    func show() {
        let printer = QueryPrinter(register: register, console: console)
        for finding in findings { console.warn(finding.text(printer)) }
    }

    /// For programs: `[{"check","field","message"}…]`.
    var json: JSONValue {
        .array(findings.map { .object($0.members(in: console.language)) })
    }
}

extension Finding {
    /// For people: the field, what is odd about it, and what shows that.
    func text(_ printer: QueryPrinter) -> String {
        let evidence = printer.text(.list(self.evidence))
        return printable(field + ": " + check.labels[printer.console.language])
            + (evidence.isEmpty ? "" : " (" + printable(evidence) + ")")
    }

    /// For programs.
    func members(in language: DisplayLanguage) -> [JSONValue.Member] {
        [
            .init(key: "check", value: .string(check.rawValue)),
            .init(key: "field", value: .string(field)),
            .init(key: "message", value: .string(check.labels[language])),
        ]
    }
}
