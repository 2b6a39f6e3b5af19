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
    /// The first day that is known of it.
    fileprivate var firstDay: Int32? { (period?.from ?? period?.untilDate)?.earliestDay }

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

/// What a report is asked about, oldest first; what has no date last.
struct ActsAsked {
    let done: [Act]
    let planned: [Act]
    /// How many the period leaves out, because nothing tells when they were.
    let undated: Int

    /// Says what the period leaves out.
    func addRemarks(to report: inout Report) {
        report.addRemark(
            undated,
            vi: "việc không nêu thời gian, không đưa vào",
            en: "acts without a date, left out"
        )
    }
}

extension QuerySource {
    /// What was done or planned; what was cancelled is neither.
    func acts(_ options: ReportOptions) -> ActsAsked {
        var acts: [Act] = []
        var undated = 0
        for kind in Act.Kind.allCases {
            for view in views(kind.rawValue) where !view.isIn("cancelled", on: options.day) {
                let act = act(view, kind, on: options.day)
                let isAsked = options.department.map { act.departments.contains($0) } ?? true
                guard isAsked else { continue }
                if options.includes(act.period) {
                    acts.append(act)
                } else if act.period == nil {
                    undated += 1
                }
            }
        }
        acts.sort { left, right in
            let (first, second) = (left.firstDay ?? .max, right.firstDay ?? .max)
            return first == second ? left.view.id.precedes(right.view.id) : first < second
        }
        return ActsAsked(
            done: acts.filter { $0.isDone },
            planned: acts.filter { !$0.isDone },
            undated: undated
        )
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
            return !isAhead && isIn("travelling", "returned", "reported", on: day)
        case .events:
            if let actual = date("actual_start") ?? date("actual_end") {
                return actual.earliestDay <= day
            }
            return isIn("happened", on: day)
        case .meetings:
            guard let held = date("held_on") else { return !isAhead && isIn("held", on: day) }
            return held.earliestDay <= day && !isIn("proposed", on: day)
        }
    }
}
