extension QuerySource {
    /// Who gave how much, by donor and by year: one pair of charts for each kind of line in each currency.
    ///
    /// What was promised and what was paid of one sum are never added up.
    func fundingReport(_ options: ReportOptions) -> Report {
        let money = moneyAsked(options)
        let lines = money.lines
        var report = Report(NamedReport.funding.labels, data: fundingTable(lines))
        money.addRemarks(to: &report)
        let piles = piles(lines)
        for pile in piles {
            let name = pile.name(hasKinds: piles.contains { $0.kind != piles[0].kind })
            report.add(
                pile.chart(
                    Labels(vi: "Theo nhà tài trợ, " + name.vi, en: "By donor, " + name.en),
                    by: { .donor($0.reference("funder")) }
                )
            )
            report.add(
                pile.chart(
                    Labels(vi: "Theo năm, " + name.vi, en: "By year, " + name.en),
                    by: { .year($0.yearGiven) }
                )
            )
        }
        report.add(Labels(vi: "Tổng", en: "Totals"), totals(piles))
        report.add(
            Labels(
                vi: "Số tiền còn khác nhau, không tính vào tổng chắc chắn",
                en: "Disputed amounts, not in the certain totals"
            ),
            disputedAmounts(lines)
        )
        report.add(
            Labels(
                vi: "Cho nhiều năm, tính cả khoản vào năm đầu",
                en: "For several years, counted whole in the first"
            ),
            severalYears(lines)
        )
        report.add(
            Labels(vi: "Không nêu số tiền", en: "Amount not stated"),
            unstatedAmounts(lines)
        )
        report.add(
            Labels(vi: "Từng nhà tài trợ, từng năm", en: "Each donor, each year"),
            report.data
        )
        return report
    }

    /// The projects that lines of money are for, each once.
    func projects(of lines: [RecordView]) -> [Reference] {
        var projects: [Reference] = []
        for case let project? in lines.map({ $0.reference("project") })
        where !projects.contains(project) { projects.append(project) }
        return projects
    }

    /// The lines apart by kind and currency, those with the most lines first.
    private func piles(_ views: [RecordView]) -> [MoneyPile] {
        var piles: [MoneyPile] = []
        for view in views {
            var kind: FieldValue?
            if let found = view.value("kind"), found != .code("unknown") { kind = found }
            for currency in AmountView(view, "amount").currencies {
                let place = piles.firstIndex { $0.kind == kind && $0.currency == currency }
                if let place {
                    piles[place].views.append(view)
                } else {
                    let type = view.field(id: "kind")?.definition.type.scalar ?? .text
                    piles.append(
                        MoneyPile(kind: kind, type: type, currency: currency, views: [view])
                    )
                }
            }
        }
        return piles.sorted { left, right in
            if left.views.count != right.views.count { return left.views.count > right.views.count }
            if left.currency != right.currency {
                return left.currency.code.utf8.lexicographicallyPrecedes(right.currency.code.utf8)
            }
            return left.code.utf8.lexicographicallyPrecedes(right.code.utf8)
        }
    }

    private func totals(_ piles: [MoneyPile]) -> QueryAnswer {
        var answer = QueryAnswer([
            ("kind", "loại", "kind"), ("certain", "chắc chắn", "certain"),
            ("low", "thấp nhất", "low"), ("high", "cao nhất", "high"),
            ("lines", "số khoản", "lines"), ("disputed", "còn khác nhau", "disputed"),
        ])
        answer.rows = piles.map { pile in
            let sum = pile.sum
            return [
                pile.kindCell, sum.cell, sum.lowCell, sum.highCell, .number(sum.lines),
                .number(sum.disputed),
            ]
        }
        return answer
    }

    private func disputedAmounts(_ views: [RecordView]) -> QueryAnswer {
        var answer = QueryAnswer([
            ("project", "dự án", "project"), ("donor", "nhà tài trợ", "donor"),
            ("low", "thấp nhất", "low"), ("high", "cao nhất", "high"),
            ("values", "các giá trị", "values"),
        ])
        for view in views {
            let amounts = AmountView(view, "amount")
            guard amounts.isDisputed else { continue }
            for currency in amounts.currencies {
                guard let (least, most) = amounts.bounds(in: currency) else { continue }
                answer.rows.append([
                    .reference(view.reference("project")), .reference(view.reference("funder")),
                    .value(.money(least), .money), .value(.money(most), .money),
                    .field("amount", of: view),
                ])
            }
        }
        return answer
    }

