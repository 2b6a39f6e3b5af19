extension QuerySource {
    /// One page for those who have no time: what happened, what was signed, what runs, what is due.
    func summaryReport(_ options: ReportOptions) -> Report {
        let acts = acts(options)
        let (done, planned) = (acts.done, acts.planned)
        let signed = signed(options)
        let running = running(options)
        let money = moneyAsked(options)
        let due = dueSoon(options)
        var report = Report(
            NamedReport.summary.labels,
            data: figures(
                done: done.count,
                planned: planned.count,
                signed: signed.table.rows.count,
                running,
                money.lines,
                due: due
            )
        )
        acts.addRemarks(to: &report)
        report.addUndatedAgreements(signed.undated)
        money.addRemarks(to: &report)
        report.add(happened(done))
        report.add(Labels(vi: "Số liệu chính", en: "Key figures"), report.data)
        report.add(Labels(vi: "Văn kiện đã ký", en: "Agreements signed"), signed.table)
        report.add(
            Labels(
                vi: "Dự án đang chạy\(running.when.vi): \(running.certain.count), "
                    + "và có thể thêm \(running.possible.count)",
                en: "Projects running\(running.when.en): \(running.certain.count), "
                    + "and \(running.possible.count) possibly"
            ),
            projects(running, on: options.day)
        )
        report.add(Labels(vi: "Việc đã làm", en: "What was done"), table(of: done))
        addPlanned(planned, to: &report)
        report.add(
            Labels(vi: "Quá hạn và đến hạn trong 90 ngày", en: "Overdue, and due within 90 days"),
            due
        )
        return report
    }

    private func happened(_ acts: [Act]) -> Report.Chart {
        var counts = Counts<Act.Kind>()
        for act in acts { counts.add(act.kind) }
        var chart = Report.Chart(Labels(vi: "Việc đã làm", en: "What was done"))
        for kind in Act.Kind.allCases where counts[kind] > 0 {
            let id = kind.rawValue
            let labels = schema.collection(id: id)?.labels ?? Labels(vi: id, en: id)
            chart.bars.append(Report.Bar(.word(id, labels), count: counts[kind]))
        }
        return chart
    }

    /// The agreements that were signed by the day of the report, and how many of them the period leaves out
    /// because they have no date.
    private func signed(_ options: ReportOptions) -> (table: QueryAnswer, undated: Int) {
        var answer = QueryAnswer([
            ("agreement", "văn kiện", "agreement"), ("date", "ngày", "date"),
            ("basis", "loại ngày", "which date"), ("state", "trạng thái", "state"),
        ])
        var rows: [(day: Int32, row: [QueryCell])] = []
        var undated = 0
        for view in views("agreements")
        where isAsked(view, options) && view.hasSignature(by: options.day) == true {
            let framework = Framework(view, on: options.day)
            guard options.includes(framework.date) else {
                if framework.date == nil { undated += 1 }
                continue
            }
            rows.append(
                (
                    framework.date?.earliestDay ?? .max,
                    [
                        .record(view.reference), .date(framework.date), framework.basis,
                        view.stateCell(on: options.day),
                    ]
                )
            )
        }
        answer.rows = rows.sorted { $0.day < $1.day }.map { $0.row }
        return (answer, undated)
    }

    /// The projects that run in the period that is asked about, else in the year of the day.
    private func running(_ options: ReportOptions) -> RunningProjects {
        var first = options.from?.earliestDay ?? .min
        var last = options.until?.latestDay ?? .max
        var running = RunningProjects()
        if options.from == nil, options.until == nil,
            let present = PartialDate(dayNumber: options.day),
            let year = try? PartialDate(year: present.year)
        {
            (first, last) = (year.earliestDay, year.latestDay)
            running.when = Labels(vi: " trong năm \(year.year)", en: " in \(year.year)")
        }
        for view in views("projects") where isAsked(view, options) {
            switch view.isRunning(first: first, last: last) {
            case .none: break
            case .possible: running.possible.append(view)
            case .certain: running.certain.append(view)
            }
        }
        return running
    }

    private func projects(_ running: RunningProjects, on day: Int32) -> QueryAnswer {
        var answer = QueryAnswer([
            ("project", "dự án", "project"), ("period", "thời gian", "period"),
            ("state", "trạng thái", "state"), ("partners", "đối tác", "partners"),
            ("verdict", "nhận định", "verdict"),
        ])
        func add(_ views: [RecordView], _ verdict: QueryCell) {
            answer.rows += views.map { view in
                [
                    .record(view.reference), .range(view.projectPeriod),
                    view.stateCell(on: day), .references(view.references("partners")), verdict,
                ]
            }
        }
        add(running.certain, .say("active", vi: "đang chạy", en: "running"))
        add(running.possible, .say("possible", vi: "có thể", en: "possible"))
        return answer
    }

    private func dueSoon(_ options: ReportOptions) -> QueryAnswer {
        var query = QueryOptions(day: options.day)
        query.until = PartialDate(dayNumber: options.day + 90)
        var answer = due(query)
        answer.keepRows { row in
            guard case .value(.date, _) = row[0], case .record(let record) = row[2] else {
                return false
            }
            return view(record).map { isAsked($0, options) } ?? false
        }
        return answer
    }

    private func figures(
        done: Int,
        planned: Int,
        signed: Int,
        _ running: RunningProjects,
        _ money: [RecordView],
        due: QueryAnswer
    ) -> QueryAnswer {
        var answer = QueryAnswer([
            ("figure", "chỉ tiêu", "figure"), ("value", "số liệu", "value"),
        ])
        func row(_ code: String, vi: String, en: String, _ value: QueryCell) {
            answer.rows.append([.say(code, vi: vi, en: en), value])
        }
        row("acts", vi: "việc đã làm", en: "things done", .number(done))
        answer.rows.append([Act.planned, .number(planned)])
        row("signed", vi: "văn kiện đã ký", en: "agreements signed", .number(signed))
        row(
            "running",
            vi: "dự án đang chạy" + running.when.vi,
            en: "projects running" + running.when.en,
            .number(running.certain.count)
        )
        row(
            "running_possibly",
            vi: "dự án có thể đang chạy" + running.when.vi,
            en: "projects possibly running" + running.when.en,
            .number(running.possible.count)
        )
        // One sum may be promised and paid: each kind has its own figure.
        for total in fundingTable(money).totals {
            guard case .value(.money(let sum), _) = total[2] else { continue }
            let kind = total[8]
            var code = "funding_" + sum.currency.code
            if case .value(.code(let found), _) = kind { code += "_" + found }
            let labels = sum.currency.labels(ofKind: kind)
            row(
                code,
                vi: "tài trợ chắc chắn, " + labels.vi,
                en: "certain funding, " + labels.en,
                total[2]
            )
        }
        let open = money.count { AmountView($0, "amount").currencies.isEmpty }
        row("unstated", vi: "khoản không nêu số tiền", en: "lines without an amount", .number(open))
        let disputed = money.count { AmountView($0, "amount").isDisputed }
        row(
            "disputed",
            vi: "khoản còn khác nhau",
            en: "lines with disputed amounts",
            .number(disputed)
        )
        let overdue = due.rows.count { row in
            guard case .number(let days) = row[3] else { return false }
            return days < 0
        }
        row("overdue", vi: "việc quá hạn", en: "overdue", .number(overdue))
        row(
            "due",
            vi: "việc đến hạn trong 90 ngày",
            en: "due within 90 days",
            .number(due.rows.count - overdue)
        )
        return answer
    }
}

/// The projects that run for certain, and those that may.
private struct RunningProjects {
    var certain: [RecordView] = []
    var possible: [RecordView] = []
    /// What a period that nobody gave is called, behind other words.
    var when = Labels(vi: "", en: "")
}
