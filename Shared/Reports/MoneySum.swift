/// Amounts of one currency: what is certain, and between which sums the disputed ones may take it.
///
/// Nothing is ever converted; "about" is carried from the parts to the sum. Amounts whose currency is not stated
/// may be of any, so that several of them have no sum.
struct MoneySum {
    let currency: CurrencyCode
    /// The sum of what nobody disputes; nil before the first.
    private(set) var certain: Money?
    /// With the least, and with the most, that the disputed ones may come to in this currency.
    private(set) var low: Money
    private(set) var high: Money
    private(set) var lines = 0
    private(set) var disputed = 0
    /// Amounts that are in no sum: their currencies are not stated, or with them the sum would have more digits
    /// than a number holds.
    private(set) var notAdded = 0

    init(_ currency: CurrencyCode) {
        self.currency = currency
        low = Money(amount: .zero, currency: currency)
        high = low
    }

    /// Counts what a record's field says in this currency.
    mutating func add(_ amounts: AmountView) {
        guard let (least, most) = amounts.bounds(in: currency) else { return }
        lines += 1
        if amounts.isDisputed { disputed += 1 }
        guard lines == 1 || currency != .notStated else {
            let nothing = Money(amount: .zero, currency: currency)
            (certain, low, high, notAdded) = (nil, nothing, nothing, lines)
            return
        }
        do throws(ValueError) {
            let newLow = try low.adding(least)
            let newHigh = try high.adding(most)
            if !amounts.isDisputed { certain = try certain?.adding(least) ?? least }
            (low, high) = (newLow, newHigh)
        } catch {
            notAdded += 1
        }
    }

    /// Whether the sum says anything of its amounts: they are of one currency.
    private var isSum: Bool { lines < 2 || currency != .notStated }

    /// Whether its disputed amounts make it lie between two sums.
    var hasBounds: Bool { disputed > 0 && isSum }

    /// The certain sum; "not stated" where there is none.
    var cell: QueryCell {
        guard isSum else {
            return .say(
                "not_added",
                vi: "không cộng (chưa rõ loại tiền)",
                en: "not added up (currency not stated)"
            )
        }
        return certain.map { .value(.money($0), .money) } ?? .notStated
    }
    /// The least and the most, where something is disputed.
    var lowCell: QueryCell { hasBounds ? .value(.money(low), .money) : .blank }
    var highCell: QueryCell { hasBounds ? .value(.money(high), .money) : .blank }
}

/// What a field of money says: one amount, several that people have to decide about, or none.
struct AmountView {
    let isDisputed: Bool
    private let amounts: [Money?]

    init(_ view: RecordView, _ field: String) {
        guard case .single(let cell) = view.field(id: field)?.content else {
            isDisputed = false
            amounts = []
            return
        }
        isDisputed = cell.isDisputed
        amounts = cell.standing.map { value in
            guard case .money(let money) = value else { return nil }
            return money
        }
    }

    /// The currencies that are named, each once.
    var currencies: [CurrencyCode] {
        var result: [CurrencyCode] = []
        for case let amount? in amounts where !result.contains(amount.currency) {
            result.append(amount.currency)
        }
        return result
    }

    /// The least and the most of this currency; nil where it is not named.
    ///
    /// Where another candidate has another currency, or none, the least is nothing of this one.
    func bounds(in currency: CurrencyCode) -> (least: Money, most: Money)? {
        var least: Money?
        var most: Money?
        for case let amount? in amounts where amount.currency == currency {
            if least.map({ amount.amount < $0.amount }) ?? true { least = amount }
            if most.map({ $0.amount < amount.amount }) ?? true { most = amount }
        }
        guard let least, let most else { return nil }
        let isAlways = amounts.allSatisfy { $0?.currency == currency }
        return (isAlways ? least : Money(amount: .zero, currency: currency), most)
    }
}