    /// The lines whose period is longer than the year that their sum is shown under.
    private func severalYears(_ views: [RecordView]) -> QueryAnswer {
        var answer = QueryAnswer([
            ("donor", "nhà tài trợ", "donor"), ("project", "dự án", "project"),
            ("period", "thời gian", "period"), ("year", "tính vào năm", "counted in"),
            ("amount", "số tiền", "amount"), ("kind", "loại", "kind"),
        ])
        for view in views {
            guard let period = view.periodOfYears else { continue }
            answer.rows.append([
                .reference(view.reference("funder")), .reference(view.reference("project")),
                .range(period), view.yearGiven.map { .number(Int($0)) } ?? .notStated,
                .field("amount", of: view), .field("kind", of: view),
            ])
        }
        return answer
    }

    private func unstatedAmounts(_ views: [RecordView]) -> QueryAnswer {
        var answer = QueryAnswer([
            ("donor", "nhà tài trợ", "donor"), ("lines", "số khoản", "lines"),
            ("projects", "dự án", "projects"),
        ])
        var donors: [Reference?] = []
        var lines: [Reference?: [RecordView]] = [:]
        for view in views where AmountView(view, "amount").currencies.isEmpty {
            let donor = view.reference("funder")
            if lines[donor] == nil { donors.append(donor) }
            lines[donor, default: []].append(view)
        }
        answer.rows = donors.map { donor in
            let found = lines[donor] ?? []
            return [.reference(donor), .number(found.count), .references(projects(of: found))]
        }
        return answer
    }
}

/// Lines of one kind in one currency.
private struct MoneyPile {
    /// Nil where it is not known.
    let kind: FieldValue?
    let type: ScalarType
    let currency: CurrencyCode
    var views: [RecordView]

    var code: String {
        guard case .code(let code) = kind else { return "" }
        return code
    }

    var kindCell: QueryCell { kind.map { .value($0, type) } ?? .notStated }

    var sum: MoneySum {
        var sum = MoneySum(currency)
        for view in views { sum.add(AmountView(view, "amount")) }
        return sum
    }

    /// `EUR`, or `EUR, commitment` where lines of several kinds are told apart.
    func name(hasKinds: Bool) -> Labels {
        hasKinds ? currency.labels(ofKind: kindCell) : currency.labels
    }

    /// The sums of groups of the lines: years in their order, donors with the most first.
    func chart(_ title: Labels, by group: (RecordView) -> MoneyGroup) -> Report.Chart {
        var sums: [(group: MoneyGroup, sum: MoneySum)] = []
        var places: [MoneyGroup: Int] = [:]
        for view in views {
            let key = group(view)
            let place = places[key] ?? sums.count
            if place == sums.count {
                sums.append((key, MoneySum(currency)))
                places[key] = place
            }
            sums[place].sum.add(AmountView(view, "amount"))
        }
        sums.sort { left, right in
            if case .year(let first) = left.group, case .year(let second) = right.group {
                return (first ?? .min) < (second ?? .min)
            }
            return right.sum.high.amount < left.sum.high.amount
        }
        let max = Report.Chart.barsMax
        let isTime = sums.first.map { $0.group.isYear } ?? false
        let kept = isTime ? sums.suffix(max) : sums.prefix(max)
        var chart = Report.Chart(title)
        chart.bars = kept.map { group, sum in
            let shown: QueryCell =
                sum.hasBounds
                ? .disputed([.value(.money(sum.low), .money), .value(.money(sum.high), .money)])
                : sum.cell
            return Report.Bar(
                group.cell,
                sum.certain?.amount ?? .zero,
                upTo: sum.high.amount,
                shown
            )
        }
        if kept.count < sums.count { chart.remark = .more(sums.count - kept.count) }
        return chart
    }
}

extension CurrencyCode {
    /// What lines of a kind in the currency are called: `EUR, commitment`.
    func labels(ofKind cell: QueryCell) -> Labels {
        var kind = Labels(vi: "chưa rõ loại", en: "kind not stated")
        if case .value(.code(let code), .enumeration(let codes)) = cell {
            kind = Labels(vi: codes.label(of: code, in: .vi), en: codes.label(of: code, in: .en))
        }
        return Labels(vi: labels.vi + ", " + kind.vi, en: labels.en + ", " + kind.en)
    }
}

/// What the lines of a chart have in common.
private enum MoneyGroup: Hashable {
    case donor(Reference?)
    case year(Int32?)

    var isYear: Bool {
        if case .year = self { return true }
        return false
    }

    var cell: QueryCell {
        switch self {
        case .donor(let donor): .reference(donor)
        case .year(let year): year.map { .number(Int($0)) } ?? .notStated
        }
    }
}
