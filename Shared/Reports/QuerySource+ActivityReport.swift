extension QuerySource {
    /// What departments did: events, activities, delegations and meetings of a period.
    func activityReport(_ options: ReportOptions) -> Report {
        let acts = acts(options)
        var report = Report(NamedReport.activity.labels, data: table(of: acts))
        report.add(byDepartment(acts))
        report.add(byYear(acts))
        report.add(
            Labels(vi: "Số việc của từng cơ quan", en: "What each department did"),
            departments(acts)
        )
        report.add(
            Labels(vi: "Từng việc theo thời gian", en: "One by one, in order of time"),
            report.data
        )
        return report
    }

    /// What happened, oldest first; what has no date last.
    func acts(_ options: ReportOptions) -> [Act] {
        var acts: [Act] = []
        for (place, id) in Act.collections.enumerated() {
            for view in views(id) where !view.isIn("cancelled") {
                let act = act(view, place: place)
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
    private func act(_ view: RecordView, place: Int) -> Act {
        var period = view.actPeriod
        var departments = departments(of: view)
        for field in ["delegation", "event"] where period == nil || departments.isEmpty {
            guard let occasion = view.reference(field).flatMap({ self.view($0) }) else { continue }
            period = period ?? occasion.actPeriod
            if departments.isEmpty { departments = self.departments(of: occasion) }
        }
        return Act(place: place, view: view, period: period, departments: departments)
    }

    private func byDepartment(_ acts: [Act]) -> Report.Chart {
        var counts = Counts<Reference?>()
        for act in acts { counts.add(act.departments.first) }
        var chart = Report.Chart(Labels(vi: "Theo cơ quan", en: "By department"))
        chart.bars = counts.sorted.prefix(Report.Chart.barsMax).map {
            Report.Bar(.reference($0), count: counts[$0])
        }
        return chart
    }

    private func byYear(_ acts: [Act]) -> Report.Chart {
        var counts = Counts<Int32>()
        for act in acts { if let year = act.period?.year { counts.add(year) } }
        var chart = Report.Chart(Labels(vi: "Theo năm", en: "By year"))
        chart.bars = counts.keys.sorted().suffix(Report.Chart.barsMax).map {
            Report.Bar(.number(Int($0)), count: counts[$0])
        }
        return chart
    }

    private func departments(_ acts: [Act]) -> QueryAnswer {
        let columns = Act.collections.compactMap { schema.collection(id: $0) }
        var answer = QueryAnswer(
            [("department", "cơ quan", "department")]
                + columns.map { ($0.id, $0.labels.vi, $0.labels.en) }
        )
        var departments: [Reference?] = []
        var counts = Counts<Cell>()
        for act in acts {
            let department = act.departments.first
            if !departments.contains(department) { departments.append(department) }
            counts.add(Cell(department: department, place: act.place))
        }
        answer.rows = departments.map { department in
            [.reference(department)]
                + Act.collections.indices.map {
                    .number(counts[Cell(department: department, place: $0)])
                }
        }
        return answer
    }

    /// What was done, one by one.
    func table(of acts: [Act]) -> QueryAnswer {
        var answer = QueryAnswer([
            ("date", "thời gian", "date"), ("what", "việc", "what"), ("record", "hồ sơ", "record"),
            ("departments", "cơ quan", "departments"), ("partners", "đối tác", "partners"),
        ])
        answer.rows = acts.map { act in
            let collection = schema.collection(id: Act.collections[act.place])
            return [
                .range(act.period),
                .word(Act.collections[act.place], collection?.labels ?? Labels(vi: "", en: "")),
                .record(act.view.reference), .references(act.departments),
                .references(act.view.references("partners")),
            ]
        }
        return answer
    }
}

/// Something that departments did.
struct Act {
    /// The collections that hold such things.
    static let collections = ["events", "activities", "delegations", "meetings"]

    /// Of its collection, among ``collections``.
    let place: Int
    let view: RecordView
    let period: DateRange?
    let departments: [Reference]
}

/// A department in a column of the table.
private struct Cell: Hashable {
    let department: Reference?
    let place: Int
}

extension RecordView {
    /// When it was, else when it is planned.
    fileprivate var actPeriod: DateRange? {
        if let period = range("period") { return period }
        let start = date("actual_start") ?? date("held_on") ?? date("planned_start")
        let end = date("actual_end") ?? (date("actual_start") == nil ? date("planned_end") : nil)
        guard let start else { return nil }
        let period = end.flatMap { try? DateRange(from: start, until: .date($0)) }
        return period ?? DateRange(start)
    }
}

extension DateRange {
    fileprivate var year: Int32? { from?.year ?? untilDate?.year }
}
