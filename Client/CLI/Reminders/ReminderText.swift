import Shared

/// Deadlines that have moved or fallen away, as people and programs read of them.
struct ReminderText {
    private let schema: Schema
    private let console: Console
    private let register: Register?

    /// `register` says what departments are called; without it they are told by their codes.
    init(_ schema: Schema, _ console: Console, _ register: Register? = nil) {
        self.schema = schema
        self.console = console
        self.register = register
    }

    private var language: DisplayLanguage { console.language }

    /// What was when, when it is now, and why: one line.
    func line(of moved: MovedReminder) -> String {
        let what = moved.what[language]
        let name = printable(moved.label) + console.dim(" (" + shortRef(moved.record) + ")")
        let was = moved.was.display(in: language)
        let now =
            moved.now.map { $0.display(in: language) }
            .map { console.say(en: "is now \($0)", vi: "nay là \($0)") }
            ?? console.say(en: "is withdrawn", vi: "nay không còn")
        let news = console.say(
            en: "\(what) of \(name) was due \(was), \(now)",
            vi: "\(what) – \(name): trước là \(was), \(now)"
        )
        guard let cause = moved.cause else { return news }
        let note = cause.note.map { " “" + printable($0) + "”" } ?? ""
        let separator = console.say(en: ": ", vi: "; ")
        return news + separator + printable(reason(cause, of: moved.record)) + note
    }

    /// The deadline for programs.
    func json(_ moved: MovedReminder) -> JSONValue {
        func text(_ key: String, _ value: String?) -> JSONValue.Member {
            .init(key: key, value: value.map { .string($0) } ?? .null)
        }
        let cause = moved.cause
        return .object([
            text("ref", moved.record.text(in: schema)),
            text("reminder", moved.key),
            text("was", moved.was.canonical),
            text("now", moved.now?.canonical),
            text("field", cause?.field),
            text("by", cause?.author?.personName),
            text("department", cause?.author?.departmentText(in: .en)),
            text("note", cause?.note),
        ])
    }

    /// Who did what.
    private func reason(_ cause: MovedReminder.Cause, of record: Reference) -> String {
        let who = author(of: cause)
        let field = schema.collection(number: record.collection)?.field(id: cause.field)
        let label = field?.labels[language] ?? cause.field
        switch cause.act {
        case .wrote(let value):
            return console.say(
                en: "\(who) set \(label) to \(value)",
                vi: "\(who) đổi \(label) thành \(value)"
            )
        case .cleared:
            return console.say(en: "\(who) cleared \(label)", vi: "\(who) xóa trống \(label)")
        case .changed:
            return console.say(en: "\(who) changed \(label)", vi: "\(who) sửa \(label)")
        case .merged:
            return console.say(
                en: "\(who) merged records, or took a merge back",
                vi: "\(who) gộp hồ sơ hoặc bỏ việc gộp"
            )
        case .deleted:
            return console.say(en: "\(who) deleted the record", vi: "\(who) xóa hồ sơ")
        }
    }

    private func author(of cause: MovedReminder.Cause) -> String {
        guard let author = cause.author else {
            return cause.actor == 0
                ? console.say(en: "the server", vi: "máy chủ")
                : console.say(en: "somebody", vi: "ai đó")
        }
        let known = register?.directory[cause.actor]
        let department =
            known.flatMap { entry in register?.departmentText(of: entry) }
            ?? author.departmentText(in: language)
        return department.utf8.isEmpty
            ? author.personName : author.personName + " (" + department + ")"
    }

    /// `agreements/#7QX2KM`, as lists print it.
    private func shortRef(_ reference: Reference) -> String {
        let name = schema.collection(number: reference.collection)?.id
        return (name ?? reference.collection.description) + "/#" + reference.record.shortText
    }
}

extension MovedReminder {
    /// Tells of deadlines that are not where they were: of the first ones each by itself.
    static func show(_ all: [MovedReminder], of workspace: Workspace, _ console: Console) {
        guard !all.isEmpty else { return }
        let register = try? Register(workspace, language: console.language)
        let text = ReminderText(workspace.schema, console, register)
        for moved in all.prefix(shownMax) { console.line(text.line(of: moved)) }
        let rest = all.count - shownMax
        guard rest > 0 else { return }
        console.line(
            console.say(
                en: "and \(rest) more: caunoi digest",
                vi: "và \(rest) hạn khác: caunoi digest"
            )
        )
    }
}
