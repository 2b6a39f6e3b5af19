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
    func frameworks(_ options: QueryOptions) -> [Framework] {
        var superseded: Set<RecordID> = []
        visit("agreements", onlyFields: ["supersedes"]) { view in
            superseded.formUnion(view.references("supersedes").map { $0.record })
        }
        var projects: Set<RecordID> = []
        visit("projects", onlyFields: ["state"]) { view in
            if view.isIn("in_implementation", "completing") { projects.insert(view.id) }
        }
        var carried: Set<RecordID> = []
        visit("activities", onlyFields: ["agreement"]) { view in
            if let agreement = view.reference("agreement") { carried.insert(agreement.record) }
        }
        return views("agreements").compactMap { view in
            guard view.isIn("signed_framework"), !view.isPastValidity(on: options.day),
                !superseded.contains(view.id),
                !carried.contains(view.id),
                !view.references("projects").contains(where: { projects.contains($0.record) })
            else { return nil }
            return Framework(view, on: options.day)
        }
    }
}

extension RecordView {
    /// Whether an agreement is said to be in force although its validity ended before `day`, whichever of
    /// disputed ends is right, and nothing says that it renews itself: it has expired.
    func isPastValidity(on day: Int32) -> Bool {
        guard isIn("signed_framework", "in_implementation"),
            value("renewal") != .code("automatic")
        else { return false }
        return dates("valid_until").map { $0.latestDay }.max().map { $0 < day } ?? false
    }

    /// An agreement's state: `expired` where that follows from its dates.
    func agreementState(on day: Int32) -> String? {
        isPastValidity(on: day) ? "expired" : current()
    }
}

/// An agreement at framework level, and since when.
struct Framework {
    let view: RecordView
    /// The day of signature, else of exchange, else on which it came into force.
    let date: PartialDate?
    let basis: QueryCell
    /// Whole months since the latest day that the date can mean.
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
        months = date.map { CivilCalendar.wholeMonths(from: $0.latestDay, to: day) }
    }
}
