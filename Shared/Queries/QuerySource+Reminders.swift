/// A day, or several, that people want to see in their calendars.
public struct Reminder: Sendable {
    public let record: Reference
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
    /// Everything with a day: deadlines of agreements, follow-ups, reviews, and events.
    ///
    /// What was dropped, or ended otherwise, is in it as cancelled, so that calendars that had it forget
    /// it. A pure function of the records: every replica that holds the same gives the same.
    public func reminders() -> [Reminder] {
        var result: [Reminder] = []
        for view in views("agreements") {
            let state: Reminder.State =
                view.isIn("terminated", "superseded") ? .cancelled : .confirmed
            for deadline in view.agreementDeadlines {
                let fields = ["title", "valid_until", "notice_days", "commitments", "state"]
                result.append(Reminder(deadline, view, state, fields))
            }
        }
        for view in views("follow_ups") {
            let state: Reminder.State = view.isIn("done", "dropped") ? .cancelled : .confirmed
            result.append(Reminder(view.followUpDeadline, view, state, ["title", "due", "state"]))
        }
        for collection in schema.collections {
            for view in views(collection.id) {
                guard let deadline = view.reviewDeadline else { continue }
                let title = collection.titleField.map { [$0.id] } ?? []
                result.append(Reminder(deadline, view, .confirmed, title + ["review_by"]))
            }
        }
        for view in views("events") { result.append(event(view)) }
        return result
    }

    /// An event by when it was, or by when it is planned.
    private func event(_ view: RecordView) -> Reminder {
        let isHeld = view.date("actual_start") != nil
        let from = view.date("actual_start") ?? view.date("planned_start")
        let through = view.date(isHeld ? "actual_end" : "planned_end") ?? from
        let state: Reminder.State =
            view.isIn("cancelled") ? .cancelled : isHeld ? .confirmed : .tentative
        let disputed = ["planned_start", "planned_end", "actual_start", "actual_end"]
            .first { view.isDisputed($0) }
        return Reminder(
            record: view.reference,
            key: "event",
            what: Labels(vi: "sự kiện", en: "event"),
            note: disputed.map { .field($0, of: view) } ?? .blank,
            from: from,
            through: through,
            state: state,
            revision: view.revision(of: [
                "title", "planned_start", "planned_end", "actual_start", "actual_end", "state",
            ])
        )
    }
}

extension Reminder {
    fileprivate init(
        _ deadline: Deadline,
        _ view: RecordView,
        _ state: State,
        _ fields: [String]
    ) {
        var what = Labels(vi: deadline.key, en: deadline.key)
        if case .word(_, let labels) = deadline.what { what = labels }
        self.init(
            record: deadline.record,
            key: deadline.key,
            what: what,
            note: deadline.note,
            from: deadline.date,
            through: deadline.date,
            state: state,
            revision: view.revision(of: fields)
        )
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
