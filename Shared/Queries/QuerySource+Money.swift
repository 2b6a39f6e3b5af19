extension QuerySource {
    /// What each donor gave in each year, by currency; nothing is converted.
    ///
    /// Disputed amounts are in no sum; amounts that are not stated are counted.
    func funding(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("donor", "nhà tài trợ", "donor"), ("year", "năm", "year"),
            ("amount", "số tiền", "amount"), ("lines", "số khoản", "lines"),
            ("unknown", "không nêu số tiền", "amount not stated"),
            ("disputed", "còn khác nhau", "disputed"),
        ])
        var groups: [FundingGroup] = []
        var totals: [FundingGroup] = []
        for view in views("contributions") where view.value("direction") != .code("given") {
            let money = view.money("amount")
            if let wanted = options.code, money?.currency.code.isSame(as: wanted) != true {
                continue
            }
            let group = FundingGroup(
                donor: view.reference("funder"),
                year: view.range("period")?.from?.year ?? view.date("date")?.year,
                currency: money?.currency
            )
            group.adding(view, to: &groups)
            FundingGroup(donor: nil, year: nil, currency: money?.currency)
                .adding(view, to: &totals)
        }
        groups.sort { $0.precedes($1) }
        answer.rows = groups.map { group in
            [
                .reference(group.donor), group.year.map { .number(Int($0)) } ?? .notStated,
                group.cell, .number(group.lines), .number(group.unknown), .number(group.disputed),
            ]
        }
        totals.sort { $0.precedes($1) }
        answer.totals = totals.map { total in
            [
                .blank, .blank, total.cell, .number(total.lines), .number(total.unknown),
                .number(total.disputed),
            ]
        }
        return answer
    }

    /// The contributions of one kind of support.
    func support(_ options: QueryOptions) -> QueryAnswer {
        var answer = QueryAnswer([
            ("project", "dự án", "project"), ("donor", "nhà tài trợ", "donor"),
            ("period", "thời gian", "period"), ("kinds", "hình thức", "kinds of support"),
            ("amount", "số tiền", "amount"), ("note", "ghi chú", "note"),
        ])
        var rows: [(day: Int32, row: [QueryCell])] = []
        for view in views("contributions") {
            let isWanted = view.elements("support_kinds").contains { element in
                guard case .scalar(.code(let code)) = element else { return false }
                return options.code.map { code.isSame(as: $0) } ?? true
            }
            guard isWanted else { continue }
            rows.append(
                (
                    view.range("period")?.earliestDay ?? .max,
                    [
                        .reference(view.reference("project")), .reference(view.reference("funder")),
                        .range(view.range("period")), .field("support_kinds", of: view),
                        .field("amount", of: view), .field("notes", of: view),
                    ]
                )
            )
        }
        answer.rows = rows.sorted { $0.day < $1.day }.map { $0.row }
        return answer
    }
}

extension RecordView {
    fileprivate func money(_ id: String) -> Money? {
        guard case .money(let money) = value(id) else { return nil }
        return money
    }
}

/// The contributions of one donor in one year and one currency.
private struct FundingGroup {
    let donor: Reference?
    let year: Int32?
    let currency: CurrencyCode?
    var sum: Money?
    var lines = 0
    var unknown = 0
    var disputed = 0

    init(donor: Reference?, year: Int32?, currency: CurrencyCode?) {
        self.donor = donor
        self.year = year
        self.currency = currency
    }

    var cell: QueryCell { sum.map { .value(.money($0), .money) } ?? .notStated }

    func isOf(_ other: FundingGroup) -> Bool {
        donor == other.donor && year == other.year && currency == other.currency
    }

    /// Counts a contribution into the group of this kind.
    func adding(_ view: RecordView, to groups: inout [FundingGroup]) {
        let place = groups.firstIndex { $0.isOf(self) }
        var group = place.map { groups[$0] } ?? self
        group.lines += 1
        if view.isDisputed("amount") {
            group.disputed += 1
        } else if let money = view.money("amount") {
            if let sum = group.sum {
                // An amount that no number can hold any more is counted, never left out silently.
                if let more = try? sum.adding(money) {
                    group.sum = more
                } else {
                    group.unknown += 1
                }
            } else {
                group.sum = money
            }
        } else {
            group.unknown += 1
        }
        if let place { groups[place] = group } else { groups.append(group) }
    }

    func precedes(_ other: FundingGroup) -> Bool {
        switch (sum, other.sum) {
        case (_?, nil): return true
        case (nil, _?): return false
        default: break
        }
        if donor != other.donor {
            guard let donor else { return false }
            guard let otherDonor = other.donor else { return true }
            return donor.record.precedes(otherDonor.record)
        }
        if year != other.year { return (year ?? .max) < (other.year ?? .max) }
        return (currency?.code ?? "").utf8.lexicographicallyPrecedes(
            (other.currency?.code ?? "").utf8
        )
    }
}
