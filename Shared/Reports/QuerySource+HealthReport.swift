extension QuerySource {
    /// How complete and how certain the register is: what is missing, disputed, contradictory, old or odd.
    func healthReport(_ options: ReportOptions) -> Report {
        var examination = RegisterExamination(self, options)
        for collection in schema.collections {
            for view in views(collection.id) where isAsked(view, options) {
                examination.read(view, of: collection, from: self)
            }
        }
        var report = Report(NamedReport.health.labels, data: examination.table)
        report.add(examination.completeness)
        report.add(examination.oddities)
        report.add(Labels(vi: "Từng nhóm hồ sơ", en: "Collection by collection"), report.data)
        return report
    }
}

/// What was found in the records of a register, read once.
private struct RegisterExamination<Source: QuerySource> {
    /// What was found in one collection.
    private struct Health {
        let collection: CollectionDefinition
        var records = 0
        var incomplete = 0
        var disputed = 0
        var contradictory = 0
        var stale = 0
        var odd = 0
        var overdue = 0
    }

    private let checks: RecordChecks<Source>
    private let query: QueryOptions
    private var found: [Health] = []
    private var findings = Counts<Finding.Check>()
    /// What is missing most: a collection's field.
    private var missing = Counts<String>()

    init(_ source: Source, _ options: ReportOptions) {
        checks = RecordChecks(source, on: options.day)
        var query = QueryOptions(day: options.day)
        query.months = 24
        self.query = query
    }

    mutating func read(_ view: RecordView, of collection: CollectionDefinition, from source: Source)
    {
        if found.last?.collection.number != collection.number {
            found.append(Health(collection: collection))
        }
        var health = found.removeLast()
        health.records += 1
        if !source.missing(in: view).isEmpty { health.incomplete += 1 }
        if !view.conflicts.isEmpty { health.disputed += 1 }
        if !source.contradictions(in: view).isEmpty { health.contradictory += 1 }
        if !source.staleFigures(in: view, query).isEmpty { health.stale += 1 }
        if let review = view.date("review_by"), review.daysLeft(on: query.day) < 0 {
            health.overdue += 1
        }
        let odd = checks.findings(in: view)
        if !odd.isEmpty { health.odd += 1 }
        for finding in odd { findings.add(finding.check) }
        found.append(health)
    }

    /// For each collection how many of its records have all that is expected of them.
    var completeness: Report.Chart {
        var chart = Report.Chart(
            Labels(vi: "Hồ sơ đủ các mục cần có", en: "Records with all that is expected of them")
        )
        chart.bars = found.map { health in
            let complete = health.records - health.incomplete
            return Report.Bar(
                .word(health.collection.id, health.collection.labels),
                DecimalNumber(Int64(complete * 1000 / health.records)),
                upTo: DecimalNumber(1000),
                .text("\(complete) / \(health.records)")
            )
        }
        return chart
    }

    /// What looks wrong, by kind.
    var oddities: Report.Chart {
        var chart = Report.Chart(Labels(vi: "Điều cần xem lại", en: "What looks wrong"))
        chart.bars = findings.sorted.map { check in
            Report.Bar(.word(check.rawValue, check.labels), count: findings[check])
        }
        if !chart.bars.isEmpty {
            chart.remark = Labels(
                vi: "Từng điều: caunoi query warnings",
                en: "One by one: caunoi query warnings"
            )
        }
        return chart
    }

    var table: QueryAnswer {
        var answer = QueryAnswer([
            ("collection", "nhóm", "collection"), ("records", "số hồ sơ", "records"),
            ("incomplete", "còn thiếu", "incomplete"), ("disputed", "còn khác nhau", "disputed"),
            ("contradictory", "nguồn mâu thuẫn", "sources differ"),
            ("stale", "số liệu cũ", "old figures"), ("odd", "cần xem lại", "odd"),
            ("overdue", "quá hạn rà soát", "review overdue"),
        ])
        answer.rows = found.map { health in
            [
                .word(health.collection.id, health.collection.labels), .number(health.records),
                .number(health.incomplete), .number(health.disputed),
                .number(health.contradictory), .number(health.stale), .number(health.odd),
                .number(health.overdue),
            ]
        }
        return answer
    }
}
