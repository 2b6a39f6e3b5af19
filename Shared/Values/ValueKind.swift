/// What a text was expected to be.
public enum ValueKind: Hashable, Sendable, CaseIterable {
    case year, month, day
    case partialDate, dateRange
    case number, qualifier, quantity, unit
    case currency, money
    case emailAddress, webAddress, telephoneNumber
    case counter

    /// A text of this kind that every parser here accepts, in every language and style.
    public var example: String {
        switch self {
        case .year: "1997"
        case .month: "2025-09"
        case .day, .partialDate: "2026-01-18"
        case .dateRange: "2003/2010"
        case .number: "1200000"
        case .qualifier: "more than"
        case .quantity: "about 63 cities"
        case .unit: "cities"
        case .currency: "EUR"
        case .money: "about 136000 EUR"
        case .emailAddress: "office@example.org"
        case .webAddress: "https://example.org/"
        case .telephoneNumber: "+84 28 1234 5678"
        case .counter: "+3"
        }
    }
}
