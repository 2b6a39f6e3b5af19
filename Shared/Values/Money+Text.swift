extension Money {
    /// The form in storage and exchange: code of the qualifier unless exact, amount, currency;
    /// `about 136000 EUR`.
    public var canonical: String {
        let word = qualifier == .exact ? "" : qualifier.code + " "
        return word + amount.canonical + " " + currency.code
    }

    /// The sum whose canonical form is exactly this.
    public init?(canonical: String) {
        guard let parts = CanonicalNumber(canonical), parts.upper == nil else { return nil }
        guard let currency = CurrencyCode(code: parts.rest) else { return nil }
        self.init(amount: parts.value, currency: currency, qualifier: parts.qualifier)
    }

    /// As people read it: vi `khoảng 136.000 EUR`, en `0.30 USD`; a fraction has the digits of the
    /// currency's smaller unit at least.
    public func display(in language: DisplayLanguage) -> String {
        if qualifier == .order, let order = QualifierWord.order(amount, in: language) {
            return order + (language == .en ? " of " : " ") + currency.code
        }
        let word = qualifier.word(in: language)
        let number = amount.display(in: language, fractionMin: currency.minorDigits)
        return (word.utf8.isEmpty ? "" : word + " ") + number + " " + currency.code
    }

    /// Reads what people type: `about 136000 EUR`, `USD 2,400,000`, `1,2 tỷ VND`, `€136000`,
    /// `hơn 500 triệu đồng`.
    ///
    /// - Throws: ``ValueError/ambiguousNumber(given:readings:)`` where `style` does not decide,
    ///   ``ValueError/missingCurrency(given:example:)``, ``ValueError/unknownCurrency(given:example:)``.
    public init(parsing text: String, style: NumberStyle = .undecided) throws(ValueError) {
        var scanner = try ValueScanner(text, .money)
        let found = QualifierWord.take(from: &scanner)
        var currency = CurrencyCode.take(from: &scanner)
        scanner.skipSpaces()
        let reader = NumberReader(style: style, allowsSpaces: true)
        let number: DecimalNumber?
        if let order = found?.order {
            number = order
        } else {
            number = try reader.take(from: &scanner, .money)
        }
        guard let number else { throw Self.unreadable(text, scanner) }
        scanner.skipSpaces()
        if currency == nil {
            guard !scanner.isAtEnd else {
                throw .missingCurrency(given: text, example: ValueKind.money.example)
            }
            currency = CurrencyCode.take(from: &scanner)
        }
        guard let currency, scanner.isAtEnd else { throw Self.unreadable(text, scanner) }
        self.init(amount: number, currency: currency, qualifier: found?.qualifier ?? .exact)
    }

    /// Why it does not go on here: three letters beside a number are a currency that is not known.
    private static func unreadable(_ text: String, _ scanner: ValueScanner) -> ValueError {
        var ahead = scanner
        let isKnown = CurrencyCode.take(from: &ahead) != nil
        for _ in 0..<3 where ahead.peek().map(isASCIILetter) ?? false { ahead.index += 1 }
        let isCode = ahead.index == scanner.index + 3 && ahead.isWordEnd
        guard !isKnown, isCode, text.utf8.contains(where: isASCIIDigit) else {
            return .malformed(.money, text)
        }
        let given = ahead.text(from: scanner.index)
        return .unknownCurrency(given: given, example: ValueKind.money.example)
    }
}
