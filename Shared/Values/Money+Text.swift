extension Money {
    /// The form in storage and exchange: code of the qualifier unless exact, amount, currency;
    /// `about 136000 EUR`, and `136000 XXX` where no currency is stated.
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

    /// As people read it: vi `khoảng 136.000 EUR`, en `0.30 USD`, `5 (currency not stated)`; a fraction
    /// has the digits of the currency's smaller unit at least.
    public func display(in language: DisplayLanguage) -> String {
        let isStated = currency != .notStated
        let unit = isStated ? currency.code : Self.unstated(in: language)
        if qualifier == .order, let order = QualifierWord.order(amount, in: language) {
            return order + (language == .en && isStated ? " of " : " ") + unit
        }
        let word = qualifier.word(in: language)
        let number = amount.display(in: language, fractionMin: currency.minorDigits)
        return (word.utf8.isEmpty ? "" : word + " ") + number + " " + unit
    }

    /// What stands behind an amount whose currency is not stated.
    private static func unstated(in language: DisplayLanguage) -> String {
        "(" + CurrencyCode.notStated.labels[language] + ")"
    }

    /// Reads what people type: `about 136000 EUR`, `USD 2,400,000`, `1,2 tỷ VND`, `€136000`,
    /// `hơn 500 triệu đồng`; an amount alone has a currency that is not stated.
    ///
    /// - Throws: ``ValueError/ambiguousNumber(given:readings:)`` where `style` does not decide,
    ///   ``ValueError/unknownCurrency(given:example:)``.
    public init(parsing text: String, style: NumberStyle = .undecided) throws(ValueError) {
        var scanner = try ValueScanner(text, .money)
        let isUnstated = DisplayLanguage.allCases.contains {
            scanner.takeEnd(Self.unstated(in: $0))
        }
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
            currency = scanner.isAtEnd ? CurrencyCode.notStated : CurrencyCode.take(from: &scanner)
        }
        guard let currency, scanner.isAtEnd else { throw Self.unreadable(text, scanner) }
        if isUnstated, currency != .notStated { throw .malformed(.money, text) }
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
