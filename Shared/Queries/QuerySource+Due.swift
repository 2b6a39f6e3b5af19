extension QuerySource {
    /// Everything with a day ahead or behind: notice, expiry, dues, reviews, follow-ups, commitments, and
    /// what waits without a day.
    func due(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("date", "ngày", "date"), ("what", "việc", "what"), ("record", "hồ sơ", "record"),
            ("days", "số ngày", "days"), ("note", "ghi chú", "note"),
        ])
        var found: [(day: Int32, row: [QueryCell])] = []
        for item in deadlines(options) {
            let day = item.date?.earliestDay
            if let day, let until = options.until, day > until.latestDay { continue }
            let days = item.date.map { QueryCell.number($0.daysLeft(on: options.day)) }
            found.append(
                (
                    day ?? .max,
                    [
                        .date(item.date), item.what, .record(item.record), days ?? .notStated,
                        item.note,
                    ]
                )
            )
        }
        answer.rows = found.sorted { $0.day < $1.day }.map { $0.row }
        return answer
    }

    /// Open follow-ups, those that are due by a day and those without one.
    func followUps(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("follow_up", "việc", "follow-up"), ("due", "hạn", "due"),
            ("department", "cơ quan", "department"), ("state", "trạng thái", "state"),
            ("about", "về", "about"), ("overdue", "quá hạn", "overdue"),
        ])
        var rows: [(day: Int32, row: [QueryCell])] = []
        let day = options.day
        for view in views("follow_ups") where !view.isIn("done", "dropped", on: day) {
            let due = view.date("due")
            if let due, let until = options.until, due.earliestDay > until.latestDay { continue }
            let department = view.reference("assignee_department")
            if let subject = options.subject, department != subject { continue }
            let isOverdue = due.map { $0.daysLeft(on: day) < 0 } ?? false
            rows.append(
                (
                    due?.earliestDay ?? .max,
                    [
                        .record(view.reference), .field("due", of: view), .reference(department),
                        view.stateCell(on: day), .references(view.references("about")),
                        isOverdue ? .say("yes", vi: "có", en: "yes") : .blank,
                    ]
                )
            )
        }
        answer.rows = rows.sorted { $0.day < $1.day }.map { $0.row }
        return answer
    }

    /// Records without a value that is expected of them.
    func incomplete(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("record", "hồ sơ", "record"), ("missing", "còn thiếu", "missing"),
        ])
        for collection in schema.collections {
            if let code = options.code, !collection.id.isSame(as: code) { continue }
            for view in views(collection.id) {
                let missing = missing(in: view)
                guard !missing.isEmpty else { continue }
                answer.rows.append([
                    .record(view.reference), .list(missing.map { .word($0.id, $0.labels) }),
                ])
            }
        }
        return answer
    }

    /// The fields that are expected of a record and have no value; who signed is expected too: section 0 of
    /// the register's rules.
    func missing(in view: RecordView) -> [FieldDefinition] {
        guard let collection = view.collection else { return [] }
        let isAgreement = collection.id.isSame(as: "agreements")
        return collection.fields.filter { field in
            (field.isExpected || (isAgreement && field.id.isSame(as: "signatories")))
                && view.field(number: field.number)?.hasValue != true
        }
    }

    /// What has a day, or waits for one.
    private func deadlines(_ options: QueryOptions) -> [Deadline] {
        let day = options.day
        var result: [Deadline] = []
        for view in views("agreements")
        where !view.isIn("expired", "terminated", "superseded", on: day) {
            result += view.agreementDeadlines
            if let deadline = view.regularReview(on: day) { result.append(deadline) }
        }
        for framework in frameworks(options) {
            guard let months = framework.months, months >= options.months else { continue }
            result.append(
                Deadline(
                    key: "framework",
                    date: nil,
                    what: .say("framework", vi: "vẫn ở mức khuôn khổ", en: "still a framework"),
                    record: framework.view.reference,
                    note: .list([framework.basis, .date(framework.date)]),
                    fields: []
                )
            )
        }
        for view in views("memberships")
        where !view.isIn("suspended", "ended", on: day) && !view.isPastMembership(on: day) {
            if let deadline = view.duesDeadline { result.append(deadline) }
        }
        for view in views("follow_ups") where !view.isIn("done", "dropped", on: day) {
            result.append(view.followUpDeadline)
        }
        for view in views("partners") {
            guard let state = view.currentState(of: "relationship_state", on: day),
                state.isSame(as: "dormant")
            else { continue }
            result.append(
                Deadline(
                    key: "dormant",
                    date: nil,
                    what: .say("dormant", vi: "quan hệ tạm lắng", en: "dormant partner"),
                    record: view.reference,
                    note: .blank,
                    fields: []
                )
            )
        }
        for collection in schema.collections {
            for view in views(collection.id) {
                if let deadline = view.reviewDeadline { result.append(deadline) }
            }
        }
        return result
    }
}

