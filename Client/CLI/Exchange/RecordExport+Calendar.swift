import ClientCore
import ClientExchange
import Shared

// Deadlines, events and meetings for calendars.

extension RecordExport {
    /// Deadlines, events and meetings as all-day entries of a calendar; of these collections only.
    ///
    /// A calendar is of the house: what is internal is in it as private. What has been deleted is in it
    /// as cancelled, without what it said, so that calendars that had it forget it.
    ///
    /// Two replicas that hold the same write the same bytes, whatever their machines' time zones.
    func calendar(of collections: [CollectionDefinition], _ console: Console) -> Result {
        var entries: [CalendarWriter.Entry] = []
        var leftOut: [String] = []
        var hidden = 0
        for reminder in register.reminders()
        where collections.contains(where: { $0.number == reminder.record.collection }) {
            let isWithdrawn = reminder.state == .withdrawn
            guard let view = house.view(reminder.record) else {
                if !isWithdrawn { hidden += 1 }
                continue
            }
            if let entry = entry(reminder, of: view, console) {
                entries.append(entry)
            } else if let from = reminder.from, !isWithdrawn {
                let what = reminder.what[console.language]
                leftOut.append("\(what): \(house.label(of: view.id)) (\(from.canonical))")
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
        let isWithdrawn = reminder.state == .withdrawn
        let what = reminder.what[console.language]
        var entry = CalendarWriter.Entry(
            uid: uid(reminder.record.record, reminder.key),
            sequence: sequence(of: reminder, isLater: isWithdrawn),
            stamp: digits(Instant(reminder.revision).text),
            start: digits(start.canonical),
            end: digits(end.canonical),
            summary: isWithdrawn ? console.say(en: "withdrawn", vi: "đã rút") : what,
            description: "",
            category: what,
            status: status(of: reminder, view)
        )
        entry.isPrivate = !view.isForAll
        if isWithdrawn {
            entry.summaryLanguage = console.language.code
        } else {
            tell(reminder, of: view, in: &entry, console)
        }
        return entry
    }

    /// What an entry says; one that is not private names nobody who is not public.
    private func tell(
        _ reminder: Reminder,
        of view: RecordView,
        in entry: inout CalendarWriter.Entry,
        _ console: Console
    ) {
        let named = entry.isPrivate ? house : outside
        let label = named.label(of: view, without: disputedDays(in: view))
        let what = reminder.what[console.language]
        entry.summary = reminder.kind == .event ? label : what + ": " + label
        entry.description = note(on: reminder, of: view, named, console)
        let title = view.fields.first { $0.definition.isTitle }
        let language = console.language.code
        let written = title?.language(of: label, first: language)
        // What is due and what it is due for may be in two languages.
        entry.summaryLanguage = reminder.kind == .event || written == language ? written : nil
        entry.descriptionLanguage = language
        entry.comment = comment(reminder, of: view, notSaying: label, console)
        if reminder.kind != .deadline { describe(view, in: &entry, named, console) }
    }

    /// What there is to say about a day: where people do not agree about it, all that stands.
    private func note(
        on reminder: Reminder,
        of view: RecordView,
        _ named: PublicRecords,
        _ console: Console
    ) -> String {
        let disputed = reminder.fields.compactMap { id -> String? in
            guard let field = view.field(id: id), case .single(let cell) = field.content,
                cell.isDisputed
            else { return nil }
            return field.definition.labels[console.language] + ": "
                + candidates(in: cell, of: field.definition, console)
        }
        guard disputed.isEmpty else { return disputed.joined(separator: "\n") }
        return QueryPrinter(register: register, console: console, outside: named)
            .text(reminder.note)
    }

    /// The numbers of the fields by which a record is named and about whose day people do not agree.
    private func disputedDays(in view: RecordView) -> [UInt16] {
        (view.collection?.label ?? []).filter { number in
            guard case .single(let cell) = view.field(number: number)?.content else { return false }
            return cell.isDisputed
                && cell.candidates.contains { candidate in
                    if case .date? = candidate.value { true } else { false }
                }
        }
    }

    /// Where an event or a meeting is, of what it is a part, what it is about and who holds it.
    private func describe(
        _ view: RecordView,
        in entry: inout CalendarWriter.Entry,
        _ named: PublicRecords,
        _ console: Console
    ) {
        let places = ["venue", "place"].filter {
            view.field(id: $0)?.definition.sensitivity == .public
        }
        entry.location = view.texts(of: places).joined(separator: ", ")
        let whole = view.reference("parent") ?? view.reference("event")
        if let parent = whole.flatMap({ named.view($0) }), parent.life.isInUse {
            entry.parent = uid(parent.id, "event")
        }
        if let theme = view.field(id: "theme")?.text(in: console.language, schema: register.schema)
        {
            let note = entry.description
            let language = console.language.code
            let written = view.field(id: "theme")?.language(of: theme, first: language)
            entry.descriptionLanguage = note.utf8.isEmpty || written == language ? written : nil
            entry.description = theme + (note.utf8.isEmpty ? "" : "\n" + note)
        }
        entry.contacts = (view.references("organisers") + view.references("co_organisers"))
            .compactMap { named.name(of: $0) }
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
    ///
    /// `isLater`: than what was written in the same second, or by a clock that is ahead.
    private func sequence(of reminder: Reminder, isLater: Bool) -> Int32 {
        let born = Int64(reminder.record.record.high >> 16)
        let age = max(0, reminder.revision - born)
        let fine: Int64 = 1 << 26
        let number = age < fine ? age : fine + (age - fine) / 1000
        return Int32(clamping: number + (isLater ? 1 : 0))
    }

    /// `20260118T090000Z` of `2026-01-18T09:00:00Z`.
    private func digits(_ text: String) -> String {
        String(text.unicodeScalars.filter { $0 != "-" && $0 != ":" }.map { Character($0) })
    }

    /// A day that is only about right, or doubtful, is no certain one.
    private func status(of reminder: Reminder, _ view: RecordView) -> String {
        let isMarked = reminder.from?.mark != PartialDate.Mark.none
        return switch reminder.state {
        case .cancelled, .withdrawn: "CANCELLED"
        case .confirmed: isMarked ? "TENTATIVE" : "CONFIRMED"
        case .tentative: view.isConfirmed && !isMarked ? "CONFIRMED" : "TENTATIVE"
        }
    }
}

extension FieldView {
    /// The language in which a localised field says `text`, of several `first`; nil where in none.
    fileprivate func language(of text: String, first language: String) -> String? {
        guard case .localized(let views) = content else { return nil }
        let found = views.filter { $0.cell.displayed == .text(text) }.map { $0.language }
        return found.first { $0.isSame(as: language) } ?? found.first
    }
}

extension RecordView {
    /// Whether an event is certain to be held.
    fileprivate var isConfirmed: Bool { isIn("confirmed", "happened") }
}
