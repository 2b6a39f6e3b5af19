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
    public let state: State
    /// When the values that it rests on were last written, in milliseconds since 1970: later ones
    /// replace it.
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
    }

    /// Whether both ends are whole days, so that it can stand in a calendar.
    public var isExact: Bool { from?.precision == .day && through?.precision == .day }
}

extension QuerySource {
    /// Everything with a day: deadlines of agreements, follow-ups, reviews, events and meetings.
    ///
    /// What was dropped, or ended otherwise, is in it as cancelled, so that calendars that had it
    /// forget it. A pure function of the records: every replica that holds the same gives the same.
    public func reminders() -> [Reminder] {
        var result: [Reminder] = []
        for collection in schema.collections {
            for view in views(collection.id) { result += view.reminders }
        }
        return result
    }
}

extension RecordView {
    /// What there is to think of about the record; nothing of one that is not in use.
    public var reminders: [Reminder] {
        guard life.isInUse, let collection else { return [] }
        var result: [Reminder] = []
        if collection.id.isSame(as: "agreements") {
            result = agreementReminders
        } else if collection.id.isSame(as: "follow_ups") {
            let state: Reminder.State = isIn("done", "dropped") ? .cancelled : .confirmed
            result = [Reminder(followUpDeadline, self, state, ["title", "due", "state"])]
        } else if collection.id.isSame(as: "events") {
            result = [eventReminder]
        } else if collection.id.isSame(as: "meetings"), let meeting = meetingReminder {
            result = [meeting]
        }
        if let deadline = reviewDeadline {
            let title = collection.titleField.map { [$0.id] } ?? []
            result.append(Reminder(deadline, self, .confirmed, title + ["review_by"]))
        }
        return result
    }

    private var agreementReminders: [Reminder] {
        let state: Reminder.State = isIn("terminated", "superseded") ? .cancelled : .confirmed
        let fields = ["title", "valid_until", "notice_days", "commitments", "state"]
        return agreementDeadlines.map { Reminder($0, self, state, fields) }
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
            revision: revision(of: ["title"] + days + ["state"]),
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
            revision: revision(of: ["title", "delegation", "held_on", "state"]),
            fields: ["held_on", "state"]
        )
    }
}

extension Reminder {
    /// `written` are the fields whose later writes replace it in calendars.
    fileprivate init(
        _ deadline: Deadline,
        _ view: RecordView,
        _ state: State,
        _ written: [String]
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
            revision: view.revision(of: written),
            fields: deadline.fields + written.filter { $0.isSame(as: "state") }
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
    /// When any of some fields was last written.
    ///
    /// - Parameter fields: Their ids.
    /// - Returns: Milliseconds since 1970; 0 for never.
    public func revision(of fields: [String]) -> Int64 {
        let numbers = fields.compactMap { field(id: $0)?.definition.number }
        var last: Int64 = 0
        for write in state.writes where numbers.contains(write.key.field) {
            guard let stamp = state.stamp(of: write.dot) else { continue }
            last = max(last, stamp.time.milliseconds)
        }
        return last
    }
}
