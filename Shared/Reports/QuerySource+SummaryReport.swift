extension QuerySource {
    /// One page for those who have no time: what happened, what was signed, what runs, what is due.
    func summaryReport(_ options: ReportOptions) -> Report {
        let acts = acts(options)
        let signed = signed(options)
        let running = views("projects").filter { view in
            isAsked(view, options) && isRunning(view, options)
        }
        let money = moneyReceived(options)
        let due = dueSoon(options)
        var report = Report(
            NamedReport.summary.labels,
            data: figures(acts: acts, signed: signed.rows.count, running: running, money, due: due)
        )
        report.add(happened(acts))
        report.add(Labels(vi: "Số liệu chính", en: "Key figures"), report.data)
        report.add(Labels(vi: "Văn kiện đã ký", en: "Agreements signed"), signed)
        report.add(Labels(vi: "Dự án đang chạy", en: "Projects running"), projects(running))
        report.add(Labels(vi: "Việc đã làm", en: "What was done"), table(of: acts))
        report.add(
            Labels(vi: "Quá hạn và đến hạn trong 90 ngày", en: "Overdue, and due within 90 days"),
            due
        )
        return report
    }

    private func happened(_ acts: [Act]) -> Report.Chart {
        var counts = Counts<Int>()
        for act in acts { counts.add(act.place) }
        var chart = Report.Chart(Labels(vi: "Việc đã làm", en: "What was done"))
        for (place, id) in Act.collections.enumerated() where counts[place] > 0 {
            let labels = schema.collection(id: id)?.labels ?? Labels(vi: id, en: id)
            chart.bars.append(Report.Bar(.word(id, labels), count: counts[place]))
        }
        return chart
    }

    private func signed(_ options: ReportOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("agreement", "văn kiện", "agreement"), ("date", "ngày", "date"),
            ("basis", "loại ngày", "which date"), ("state", "trạng thái", "state"),
        ])
        var rows: [(day: Int32, row: [QueryCell])] = []
        for view in views("agreements") where isAsked(view, options) {
            let framework = Framework(view, on: options.day)
            guard let date = framework.date, options.includes(date) else { continue }
            rows.append(
                (
                    date.earliestDay,
                    [
                        .record(view.reference), .date(date), framework.basis,
                        .field("state", of: view),
                    ]
                )
            )
        }
        answer.rows = rows.sorted { $0.day < $1.day }.map { $0.row }
        return answer
    }

    /// Whether a project runs in the period that is asked about, else on the day.
    private func isRunning(_ view: RecordView, _ options: ReportOptions) -> Bool {
        guard !view.isIn("cancelled", "proposed") else { return false }
        if options.from != nil || options.until != nil {
            return options.includes(view.projectPeriod)
        }
        return view.projectPeriod.map { $0.overlap(day: options.day) == .certain } ?? false
    }

    private func projects(_ running: [RecordView]) -> QueryAnswer {
        var answer = QueryAnswer([
            ("project", "dự án", "project"), ("period", "thời gian", "period"),
            ("state", "trạng thái", "state"), ("partners", "đối tác", "partners"),
        ])
        answer.rows = running.map { view in
            [
                .record(view.reference), .range(view.projectPeriod), .field("state", of: view),
                .references(view.references("partners")),
            ]
        }
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
        acts: [Act],
        signed: Int,
        running: [RecordView],
        _ money: [RecordView],
        due: QueryAnswer
    ) -> QueryAnswer {
        var answer = QueryAnswer([
            ("figure", "chỉ tiêu", "figure"), ("value", "số liệu", "value"),
        ])
        func row(_ code: String, vi: String, en: String, _ value: QueryCell) {
            answer.rows.append([.say(code, vi: vi, en: en), value])
        }
        row("acts", vi: "việc đã làm", en: "things done", .number(acts.count))
        row("signed", vi: "văn kiện đã ký", en: "agreements signed", .number(signed))
        row("running", vi: "dự án đang chạy", en: "projects running", .number(running.count))
        let table = fundingTable(money)
        for total in table.totals {
            guard case .value(.money(let sum), _) = total[2] else { continue }
            row(
                "funding_" + sum.currency.code,
                vi: "tài trợ chắc chắn, " + sum.currency.labels.vi,
                en: "certain funding, " + sum.currency.labels.en,
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