extension RecordView {
    var followUpDeadline: Deadline {
        Deadline(
            key: "follow_up",
            date: date("due"),
            what: .say("follow_up", vi: "việc cần theo dõi", en: "follow-up"),
            record: reference,
            note: isDisputed("due") ? .field("due", of: self) : .blank,
            fields: ["due"]
        )
    }

    /// The fee for the time after the period that the last one pays for; where the period is disputed, after
    /// the one that ends first.
    ///
    /// For queries only: fees are restricted and in no calendar that leaves the house.
    var duesDeadline: Deadline? {
        let periods = values("fee_period").compactMap { value -> PartialDate? in
            if case .range(let period) = value { period.untilDate } else { nil }
        }
        let fees = values("fee")
        guard !periods.isEmpty || !fees.isEmpty else { return nil }
        let isDisputed = isDisputed("fee_period")
        return Deadline(
            key: "dues",
            date: periods.min { $0.isOrdered(before: $1) },
            what: .say("dues", vi: "hội phí", en: "dues"),
            record: reference,
            note: .list(
                (fees.isEmpty ? [] : [.field("fee", of: self)])
                    + (isDisputed ? [.field("fee_period", of: self)] : [])
            ),
            fields: ["fee_period"]
        )
    }

    /// Notice and expiry of one agreement, and what its parties promised.
    ///
    /// A disputed end counts as the earliest of its dates; the note shows them all.
    var agreementDeadlines: [Deadline] {
        var result: [Deadline] = []
        if let end = date("valid_until") {
            let note: QueryCell =
                isDisputed("valid_until") ? .field("valid_until", of: self) : .blank
            if case .number(let days) = value("notice_days"), let count = days.integer,
                let before = Int32(exactly: count),
                let date = PartialDate(dayNumber: end.earliestDay - before)
            {
                result.append(
                    Deadline(
                        key: "notice",
                        date: date,
                        what: .say("notice", vi: "hạn báo trước", en: "notice"),
                        record: reference,
                        note: note,
                        fields: ["valid_until", "notice_days"]
                    )
                )
            }
            result.append(
                Deadline(
                    key: "expiry",
                    date: end,
                    what: .say("expiry", vi: "hết hiệu lực", en: "expiry"),
                    record: reference,
                    note: note,
                    fields: ["valid_until"]
                )
            )
        }
        for view in elementViews("commitments") {
            let element = view.element
            if case .code(let state) = element.part("state"),
                state.isSame(as: "done") || state.isSame(as: "dropped")
            {
                continue
            }
            var date: PartialDate?
            if case .date(let due) = element.part("due") { date = due }
            var note = QueryCell.blank
            if case .text(let text) = element.part("what") { note = .text(text) }
            result.append(
                Deadline(
                    key: "commitment-" + view.id,
                    date: date,
                    what: .say("commitment", vi: "cam kết", en: "commitment"),
                    record: reference,
                    note: note,
                    fields: ["commitments"]
                )
            )
        }
        return result
    }
}

extension PartialDate {
    /// How many days are left on a day for what is due on this date; negative once it is overdue.
    ///
    /// They are counted to the first day that can be meant, and once that has passed to the last one: what
    /// is due in a month is not overdue within it.
    func daysLeft(on day: Int32) -> Int {
        Int(earliestDay < day ? latestDay : earliestDay) - Int(day)
    }
}

/// Something that people have to do by a day; without one it waits.
struct Deadline {
    /// Tells it apart from others of its record.
    let key: String
    let date: PartialDate?
    let what: QueryCell
    let record: Reference
    let note: QueryCell
    /// The ids of the fields that its day follows from.
    let fields: [String]
}
