/// Amounts of one currency: what is certain, and between which sums the disputed ones may take it.
///
/// Nothing is ever converted; "about" is carried from the parts to the sum.
struct MoneySum {
    let currency: CurrencyCode
    /// The sum of what nobody disputes; nil before the first.
    private(set) var certain: Money?
    /// With the least, and with the most, that the disputed ones may come to in this currency.
    private(set) var low: Money
    private(set) var high: Money
    private(set) var lines = 0
    private(set) var disputed = 0
    /// Amounts with which the sum would have more digits than a number holds.
    private(set) var tooLong = 0

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
        do throws(ValueError) {
            let newLow = try low.adding(least)
            let newHigh = try high.adding(most)
            if !amounts.isDisputed { certain = try certain?.adding(least) ?? least }
            (low, high) = (newLow, newHigh)
        } catch {
            tooLong += 1
        }
    }

    /// The certain sum; "not stated" where there is none.
    var cell: QueryCell { certain.map { .value(.money($0), .money) } ?? .notStated }
    /// The least and the most, where something is disputed.
    var lowCell: QueryCell { disputed == 0 ? .blank : .value(.money(low), .money) }
    var highCell: QueryCell { disputed == 0 ? .blank : .value(.money(high), .money) }
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
        let values = cell.isDisputed ? cell.candidates.map { $0.value } : [cell.displayed]
        amounts = values.map { value in
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
