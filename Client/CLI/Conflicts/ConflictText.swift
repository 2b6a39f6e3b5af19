import Shared

/// Disagreements as people and programs read them.
struct ConflictText {
    private let register: Register
    private let console: Console

    init(_ register: Register, _ console: Console) {
        self.register = register
        self.console = console
    }

    /// A disagreement as `conflicts --json` prints it.
    func json(_ conflict: Conflict, of view: RecordView) -> JSONValue {
        let scope = register.scope(of: view.id)
        let candidates = conflict.candidatesJSON(
            in: register.schema,
            received: { [register] in register.received($0, in: scope) },
            people: { [register] in register.person($0) }
        )
        return .object([
            .init(key: "ref", value: .string(register.ref(view.id))),
            .init(key: "label", value: .string(register.label(of: view.id))),
            .init(key: "field", value: .string(conflict.path)),
            .init(key: "kind", value: .string(conflict.kindCode)),
            .init(key: "candidates", value: candidates),
        ])
    }

    func show(_ conflict: Conflict, of view: RecordView) {
        console.line(
            console.alarming(subject(of: conflict, in: view)) + "  "
                + console.bold(printable(register.label(of: view.id))) + "  "
                + console.dim(register.shortRef(view.id))
        )
        let values = values(of: conflict, in: view)
        for (index, candidate) in values.enumerated() {
            let author = author(candidate.dot, candidate.stamp, of: view)
            console.line("  \(index + 1). " + candidate.text + console.dim("  — " + author))
        }
        console.line(console.dim("     " + hint(conflict, of: view)))
    }

    /// The candidates on one line, for a message.
    func line(_ conflict: Conflict, of view: RecordView) -> String {
        values(of: conflict, in: view).enumerated().map { index, candidate in
            "\(index + 1). \(candidate.text) (\(author(candidate.dot, candidate.stamp, of: view)))"
        }.joined(separator: "; ")
    }

    /// The command that settles it.
    func hint(_ conflict: Conflict, of view: RecordView) -> String {
        let ref = "'\(register.shortRef(view.id))'"
        if conflict.kind.isAboutLife {
            return "caunoi resolve \(ref) --keep-deleted | --restore"
        }
        let others = conflict.isAboutMerging ? "" : " | --value V"
        return "caunoi resolve \(ref) \(conflict.path) --take N" + others
    }

    /// What people disagree about: the label of a field, with the language of a text.
    func subject(of conflict: Conflict, in view: RecordView) -> String {
        if conflict.kind.isAboutLife {
            return console.say(
                en: "deleted by one, edited by another",
                vi: "có người xóa, có người sửa"
            )
        }
        guard let path = path(of: conflict, in: view) else { return printable(conflict.path) }
        let label = printable(path.field.labels[console.language])
        switch path.part {
        case .whole: return label
        case .language(let code): return label + " " + printable(code)
        case .preferred:
            return label + console.say(en: " (the claim that counts)", vi: " (số liệu được chọn)")
        }
    }

    /// Nil where the schema has no such field.
    private func path(of conflict: Conflict, in view: RecordView) -> FieldPath? {
        view.collection.flatMap { try? FieldPath(conflict.path, in: $0, of: register.schema) }
    }

    private func values(
        of conflict: Conflict,
        in view: RecordView
    ) -> [(text: String, dot: Dot, stamp: DotStamp?)] {
        switch conflict.kind {
        case .value(let candidates):
            let type = type(of: conflict, in: view)
            return candidates.map { candidate in
                var text = FieldText(register).line(of: candidate.value, as: type)
                if conflict.isAboutMerging, let target = register.mergeTarget(candidate.bytes) {
                    text = printable(target)
                }
                let none = console.say(en: "(none)", vi: "(trống)")
                return (candidate.value == nil ? none : text, candidate.dot, candidate.stamp)
            }
        case .delete(let candidates):
            return candidates.map { (text($0, in: view), $0.dot, $0.stamp) }
        }
    }

    /// The type of a disagreement's values; text where there is no one type.
    func type(of conflict: Conflict, in view: RecordView) -> ScalarType {
        guard case .single(let type)? = path(of: conflict, in: view)?.field.type else {
            return .text
        }
        return type
    }

    /// What somebody did with the record; who wrote no value of it that stands, is not said to have
    /// edited it: a settlement writes none.
    private func text(_ candidate: Conflict.LifeCandidate, in view: RecordView) -> String {
        switch candidate.life {
        case .alive, .ruled:
            let isEdit = view.state.writes.contains { $0.dot == candidate.dot && !$0.key.isHead }
            return isEdit
                ? console.say(en: "edited: keep it", vi: "đã sửa: giữ lại")
                : console.say(en: "keep it", vi: "giữ lại")
        case .deleted: return console.say(en: "deleted", vi: "xóa")
        case .purged: return console.say(en: "removed for good", vi: "xóa vĩnh viễn")
        }
    }

    private func author(_ dot: Dot, _ stamp: DotStamp?, of view: RecordView) -> String {
        let author = RecordPrinter(register, console).author(stamp)
        let scope = register.scope(of: view.id)
        guard let received = register.received(dot, in: scope) else { return author }
        let time = Instant(received).local(register.language)
        return author + console.say(en: "; at the server ", vi: "; máy chủ nhận ") + time
    }
}
