/// A day, or several, that people want to see in their calendars.
public struct Reminder: Sendable {
    public let record: Reference
    /// What sort of day it is.
    public let kind: Kind
    /// Tells it apart from others of its record, for ever: `notice`, `expiry`.
    public let key: String
    /// What is to be done or happens.
    public let what: Labels
    /// What there is to say about it, as where the date is disputed.
    public let note: QueryCell
    /// Nil where nothing says when.
    public let from: PartialDate?
    /// The last day; the first one where it is but one.
    public let through: PartialDate?
    public private(set) var state: State
    /// When its record was last changed, in milliseconds since 1970: later ones replace it.
    public let revision: Int64
    /// The ids of the fields that say when it is, and whether it still is.
    public let fields: [String]

    /// What sort of day people are reminded of.
    public enum Kind: Sendable {
        /// Something is to be done by then, or ends.
        case deadline
        case event
        case meeting
    }

    public enum State: Sendable {
        case tentative
        case confirmed
        /// It is not to be thought of any more.
        case cancelled
        /// Its record has been deleted.
        case withdrawn
    }

    /// Whether both ends are whole days, so that it can stand in a calendar.
    public var isExact: Bool { from?.precision == .day && through?.precision == .day }
}

extension QuerySource {
    /// Everything with a day: deadlines of agreements, follow-ups, reviews, events and meetings.
    ///
    /// What was dropped, or ended otherwise, is in it as cancelled, and what was deleted as withdrawn,
    /// so that calendars that had it forget it. A pure function of the records: every replica that
    /// holds the same gives the same.
    ///
    /// - Returns: By collection, in the order of the records' ids.
    public func reminders() -> [Reminder] {
        var result: [Reminder] = []
        for collection in schema.collections {
            for id in records(of: collection.number) {
                let reference = Reference(collection: collection.number, record: id)
                guard let view = self.view(reference) else { continue }
                result += view.reminders + view.withdrawnReminders
            }
        }
        return result
    }
}

extension RecordView {
    /// What there is to think of about the record; nothing of one that is not in use.
    public var reminders: [Reminder] { life.isInUse ? days : [] }

    /// What there was to think of about a record that has been deleted; nothing of others.
    public var withdrawnReminders: [Reminder] {
        life == .deleted ? days.map { $0.withdrawn } : []
    }

    /// Every day of the record, in use or not.
    private var days: [Reminder] {
        guard let collection else { return [] }
        var result: [Reminder] = []
        if collection.id.isSame(as: "agreements") {
            result = agreementReminders
        } else if collection.id.isSame(as: "follow_ups") {
            let state: Reminder.State = isIn("done", "dropped") ? .cancelled : .confirmed
            result = [Reminder(followUpDeadline, self, state, endedBy: ["state"])]
        } else if collection.id.isSame(as: "events") {
            result = [eventReminder]
        } else if collection.id.isSame(as: "meetings"), let meeting = meetingReminder {
            result = [meeting]
        }
        if let deadline = reviewDeadline {
            result.append(Reminder(deadline, self, .confirmed))
        }
        return result
    }

    /// What an agreement asks for, each cancelled where the agreement has ended by its day.
    ///
    /// An end that comes later takes nothing from it; what has no day is cancelled by any end.
    private var agreementReminders: [Reminder] {
        agreementDeadlines.map { deadline in
            let ended = deadline.date.map { isIn("terminated", "superseded", on: $0.latestDay) }
            let isEnded = ended ?? isIn("terminated", "superseded")
            return Reminder(deadline, self, isEnded ? .cancelled : .confirmed, endedBy: ["state"])
        }
    }

    /// An event by when it was, or by when it is planned.
    private var eventReminder: Reminder {
        let isHeld = date("actual_start") != nil
        let from = date("actual_start") ?? date("planned_start")
        let through = date(isHeld ? "actual_end" : "planned_end") ?? from
        let days = ["planned_start", "planned_end", "actual_start", "actual_end"]
        let disputed = days.first { isDisputed($0) }
        return Reminder(
            record: reference,
            kind: .event,
            key: "event",
            what: Labels(vi: "sự kiện", en: "event"),
            note: disputed.map { .field($0, of: self) } ?? .blank,
            from: from,
            through: through,
            state: isIn("cancelled") ? .cancelled : isHeld ? .confirmed : .tentative,
            revision: lastChange,
            fields: days + ["state"]
        )
    }

    /// A meeting by its day; nil where none is stated.
    private var meetingReminder: Reminder? {
        guard let day = date("held_on") else { return nil }
        let state: Reminder.State =
            isIn("cancelled") ? .cancelled : isIn("agreed", "held") ? .confirmed : .tentative
        return Reminder(
            record: reference,
            kind: .meeting,
            key: "meeting",
            what: Labels(vi: "cuộc gặp", en: "meeting"),
            note: isDisputed("held_on") ? .field("held_on", of: self) : .blank,
            from: day,
            through: day,
            state: state,
            revision: lastChange,
            fields: ["held_on", "state"]
        )
    }
}

extension Reminder {
    /// The same of a record that has been deleted.
    fileprivate var withdrawn: Reminder {
        var result = self
        result.state = .withdrawn
        return result
    }

    /// `ends` are the fields that say whether there is still anything to be done.
    fileprivate init(
        _ deadline: Deadline,
        _ view: RecordView,
        _ state: State,
        endedBy ends: [String] = []
    ) {
        var what = Labels(vi: deadline.key, en: deadline.key)
        if case .word(_, let labels) = deadline.what { what = labels }
        self.init(
            record: deadline.record,
            kind: .deadline,
            key: deadline.key,
            what: what,
            note: deadline.note,
            from: deadline.date,
            through: deadline.date,
            state: state,
            revision: view.lastChange,
            fields: deadline.fields + ends
        )
    }
}

extension CollectionDefinition {
    /// The numbers of the fields that say when something is to be done; none where the records of
    /// the collection have no deadlines.
    public var deadlineFields: [UInt16] {
        ["valid_until", "commitments", "due", "review_by"].compactMap { field(id: $0)?.number }
    }
}

extension RecordView {
    /// When the record was last changed, deleted or restored, in milliseconds since 1970.
    ///
    /// A restored record has to be newer than its deletion, of which nothing but its head tells.
    fileprivate var lastChange: Int64 {
        var last: Int64 = 0
        for write in state.writes {
            guard let stamp = state.stamp(of: write.dot) else { continue }
            last = max(last, stamp.time.milliseconds)
        }
        return last
    }
}
