/// What one change adds to a counter: `+3`, `-1`.
public struct CounterValue: Hashable, Sendable {
    public let amount: Int64

    public init(_ amount: Int64) { self.amount = amount }

    /// The form in exchange: with its sign, `0` without.
    public var canonical: String { (amount > 0 ? "+" : "") + amount.description }

    /// The value whose canonical form is exactly this.
    public init?(canonical: String) {
        let digits = canonical.utf8.drop { $0 == UInt8(ascii: "+") }
        guard let amount = DecimalNumber(plain: String(decoding: digits, as: UTF8.self))?.integer
        else { return nil }
        self.amount = amount
        guard self.canonical.utf8.elementsEqual(canonical.utf8) else { return nil }
    }

    /// As people read it: vi `+1.200`, en `+1,200`.
    public func display(in language: DisplayLanguage) -> String {
        (amount > 0 ? "+" : "") + DecimalNumber(amount).display(in: language)
    }

    /// Reads what people type: `+3`, `-1`, `12`, `+1.200.000`.
    ///
    /// - Throws: ``ValueError/malformed(_:given:example:)`` for a fraction, too; and what a
    ///   ``DecimalNumber`` throws.
    public init(parsing text: String, style: NumberStyle = .undecided) throws(ValueError) {
        var scanner = try ValueScanner(text, .counter)
        let reader = NumberReader(style: style, allowsSpaces: true)
        guard let number = try reader.take(from: &scanner, .counter), scanner.isAtEnd
        else { throw .malformed(.counter, text) }
        guard let amount = number.integer else {
            guard number.scale == 0 else { throw .malformed(.counter, text) }
            let limits = (Int64.min.description, Int64.max.description)
            throw .outOfRange(.counter, given: text, least: limits.0, most: limits.1)
        }
        self.amount = amount
    }
}
