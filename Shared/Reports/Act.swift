/// Something that departments did, or of which only the plan is stated.
struct Act {
    /// The collections that hold such things.
    enum Kind: String, CaseIterable {
        case events, activities, delegations, meetings
    }

    let kind: Kind
    let view: RecordView
    /// When it was, else when it is planned.
    let period: DateRange?
    let departments: [Reference]
    /// Whether it was done by the day of the report; else it was planned, and nothing says that it was held.
    let isDone: Bool

    /// What is said of those that were not done.
    static let planned = QueryCell.say(
        "planned",
        vi: "dự kiến, chưa rõ có diễn ra",
        en: "planned, not stated whether held"
    )
}

extension Act {
    /// The departments for which it counts: the one that is asked about, else all; nil for none.
    func countedFor(_ options: ReportOptions) -> [Reference?] {
        if let asked = options.department { return [asked] }
        return departments.isEmpty ? [nil] : departments.map { Optional($0) }
    }

    /// The years in which it was, until the day of the report and as far as they are asked about.
    func years(_ options: ReportOptions) -> [Int32] {
        guard let period, let first = (period.from ?? period.untilDate)?.year else { return [] }
        let present = PartialDate(dayNumber: options.day)?.year ?? first
        var last = period.untilDate?.year ?? first
        if case .continuing = period.until { last = present }
        last = min(last, present)
        let least = max(first, options.from?.year ?? first)
        let most = max(least, min(last, options.until?.year ?? last))
        return Array(least...most)
    }
}

extension QuerySource {
    /// What was done or planned, oldest first; what has no date last.
    func acts(_ options: ReportOptions) -> [Act] {
        var acts: [Act] = []
        for kind in Act.Kind.allCases {
            for view in views(kind.rawValue) where !view.isIn("cancelled") {
                let act = act(view, kind, on: options.day)
                let isAsked = options.department.map { act.departments.contains($0) } ?? true
                if isAsked, options.includes(act.period) { acts.append(act) }
            }
        }
        return acts.sorted { left, right in
            let (first, second) = (
                left.period?.earliestDay ?? .max, right.period?.earliestDay ?? .max
            )
            return first == second ? left.view.id.precedes(right.view.id) : first < second
        }
    }

    /// A meeting that says neither when nor by whom shares both with its delegation, else with its event.
    private func act(_ view: RecordView, _ kind: Act.Kind, on day: Int32) -> Act {
        var period = view.actPeriod
        var departments = departments(of: view)
        for field in ["delegation", "event"] where period == nil || departments.isEmpty {
            guard let occasion = view.reference(field).flatMap({ self.view($0) }) else { continue }
            period = period ?? occasion.actPeriod
            if departments.isEmpty { departments = self.departments(of: occasion) }
        }
        return Act(
            kind: kind,
            view: view,
            period: period,
            departments: departments,
            isDone: view.isDone(kind, in: period, by: day)
        )
    }
}

extension RecordView {
    /// When it was, else when it is planned.
    fileprivate var actPeriod: DateRange? {
        if let period = range("period") { return period }
        let start = date("actual_start") ?? date("held_on") ?? date("planned_start")
        let end = date("actual_end") ?? (date("actual_start") == nil ? date("planned_end") : nil)
        guard let first = start ?? end else { return nil }
        let period = end.flatMap { try? DateRange(from: first, until: .date($0)) }
        return period ?? DateRange(first)
    }

    /// Whether the record says that it was done by a day; `period`: when it was, or was planned.
    fileprivate func isDone(_ kind: Act.Kind, in period: DateRange?, by day: Int32) -> Bool {
        let begin = (period?.from ?? period?.untilDate)?.earliestDay
        let isAhead = begin.map { $0 > day } ?? false
        switch kind {
        case .activities: return !isAhead
        case .delegations:
            if current() == nil { return begin != nil && !isAhead }
            return !isAhead && hasReached(["travelling", "returned", "reported"], by: day)
        case .events:
            if let actual = date("actual_start") ?? date("actual_end") {
                return actual.earliestDay <= day
            }
            return hasReached(["happened"], by: day)
        case .meetings:
            if let held = date("held_on") { return held.earliestDay <= day && !isIn("proposed") }
            return !isAhead && hasReached(["held"], by: day)
        }
    }

    /// Whether the state is one of some, and came about by a day as far as that is dated.
    private func hasReached(_ states: [String], by day: Int32) -> Bool {
        guard case .log(let log) = field(id: "state")?.content, let current = log.current,
            states.contains(where: { $0.isSame(as: current) })
        else { return false }
        return log.entries.contains { entry in
            states.contains { $0.isSame(as: entry.entry.state) }
                && (entry.entry.effective.map { $0.earliestDay <= day } ?? true)
        }
    }
}
