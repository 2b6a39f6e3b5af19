extension QuerySource {
    /// What each donor gave in each year, by currency; nothing is converted.
    ///
    /// Disputed amounts are in no certain sum: with the least and the most that they may come to,
    /// it lies between `low` and `high`; where nothing is certain, the amounts in question stand in
    /// its place. Amounts that are not stated are counted. A line that another one repeats, as the
    /// recipient's view of what a donor gave, counts once.
    func funding(_ options: QueryOptions) -> QueryAnswer {
        let received = contributions { $0.value("direction") != .code("given") }
        var answer = fundingTable(received.counted, only: options.code)
        if let remark = received.remark { answer.remarks.append(remark) }
        return answer
    }

    /// The sums of lines by donor, year and kind, since one sum may be budgeted, promised and paid;
    /// `currency`: of that one only.
    func fundingTable(_ views: [RecordView], only currency: String? = nil) -> QueryAnswer {
        var answer = QueryAnswer([
            ("donor", "nhà tài trợ", "donor"), ("year", "năm", "year"),
            ("amount", "số tiền", "amount"), ("low", "thấp nhất", "low"),
            ("high", "cao nhất", "high"), ("lines", "số khoản", "lines"),
            ("unknown", "không nêu số tiền", "amount not stated"),
            ("disputed", "còn khác nhau", "disputed"), ("kind", "loại", "kind"),
        ])
        var groups = FundingGroups()
        var totals = FundingGroups()
        for view in views {
            groups.add(view, only: currency, of: view.reference("funder"), in: view.yearGiven)
            totals.add(view, only: currency, of: nil, in: nil)
        }
        answer.rows = groups.sorted.map { group in
            [.reference(group.key.donor), group.key.year.map { .number(Int($0)) } ?? .notStated]
                + group.cells(isTotal: false)
        }
        answer.totals = totals.sorted.map { [.blank, .blank] + $0.cells(isTotal: true) }
        return answer
    }

    /// The contributions that are `wanted`, without those that repeat another one that is there.
    func contributions(where isWanted: (RecordView) -> Bool) -> Contributions {
        let all = views("contributions").filter(isWanted)
        let ids = Set(all.map { $0.id })
        let counted = all.filter { view in
            guard let other = view.reference("duplicates_of") else { return true }
            return other.record == view.id || !ids.contains(other.record)
        }
        return Contributions(counted: counted, repeated: all.count - counted.count)
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

/// Lines of money, each sum once.
struct Contributions {
    let counted: [RecordView]
    /// How many repeat one of these.
    let repeated: Int

    /// That some are not counted; nil where all are.
    var remark: Labels? {
        guard repeated > 0 else { return nil }
        return Labels(
            vi: "\(repeated) khoản là khoản khác ghi lại, không tính hai lần.",
            en: "Not counted again: \(repeated) that repeat another line."
        )
    }
}

extension RecordView {
    /// The year for which money was given, as far as that is stated.
    var yearGiven: Int32? { dateGiven?.year }
}

/// The contributions of donors in years and currencies.
private struct FundingGroups {
    private var groups: [FundingGroup] = []
    private var places: [FundingGroup.Key: Int] = [:]

    /// Counts a contribution into each currency that it may be in; `currency`: into that one only.
    mutating func add(
        _ view: RecordView,
        only currency: String?,
        of donor: Reference?,
        in year: Int32?
    ) {
        let amounts = AmountView(view, "amount")
        for found in amounts.currencies {
            if let currency, !found.code.isSame(as: currency) { continue }
            change(FundingGroup.Key(donor, year, found, view), view) { group in
                group.sum?.add(amounts)
            }
        }
        if amounts.currencies.isEmpty, currency == nil {
            change(FundingGroup.Key(donor, year, nil, view), view) { $0.unknown += 1 }
        }
    }

    private mutating func change(
        _ key: FundingGroup.Key,
        _ view: RecordView,
        _ change: (inout FundingGroup) -> Void
    ) {
        let place = places[key] ?? groups.count
        if place == groups.count {
            groups.append(FundingGroup(key, view))
            places[key] = place
        }
        change(&groups[place])
    }

    /// Sums before what is not stated, then by donor, year and currency.
    var sorted: [FundingGroup] { groups.sorted { $0.precedes($1) } }
}

/// The contributions of one donor in one year and one currency.
private struct FundingGroup {
    struct Key: Hashable {
        let donor: Reference?
        let year: Int32?
        let currency: CurrencyCode?
        /// What kind of line it is; nil where that is not stated, or disputed.
        let kind: String?

        init(
            _ donor: Reference?,
            _ year: Int32?,
            _ currency: CurrencyCode?,
            _ view: RecordView
        ) {
            self.donor = donor
            self.year = year
            self.currency = currency
            if case .code(let code) = view.value("kind"), !code.isSame(as: "unknown"),
                !view.isDisputed("kind")
            {
                kind = code
            } else {
                kind = nil
            }
        }
    }

    let key: Key
    private let kindCell: QueryCell
    /// What the first line says, with every candidate where that is disputed.
    private let firstAmount: QueryCell
    /// Nil where no currency is stated.
    var sum: MoneySum?
    /// Lines whose amount is not stated.
    var unknown = 0

    init(_ key: Key, _ view: RecordView) {
        self.key = key
        kindCell = key.kind == nil ? .notStated : .field("kind", of: view)
        firstAmount = .field("amount", of: view)
        sum = key.currency.map { MoneySum($0) }
    }

    /// The cells from the amount on; `isTotal`: as those of a sum, of however many lines.
    func cells(isTotal: Bool) -> [QueryCell] {
        [
            amount(isTotal: isTotal), sum?.lowCell ?? .blank, sum?.highCell ?? .blank,
            .number((sum?.lines ?? 0) + unknown), .number(unknown + (sum?.notAdded ?? 0)),
            .number(sum?.disputed ?? 0), kindCell,
        ]
    }

    /// The certain sum; what is in question where nothing is certain because people disagree.
    private func amount(isTotal: Bool) -> QueryCell {
        guard let sum else { return .notStated }
        guard sum.certain == nil, sum.hasBounds else { return sum.cell }
        if sum.lines == 1, !isTotal { return firstAmount }
        let (low, high) = (sum.low, sum.high)
        return .say(
            "disputed",
            vi: "từ \(low.display(in: .vi)) đến \(high.display(in: .vi)), còn khác nhau",
            en: "from \(low.display(in: .en)) to \(high.display(in: .en)), disputed"
        )
    }

    func precedes(_ other: FundingGroup) -> Bool {
        switch (sum?.certain, other.sum?.certain) {
        case (_?, nil): return true
        case (nil, _?): return false
        default: break
        }
        if key.donor != other.key.donor {
            guard let donor = key.donor else { return false }
            guard let otherDonor = other.key.donor else { return true }
            return donor.record.precedes(otherDonor.record)
        }
        if key.year != other.key.year { return (key.year ?? .max) < (other.key.year ?? .max) }
        let (code, otherCode) = (key.currency?.code ?? "", other.key.currency?.code ?? "")
        if !code.isSame(as: otherCode) {
            return code.utf8.lexicographicallyPrecedes(otherCode.utf8)
        }
        return (key.kind ?? "").utf8.lexicographicallyPrecedes((other.key.kind ?? "").utf8)
    }
}
