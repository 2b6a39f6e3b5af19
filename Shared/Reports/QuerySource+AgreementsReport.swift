extension QuerySource {
    /// How far agreements have come, how old they are, and which of them wait.
    func agreementsReport(_ options: ReportOptions) -> Report {
        var all: [RecordView] = []
        var undated = 0
        for view in views("agreements") where isAsked(view, options) {
            let date = Framework(view, on: options.day).date
            if options.includes(date) {
                all.append(view)
            } else if date == nil {
                undated += 1
            }
        }
        let stages = stages(all, options)
        var report = Report(NamedReport.agreements.labels, data: stages.table)
        report.addUndatedAgreements(undated)
        report.add(stages.chart)
        report.add(ages(all, options))
        let wanted = Set(all.map { $0.reference })
        var query = QueryOptions(day: options.day)
        query.months = 12
        var waiting = agreementsAtFramework(query)
        waiting.keepRows { $0.first.map { $0.isRecord(in: wanted) } ?? false }
        report.add(
            Labels(
                vi: "Vẫn ở mức khuôn khổ sau 12 tháng, hoặc chưa rõ",
                en: "Still at framework level after 12 months, or not known"
            ),
            waiting
        )
        report.add(
            Labels(vi: "Sắp hết hiệu lực trong 12 tháng", en: "Ending within 12 months"),
            ending(all, options)
        )
        report.add(Labels(vi: "Tất cả", en: "All of them"), report.data)
        return report
    }

    /// The agreements by stage, in the order of their life.
    private func stages(
        _ all: [RecordView],
        _ options: ReportOptions
    ) -> (chart: Report.Chart, table: QueryAnswer) {
        var chart = Report.Chart(Labels(vi: "Theo giai đoạn", en: "By stage"))
        var table = QueryAnswer([
            ("agreement", "thỏa thuận", "agreement"), ("stage", "giai đoạn", "stage"),
            ("date", "ngày", "date"), ("basis", "loại ngày", "which date"),
            ("until", "hiệu lực đến", "valid until"), ("parties", "các bên", "parties"),
        ])
        var counts = Counts<String>()
        for view in all { counts.add(view.agreementState(on: options.day) ?? "") }
        var lifecycle: Lifecycle?
        if case .log(let found) = schema.collection(id: "agreements")?.field(id: "state")?.type {
            lifecycle = found
        }
        let codes = lifecycle?.states.codes.map { $0.code } ?? []
        let others = counts.keys.filter { key in !codes.contains { $0.isSame(as: key) } }
        for code in codes + others where counts[code] > 0 {
            let type = lifecycle.map { ScalarType.enumeration($0.states) } ?? .text
            let label: QueryCell = code.utf8.isEmpty ? .notStated : .value(.code(code), type)
            chart.bars.append(Report.Bar(label, count: counts[code]))
            for view in all
            where (view.agreementState(on: options.day) ?? "").isSame(as: code) {
                let framework = Framework(view, on: 0)
                let parties = view.elements("parties")
                    .compactMap { party in party.part("ref")?.reference.map { QueryCell.record($0) }
                    }
                table.rows.append([
                    .record(view.reference), label, .date(framework.date), framework.basis,
                    .field("valid_until", of: view), parties.isEmpty ? .notStated : .list(parties),
                ])
            }
        }
        return (chart, table)
    }

    /// How long the agreements have been signed, and how many are not yet.
    private func ages(_ all: [RecordView], _ options: ReportOptions) -> Report.Chart {
        let limits: [(months: Int32, label: Labels)] = [
            (12, Labels(vi: "dưới 1 năm", en: "under 1 year")),
            (24, Labels(vi: "1 đến 2 năm", en: "1 to 2 years")),
            (60, Labels(vi: "2 đến 5 năm", en: "2 to 5 years")),
            (120, Labels(vi: "5 đến 10 năm", en: "5 to 10 years")),
            (.max, Labels(vi: "từ 10 năm", en: "10 years and more")),
        ]
        var counts = Counts<Int>()
        var unsigned = 0
        for view in all {
            guard view.hasSignature(by: options.day) != false else {
                unsigned += 1
                continue
            }
            let framework = Framework(view, on: options.day)
            // What was signed and comes into force later has no known age.
            let isAhead = framework.date.map { $0.earliestDay > options.day } ?? false
            let months = isAhead ? nil : framework.months
            counts.add(months.flatMap { age in limits.firstIndex { age < $0.months } } ?? -1)
        }
        var chart = Report.Chart(
            Labels(vi: "Theo tuổi, tính từ ngày ký", en: "By age, from the day of signature")
        )
        for (place, limit) in limits.enumerated() where counts[place] > 0 {
            chart.bars.append(Report.Bar(.word("\(place)", limit.label), count: counts[place]))
        }
        if counts[-1] > 0 { chart.bars.append(Report.Bar(.notStated, count: counts[-1])) }
        if unsigned > 0 {
            chart.bars.append(
                Report.Bar(.say("unsigned", vi: "chưa ký", en: "not signed yet"), count: unsigned)
            )
        }
        return chart
    }

    private func ending(_ all: [RecordView], _ options: ReportOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("agreement", "thỏa thuận", "agreement"), ("until", "hiệu lực đến", "valid until"),
            ("renewal", "gia hạn", "renewal"),
        ])
        var rows: [(day: Int32, row: [QueryCell])] = []
        for view in all {
            guard let end = view.date("valid_until"), end.latestDay >= options.day,
                end.earliestDay <= options.day + 365
            else { continue }
            rows.append(
                (
                    end.earliestDay,
                    [
                        .record(view.reference), .field("valid_until", of: view),
                        .field("renewal", of: view),
                    ]
                )
            )
        }
        answer.rows = rows.sorted { $0.day < $1.day }.map { $0.row }
        return answer
    }
}

extension RecordView {
    /// Whether an agreement has been signed by a day; nil where nothing tells.
    ///
    /// One whose day of signature, or else of exchange, is still ahead has not, whatever its state says.
    func hasSignature(by day: Int32) -> Bool? {
        let signature = date("signed_on") ?? date("exchanged_on")
        if let signature, signature.earliestDay > day { return false }
        return isSignedAgreement(on: day)
    }
}

extension Report {
    /// Says how many agreements the period leaves out, because they have no date.
    mutating func addUndatedAgreements(_ count: Int) {
        addRemark(
            count,
            vi: "thỏa thuận không nêu ngày, không đưa vào",
            en: "agreements without a date, left out"
        )
    }
}

extension QueryCell {
    fileprivate func isRecord(in wanted: Set<Reference>) -> Bool {
        guard case .record(let reference) = self else { return false }
        return wanted.contains(reference)
    }
}
