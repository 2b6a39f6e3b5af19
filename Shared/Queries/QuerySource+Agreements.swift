extension QuerySource {
    /// Signed frameworks that are old enough, and those of which too little is known to say.
    func agreementsAtFramework(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("agreement", "thỏa thuận", "agreement"), ("date", "ngày", "date"),
            ("basis", "loại ngày", "which date"), ("months", "số tháng", "months"),
            ("verdict", "nhận định", "verdict"),
        ])
        var rows: [(day: Int32, row: [QueryCell])] = []
        for framework in frameworks(options) {
            let hasParties = framework.view.field(id: "parties")?.hasValue == true
            let isOver = framework.months.map { $0 >= options.months } ?? false
            guard isOver || !hasParties || framework.date == nil else { continue }
            let verdict: QueryCell =
                isOver && hasParties
                ? .say("over", vi: "vẫn ở mức khuôn khổ", en: "still at framework level")
                : .say("unknown", vi: "chưa rõ ngày hoặc các bên", en: "date or parties unknown")
            rows.append(
                (
                    framework.date?.latestDay ?? .max,
                    [
                        .record(framework.view.reference), .date(framework.date), framework.basis,
                        framework.months.map { .number(Int($0)) } ?? .notStated, verdict,
                    ]
                )
            )
        }
        answer.rows = rows.sorted { $0.day < $1.day }.map { $0.row }
        return answer
    }

    /// The agreements that are at framework level with nothing under way that carries them out.
    ///
    /// What was signed, or has begun, only after the day changes nothing on it.
    func frameworks(_ options: QueryOptions) -> [Framework] {
        let day = options.day
        var superseded: Set<RecordID> = []
        let signature = ["state", "signed_on", "exchanged_on", "in_force_on"]
        visit("agreements", onlyFields: ["supersedes"] + signature) { view in
            guard view.isSignedAgreement(on: day) ?? true else { return }
            superseded.formUnion(view.references("supersedes").map { $0.record })
        }
        var projects: Set<RecordID> = []
        visit("projects", onlyFields: ["state", "actual", "period", "planned"]) { view in
            guard view.isIn("in_implementation", "completing", on: day),
                view.projectPeriod?.hasBegun(by: day) ?? true
            else { return }
            projects.insert(view.id)
        }
        var carried: Set<RecordID> = []
        visit("activities", onlyFields: ["agreement", "period"]) { view in
            guard let agreement = view.reference("agreement"),
                view.range("period")?.hasBegun(by: day) ?? true
            else { return }
            carried.insert(agreement.record)
        }
        return views("agreements").compactMap { view in
            guard view.isIn("signed_framework", on: day), !view.isPastValidity(on: day),
                !superseded.contains(view.id),
                !carried.contains(view.id),
                !view.references("projects").contains(where: { projects.contains($0.record) })
            else { return nil }
            let framework = Framework(view, on: day)
            let isAhead = framework.date.map { $0.earliestDay > day } ?? false
            return isAhead ? nil : framework
        }
    }
}

extension RecordView {
    /// Whether an agreement is said to be in force although its validity ended before `day`, whichever of
    /// disputed ends is right, and nothing says that it renews itself: it has expired.
    func isPastValidity(on day: Int32) -> Bool {
        guard isIn("signed_framework", "in_implementation", on: day),
            value("renewal") != .code("automatic")
        else { return false }
        return dates("valid_until").map { $0.latestDay }.max().map { $0 < day } ?? false
    }

    /// An agreement's state: `expired` where that follows from its dates.
    func agreementState(on day: Int32) -> String? {
        isPastValidity(on: day) ? "expired" : currentState(on: day)
    }
}

extension DateRange {
    /// Whether the period has begun by a day, as far as is known; one without a start has.
    fileprivate func hasBegun(by day: Int32) -> Bool { earliestDay.map { $0 <= day } ?? true }
}

/// An agreement at framework level, and since when.
struct Framework {
    let view: RecordView
    /// The day of signature, else of exchange, else on which it came into force.
    let date: PartialDate?
    let basis: QueryCell
    /// Whole months since the latest day that the date can mean; 0 while that is still ahead.
    let months: Int32?

    init(_ view: RecordView, on day: Int32) {
        self.view = view
        let dates: [(id: String, basis: QueryCell)] = [
            ("signed_on", .say("signed", vi: "ngày ký", en: "signed")),
            ("exchanged_on", .say("exchanged", vi: "ngày trao", en: "exchanged")),
            ("in_force_on", .say("in_force", vi: "có hiệu lực", en: "in force")),
        ]
        let found = dates.first { view.date($0.id) != nil }
        date = found.flatMap { view.date($0.id) }
        basis = found?.basis ?? .notStated
        months = date.map { max(0, CivilCalendar.wholeMonths(from: $0.latestDay, to: day)) }
    }
}
