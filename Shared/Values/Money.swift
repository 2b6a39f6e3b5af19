/// An exact sum of money in one currency, as far as that is known: "about 136000 EUR".
///
/// Sums whose currency nobody has stated have ``CurrencyCode/notStated``.
public struct Money: Hashable, Sendable {
    public let amount: DecimalNumber
    public let currency: CurrencyCode
    public let qualifier: Qualifier

    public init(
        amount: DecimalNumber,
        currency: CurrencyCode,
        qualifier: Qualifier = .exact
    ) {
        self.amount = amount
        self.currency = currency
        self.qualifier = qualifier
    }

    /// The sum of two amounts; it is as little exact as they are.
    ///
    /// - Throws: ``ValueError/differentCurrencies(_:_:)``; ``ValueError/tooManyDigits(given:limit:)``.
    public func adding(_ other: Money) throws(ValueError) -> Money {
        guard currency == other.currency else {
            throw .differentCurrencies(currency.code, other.currency.code)
        }
        return Money(
            amount: try amount.adding(other.amount),
            currency: currency,
            qualifier: qualifier.combined(with: other.qualifier)
        )
    }
}
