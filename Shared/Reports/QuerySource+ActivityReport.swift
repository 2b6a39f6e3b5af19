extension QuerySource {
    /// What departments did: events, activities, delegations and meetings of a period.
    func activityReport(_ options: ReportOptions) -> Report {
        let acts = acts(options)
        let (done, planned) = (acts.done, acts.planned)
        var report = Report(NamedReport.activity.labels, data: table(of: done))
        acts.addRemarks(to: &report)
        report.add(byDepartment(done, options))
        report.add(byYear(done, options))
        if !planned.isEmpty { report.add(doneAndPlanned(done.count, planned.count)) }
        report.add(
            Labels(vi: "Số việc của từng cơ quan", en: "What each department did"),
            departments(done, options)
        )
        report.add(
            Labels(vi: "Từng việc theo thời gian", en: "One by one, in order of time"),
            report.data
        )
        addPlanned(planned, to: &report)
        return report
    }

    /// Adds what was planned without a word whether it was held, which is no result.
    func addPlanned(_ planned: [Act], to report: inout Report) {
        report.add(
            Labels(vi: "Dự kiến, chưa rõ có diễn ra", en: "Planned, not stated whether held"),
            table(of: planned)
        )
    }

    private func doneAndPlanned(_ done: Int, _ planned: Int) -> Report.Chart {
        var chart = Report.Chart(Labels(vi: "Đã làm và mới dự kiến", en: "Done, and only planned"))
        chart.bars = [
            Report.Bar(.say("done", vi: "đã làm", en: "done"), count: done),
            Report.Bar(Act.planned, count: planned),
        ]
        return chart
    }

    private func byDepartment(_ acts: [Act], _ options: ReportOptions) -> Report.Chart {
        var counts = Counts<Reference?>()
        var isShared = false
        for act in acts {
            let departments = act.countedFor(options)
            for department in departments { counts.add(department) }
            if departments.count > 1 { isShared = true }
        }
        var chart = Report.Chart(Labels(vi: "Theo cơ quan", en: "By department"))
        chart.bars = counts.sorted.prefix(Report.Chart.barsMax).map {
            Report.Bar(.reference($0), count: counts[$0])
        }
        if chart.bars.count < counts.keys.count {
            chart.addRemark(.more(counts.keys.count - chart.bars.count))
        }
        if isShared {
            chart.addRemark(
                Labels(
                    vi: "việc của nhiều cơ quan được tính cho từng cơ quan",
                    en: "an act of several departments is in the bar of each"
                )
            )
        }
        return chart
    }

    private func byYear(_ acts: [Act], _ options: ReportOptions) -> Report.Chart {
        var counts = Counts<Int32>()
        var unstated = 0
        var isShared = false
        for act in acts {
            let years = act.years(options)
            for year in years { counts.add(year) }
            if years.isEmpty { unstated += 1 }
            if years.count > 1 { isShared = true }
        }
        var chart = Report.Chart(Labels(vi: "Theo năm", en: "By year"))
        chart.bars = counts.keys.sorted().suffix(Report.Chart.barsMax).map {
            Report.Bar(.number(Int($0)), count: counts[$0])
        }
        if chart.bars.count < counts.keys.count {
            chart.addRemark(.more(counts.keys.count - chart.bars.count))
        }
        if unstated > 0 { chart.bars.append(Report.Bar(.notStated, count: unstated)) }
        if isShared {
            chart.addRemark(
                Labels(
                    vi: "việc kéo dài nhiều năm được tính cho từng năm",
                    en: "what lasted several years is in the bar of each"
                )
            )
        }
        return chart
    }

    private func departments(_ acts: [Act], _ options: ReportOptions) -> QueryAnswer {
        var columns: [(kind: Act.Kind, labels: Labels)] = []
        for kind in Act.Kind.allCases {
            guard let collection = schema.collection(id: kind.rawValue) else { continue }
            columns.append((kind, collection.labels))
        }
        var answer = QueryAnswer(
            [("department", "cơ quan", "department")]
                + columns.map { ($0.kind.rawValue, $0.labels.vi, $0.labels.en) }
        )
        var departments: [Reference?] = []
        var counts = Counts<Cell>()
        for act in acts {
            for department in act.countedFor(options) {
                if !departments.contains(department) { departments.append(department) }
                counts.add(Cell(department: department, kind: act.kind))
            }
        }
        answer.rows = departments.map { department in
            [.reference(department)]
                + columns.map { .number(counts[Cell(department: department, kind: $0.kind)]) }
        }
        return answer
    }

    /// Acts one by one.
    func table(of acts: [Act]) -> QueryAnswer {
        var answer = QueryAnswer([
            ("date", "thời gian", "date"), ("what", "việc", "what"), ("record", "hồ sơ", "record"),
            ("departments", "cơ quan", "departments"), ("partners", "đối tác", "partners"),
        ])
        answer.rows = acts.map { act in
            let collection = schema.collection(id: act.kind.rawValue)
            return [
                .range(act.period),
                .word(act.kind.rawValue, collection?.labels ?? Labels(vi: "", en: "")),
                .record(act.view.reference), .references(act.departments),
                .references(act.view.references("partners")),
            ]
        }
        return answer
    }
}

/// A department in a column of the table.
private struct Cell: Hashable {
    let department: Reference?
    let kind: Act.Kind
}
