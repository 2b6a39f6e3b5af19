extension QuerySource {
    /// What was given in which form; a line of several forms counts in each of them, its money in none.
    func supportReport(_ options: ReportOptions) -> Report {
        let money = moneyAsked(options)
        let lines = money.lines
        var table = QueryAnswer([
            ("kind", "hình thức", "kind"), ("lines", "số khoản", "lines"),
            ("projects", "số dự án", "projects"),
            ("amounts", "số tiền của riêng hình thức này", "amounts of this kind alone"),
        ])
        var chart = Report.Chart(
            Labels(vi: "Số khoản theo hình thức", en: "Lines by kind of support")
        )
        for kind in kindsOfSupport(lines) {
            let found = lines.filter { $0.kindsOfSupport.contains(kind.code) }
            chart.bars.append(Report.Bar(kind.cell, count: found.count))
            table.rows.append([
                kind.cell, .number(found.count), .number(projects(of: found).count),
                sums(found.filter { $0.kindsOfSupport.count == 1 }),
            ])
        }
        let unstated = lines.count { $0.kindsOfSupport.isEmpty }
        if unstated > 0 {
            chart.bars.append(Report.Bar(.notStated, count: unstated))
            table.rows.append([.notStated, .number(unstated), .blank, .blank])
        }
        var report = Report(NamedReport.support.labels, data: table)
        money.addRemarks(to: &report)
        report.add(chart)
        report.add(Labels(vi: "Từng hình thức", en: "Each kind"), table)
        return report
    }

    /// The kinds that occur, those that most lines have first.
    private func kindsOfSupport(_ lines: [RecordView]) -> [(code: String, cell: QueryCell)] {
        var counts = Counts<String>()
        for line in lines { for kind in line.kindsOfSupport { counts.add(kind) } }
        let field = schema.collection(id: "contributions")?.field(id: "support_kinds")
        return counts.sorted.map { code in
            (code, .value(.code(code), field?.type.scalar ?? .text))
        }
    }

    /// The certain sums of lines, one for each currency.
    private func sums(_ lines: [RecordView]) -> QueryCell {
        var sums: [MoneySum] = []
        for line in lines {
            let amounts = AmountView(line, "amount")
            for currency in amounts.currencies {
                let place = sums.firstIndex { $0.currency == currency } ?? sums.count
                if place == sums.count { sums.append(MoneySum(currency)) }
                sums[place].add(amounts)
            }
        }
        let certain = sums.compactMap { $0.certain }
        return certain.isEmpty ? .notStated : .list(certain.map { .value(.money($0), .money) })
    }
}

extension RecordView {
    fileprivate var kindsOfSupport: [String] {
        elements("support_kinds").compactMap { element in
            guard case .scalar(.code(let code)) = element else { return nil }
            return code
        }
    }
}
