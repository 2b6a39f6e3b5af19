import ClientCore
import Shared

/// What looks wrong in a record that was just saved, or through it in another.
///
/// It is saved all the same.
struct SaveWarnings {
    private let register: Register
    private let console: Console
    private let findings: [Finding]
    /// What looks wrong in the programme to which the saved project belongs.
    private let ofProgramme: [(programme: RecordID, finding: Finding)]

    /// Looks at a record, of which the fields with these ids were changed; nil for all of a new one.
    init(_ record: RecordID, changed: Set<String>?, _ register: Register, _ console: Console) {
        self.register = register
        self.console = console
        guard let view = register.view(record) else {
            findings = []
            ofProgramme = []
            return
        }
        let checks = RecordChecks(
            register,
            on: AskedDate.today,
            knowing: RecordChecks.Knowledge(
                partners: { register.partners(abbreviated: $0) },
                projects: { register.records(of: "projects", referringTo: $0, in: "programme") },
                isCarriedOut: { agreement in
                    !register.records(of: "activities", referringTo: agreement, in: "agreement")
                        .isEmpty
                }
            )
        )
        findings = checks.findings(in: view).filter { finding in
            changed.map { finding.isNews(after: $0) } ?? true
        }
        guard changed?.contains("programme") ?? true,
            let programme = view.reference("programme").flatMap({ register.view($0) })
        else {
            ofProgramme = []
            return
        }
        ofProgramme = checks.findings(in: programme).filter { $0.check == .numberOfProjects }
            .map { (programme.id, $0) }
    }

    /// Tells people.
    func show() {
        let printer = QueryPrinter(register: register, console: console)
        for finding in findings { console.warn(finding.text(printer)) }
        for (programme, finding) in ofProgramme {
            let name = printable(register.label(of: programme))
            console.warn(name + ": " + finding.text(printer))
        }
    }

    /// For programs: `[{"check","field","message"}…]`, with a `ref` where it is in another record.
    var json: [JSONValue] {
        let own = findings.map { JSONValue.object($0.members(in: console.language)) }
        let others = ofProgramme.map { programme, finding -> JSONValue in
            let ref = JSONValue.Member(key: "ref", value: .string(register.ref(programme)))
            return .object([ref] + finding.members(in: console.language))
        }
        return own + others
    }
}

extension Finding {
    /// Whether to say it after a save of these fields: what has been so for long is not said again
    /// at every save.
    fileprivate func isNews(after changed: Set<String>) -> Bool {
        switch check {
        case .oldFigure, .postWithoutDates, .sharedAbbreviation, .unusualTransition,
            .amountWithoutCurrency, .malformedAddress, .numberOfProjects:
            changed.contains(field)
        case .nothingUnderWay, .deliveredNothing:
            !changed.isDisjoint(with: ["state", "projects", "commitments"])
        default: true
        }
    }

    /// For people: the field, what is odd about it, and what shows that.
    func text(_ printer: QueryPrinter) -> String {
        let language = printer.console.language
        let evidence = printer.text(.list(self.evidence))
        return printable(fieldLabels[language] + ": " + check.labels[language])
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
