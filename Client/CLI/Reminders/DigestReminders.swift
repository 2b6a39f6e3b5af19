import Shared

/// The deadlines that sessions have moved since a moment, as far as this device has kept them.
struct DigestReminders {
    private let register: Register
    private let moved: [MovedReminder]

    /// Reads what sessions have moved that began after `since`, in milliseconds since 1970, by the
    /// server's clock.
    init(_ workspace: Workspace, _ register: Register, since: Int64) {
        self.register = register
        let kept = KeptReminders(workspace).moved(after: since)
        moved = kept.compactMap { reminder -> MovedReminder? in
            let id = reminder.record.record
            guard let view = register.view(id), view.life != .purged else { return nil }
            // Later changes, also one's own, may have moved it again.
            let now = view.openDeadlines[reminder.key]?.from
            guard now != reminder.was else { return nil }
            var told = reminder
            if now != reminder.now { (told.now, told.cause) = (now, nil) }
            told.label = register.label(of: id)
            told.cause?.author = reminder.cause.flatMap { register.directory[$0.actor] }
            return told
        }
    }

    /// The deadlines for programs, as a session tells of them; the authors' notes are not kept.
    func json(_ console: Console) -> JSONValue {
        let text = ReminderText(register.schema, console)
        return .array(moved.map { text.json($0) })
    }

    /// Lists the deadlines under a heading; nothing where there are none.
    func show(_ console: Console) {
        guard !moved.isEmpty else { return }
        let text = ReminderText(register.schema, console, register)
        let title = console.say(en: "deadlines moved or withdrawn", vi: "hạn đã đổi hoặc không còn")
        console.line(console.bold(title))
        for reminder in moved { console.line("  " + text.line(of: reminder)) }
    }
}
