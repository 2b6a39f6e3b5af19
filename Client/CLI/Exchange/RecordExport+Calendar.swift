import ClientCore
import ClientExchange
import Shared

// Deadlines, events and meetings for calendars.

extension RecordExport {
    /// Deadlines, events and meetings as all-day entries of a calendar; of these collections only.
    ///
    /// Two replicas that hold the same write the same bytes, whatever their machines' time zones.
    func calendar(of collections: [CollectionDefinition], _ console: Console) -> Result {
        var entries: [CalendarWriter.Entry] = []
        var leftOut: [String] = []
        var hidden = 0
        for reminder in register.reminders()
        where collections.contains(where: { $0.number == reminder.record.collection }) {
            guard let view = outside.view(reminder.record) else {
                hidden += 1
                continue
            }
            if let entry = entry(reminder, of: view, console) {
                entries.append(entry)
            } else if let from = reminder.from {
                let what = reminder.what[console.language]
                leftOut.append("\(what): \(outside.label(of: view.id)) (\(from.canonical))")
            }
        }
        if hidden > 0 {
            console.warn(
                console.say(
                    en: "left out, not for the public: \(hidden)",
                    vi: "không đưa vào vì không công khai: \(hidden)"
                )
            )
        }
        let bytes = CalendarWriter.calendar(
            workspace.enrolment.registerName,
            language: console.language.code,
            entries
        )
        return Result(bytes: bytes, count: entries.count, leftOut: leftOut)
    }

    /// An entry of whole days; nil where these are not known.
    private func entry(
        _ reminder: Reminder,
        of view: RecordView,
        _ console: Console
    ) -> CalendarWriter.Entry? {
        guard reminder.isExact, let from = reminder.from, let through = reminder.through,
            let start = PartialDate(dayNumber: from.earliestDay),
            let end = PartialDate(dayNumber: through.latestDay + 1)
        else { return nil }
        let isDeadline = reminder.kind == .deadline
        let label = outside.label(of: view.id)
        let what = reminder.what[console.language]
        let told = ["visibility"] + (isDeadline ? [] : Self.surroundings)
        let revision = max(reminder.revision, view.revision(of: told))
        let printer = QueryPrinter(register: register, console: console, outside: outside)
        var entry = CalendarWriter.Entry(
            uid: uid(reminder.record.record, reminder.key),
            sequence: sequence(of: reminder.record.record, at: revision),
            stamp: digits(Instant(revision).text),
            start: digits(start.canonical),
            end: digits(end.canonical),
            summary: reminder.kind == .event ? label : what + ": " + label,
            description: printer.text(reminder.note),
            category: what,
            status: status(of: reminder, view)
        )
        entry.isPrivate = view.value("visibility") == .code("internal")
        entry.comment = comment(reminder, of: view, notSaying: label, console)
        if !isDeadline { describe(view, in: &entry, console) }
        return entry
    }

    /// The fields of events and meetings that are told beside their names, days and states.
    private static let surroundings = ["venue", "place", "parent", "event", "theme"]

    /// Where an event or a meeting is, of what it is a part, what it is about and who holds it.
    private func describe(
        _ view: RecordView,
        in entry: inout CalendarWriter.Entry,
        _ console: Console
    ) {
        let places = ["venue", "place"].filter {
            view.field(id: $0)?.definition.sensitivity == .public
        }
        entry.location = view.texts(of: places).joined(separator: ", ")
        let whole = view.reference("parent") ?? view.reference("event")
        if let parent = whole.flatMap({ outside.view($0) }), parent.life.isInUse {
            entry.parent = uid(parent.id, "event")
        }
        if let theme = view.field(id: "theme")?.text(in: console.language, schema: register.schema)
        {
            let note = entry.description
            entry.description = theme + (note.utf8.isEmpty ? "" : "\n" + note)
        }
        entry.contacts = (view.references("organisers") + view.references("co_organisers"))
            .compactMap { outside.name(of: $0) }
    }

    /// The record's title in the other language; nil where it has none there, or the entry says the same.
    private func comment(
        _ reminder: Reminder,
        of view: RecordView,
        notSaying label: String,
        _ console: Console
    ) -> CalendarWriter.Comment? {
        let other: DisplayLanguage = console.language == .vi ? .en : .vi
        let title = view.fields.first { $0.definition.isTitle }
        guard case .localized(let texts) = title?.content,
            let found = texts.first(where: { $0.language.isSame(as: other.code) }),
            case .text(let text) = found.cell.displayed, !text.isSame(as: label)
        else { return nil }
        return CalendarWriter.Comment(
            language: other.code,
            text: reminder.kind == .event ? text : reminder.what[other] + ": " + text
        )
    }

    /// The same for ever, on every replica.
    private func uid(_ record: RecordID, _ key: String) -> String {
        record.text + "-" + key + "@" + workspace.enrolment.register.text
    }

    /// A number that a later change has higher: the record's age at its last change, in milliseconds
    /// for its first eighteen hours and in seconds from then on, which lasts for 68 years.
    private func sequence(of record: RecordID, at revision: Int64) -> Int32 {
        let born = Int64(record.high >> 16)
        let age = max(0, revision - born)
        let fine: Int64 = 1 << 26
        return Int32(clamping: age < fine ? age : fine + (age - fine) / 1000)
    }

    /// `20260118T090000Z` of `2026-01-18T09:00:00Z`.
    private func digits(_ text: String) -> String {
        String(text.unicodeScalars.filter { $0 != "-" && $0 != ":" }.map { Character($0) })
    }

    /// A day that is only about right, or doubtful, is no certain one.
    private func status(of reminder: Reminder, _ view: RecordView) -> String {
        let isMarked = reminder.from?.mark != PartialDate.Mark.none
        return switch reminder.state {
        case .cancelled: "CANCELLED"
        case .confirmed: isMarked ? "TENTATIVE" : "CONFIRMED"
        case .tentative: view.isConfirmed && !isMarked ? "CONFIRMED" : "TENTATIVE"
        }
    }
}

extension RecordView {
    /// Whether an event is certain to be held.
    fileprivate var isConfirmed: Bool { isIn("confirmed", "happened") }
}
