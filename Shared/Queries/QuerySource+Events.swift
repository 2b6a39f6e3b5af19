extension QuerySource {
    /// The events that touch a period, planned and held apart.
    func calendar(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("event", "sự kiện", "event"), ("planned", "dự kiến", "planned"),
            ("actual", "thực tế", "actual"), ("state", "trạng thái", "state"),
        ])
        let first = options.from?.earliestDay ?? .min
        let last = options.until?.latestDay ?? .max
        var rows: [(day: Int32, row: [QueryCell])] = []
        for view in views("events") {
            let planned = view.period("planned_start", "planned_end")
            let actual = view.period("actual_start", "actual_end")
            let isIn = [planned, actual].contains { period in
                guard let period else { return false }
                return (period.firstKnownDay ?? .min) <= last
                    && (period.untilDate?.latestDay ?? period.from?.latestDay ?? .max) >= first
            }
            guard isIn else { continue }
            rows.append(
                (
                    actual?.firstKnownDay ?? planned?.firstKnownDay ?? .max,
                    [
                        .record(view.reference), .range(planned), .range(actual),
                        view.stateCell(on: options.day),
                    ]
                )
            )
        }
        answer.rows = rows.sorted { $0.day < $1.day }.map { $0.row }
        return answer
    }

    /// What was planned for an event and what came of it.
    func planVsActual(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("what", "điều", "what"), ("planned", "dự kiến", "planned"),
            ("actual", "thực tế", "actual"),
        ])
        guard let view = options.subject.flatMap({ view($0) }) else { return answer }
        answer.rows = [
            [
                .say("start", vi: "bắt đầu", en: "start"), .field("planned_start", of: view),
                .field("actual_start", of: view),
            ],
            [
                .say("end", vi: "kết thúc", en: "end"), .field("planned_end", of: view),
                .field("actual_end", of: view),
            ],
            [
                .say("attendance", vi: "số người dự", en: "attendance"),
                .field("expected", of: view), .field("official_attendance", of: view),
            ],
        ]
        if case .counter(let heads) = view.field(id: "headcount")?.content {
            answer.rows.append([
                .say("headcount", vi: "đếm tại cửa", en: "counted at the doors"),
                .field("expected", of: view), .number(Int(clamping: heads)),
            ])
        }
        return answer
    }

    /// The projects that run in a year, and those that may.
    func activeProjects(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("project", "dự án", "project"), ("period", "thời gian", "period"),
            ("state", "trạng thái", "state"), ("verdict", "nhận định", "verdict"),
        ])
        let year = options.from?.year ?? PartialDate(dayNumber: options.day)?.year ?? 0
        var certain: [[QueryCell]] = []
        var possible: [[QueryCell]] = []
        let asked = try? PartialDate(year: year)
        let (first, last) = (asked?.earliestDay ?? 0, asked?.latestDay ?? 0)
        for view in views("projects") {
            let period = view.projectPeriod
            let overlap = view.isRunning(first: first, last: last)
            guard overlap != .none else { continue }
            let verdict: QueryCell =
                overlap == .certain
                ? .say("active", vi: "đang chạy", en: "running")
                : .say("possible", vi: "có thể", en: "possible")
            let row: [QueryCell] = [
                .record(view.reference), .range(period), view.stateCell(on: options.day), verdict,
            ]
            if overlap == .certain { certain.append(row) } else { possible.append(row) }
        }
        answer.rows = certain + possible
        return answer
    }

    /// Targets, with whether they were adopted.
    func targets(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("target", "mục tiêu", "target"), ("horizon", "đến năm", "horizon"),
            ("adoption", "thông qua", "adoption"), ("source", "nguồn", "source"),
            ("possibly_same_as", "có thể trùng với", "possibly the same as"),
        ])
        for view in views("targets") {
            let horizon = view.date("horizon")
            if let wanted = options.from, horizon?.year != wanted.year { continue }
            answer.rows.append([
                .record(view.reference), .date(horizon), .field("adoption", of: view),
                .reference(view.reference("source")),
                view.references("possibly_same_as").isEmpty
                    ? .blank : .references(view.references("possibly_same_as")),
            ])
        }
        return answer
    }
}

extension RecordView {
    /// The period between two dates, of which one may not be stated; nil where neither is.
    fileprivate func period(_ start: String, _ end: String) -> DateRange? {
        let from = date(start)
        let known = from.map { DateRange($0) }
        guard let until = date(end) else { return known }
        return (try? DateRange(from: from, until: .date(until))) ?? known
    }
}

extension DateRange {
    /// The first day that is known to belong to the period: without a start, the first of its end.
    fileprivate var firstKnownDay: Int32? { (from ?? untilDate)?.earliestDay }
}
