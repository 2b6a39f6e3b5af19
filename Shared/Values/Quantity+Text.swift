extension Quantity {
    /// The form in storage and exchange: code of the qualifier unless exact, number or `10..12`, unit;
    /// `about 63 cities`, `order 100 firms`.
    public var canonical: String {
        var text = qualifier == .exact ? "" : qualifier.code + " "
        text += value.canonical
        if let upper { text += ".." + upper.canonical }
        return unit.utf8.isEmpty ? text : text + " " + unit
    }

    /// The quantity whose canonical form is exactly this.
    public init?(canonical: String) {
        guard let parts = CanonicalNumber(canonical) else { return nil }
        guard
            let quantity = try? Quantity(
                value: parts.value,
                upper: parts.upper,
                qualifier: parts.qualifier,
                unit: parts.rest
            ),
            // A unit that had to be tidied was not canonical.
            quantity.unit.utf8.elementsEqual(parts.rest.utf8)
        else { return nil }
        self = quantity
    }

    /// As people read it: `khoảng 63 cities`, `more than 7,000 members`, `10–12 cities`,
    /// `hundreds of firms`.
    public func display(in language: DisplayLanguage) -> String {
        if upper == nil, qualifier == .order, let order = QualifierWord.order(value, in: language) {
            let link = language == .en ? " of " : " "
            return unit.utf8.isEmpty ? order : order + link + unit
        }
        let word = qualifier.word(in: language)
        var text = word.utf8.isEmpty ? "" : word + " "
        text += value.display(in: language)
        if let upper {
            let to = language == .en ? " to " : " đến "
            text += value.isNegative || upper.isNegative ? to : "–"
            text += upper.display(in: language)
        }
        if unit.utf8.isEmpty { return text }
        return unit.utf8.first == UInt8(ascii: "%") ? text + unit : text + " " + unit
    }

    /// Reads what people type: `63 cities`, `khoảng 63 thành phố`, `10-12 cities`, `từ 10 đến 12`,
    /// `hàng trăm doanh nghiệp`, `1,2 triệu người`, `70%`.
    ///
    /// A word of scale behind the second of two numbers holds for both. A number alone is refused if
    /// `requiresUnit`.
    ///
    /// - Throws: ``ValueError/ambiguousNumber(given:readings:)`` where `style` does not decide,
    ///   ``ValueError/missingUnit(given:example:)``, and what ``init(value:upper:qualifier:unit:)`` throws.
    public init(
        parsing text: String,
        style: NumberStyle = .undecided,
        requiresUnit: Bool = true
    ) throws(ValueError) {
        var scanner = try ValueScanner(text, .quantity)
        let found = QualifierWord.take(from: &scanner)
        var numbers = NumberPair(value: found?.order ?? .zero, upper: nil)
        if found?.order == nil {
            guard let taken = try NumberPair.take(from: &scanner, style: style)
            else { throw .malformed(.quantity, text) }
            numbers = taken
        }
        let unit = scanner.rest
        if let first = unit.utf8.first {
            // Whatever looks like more of a number would be misread as a unit: `1e5`, `1-`.
            let isNumeric = isASCIIDigit(first) || (first >= 0x2B && first <= 0x2F)
            let isExponent =
                first | 0x20 == 0x65 && unit.utf8.dropFirst().first.map(isASCIIDigit) == true
            guard !isNumeric, !isExponent else { throw .malformed(.quantity, text) }
        } else if requiresUnit {
            throw .missingUnit(given: text, example: ValueKind.quantity.example)
        }
        self = try Quantity(
            value: numbers.value,
            upper: numbers.upper,
            qualifier: found?.qualifier ?? .exact,
            unit: unit
        )
    }
}

/// One number, or two with a dash or a word between them.
private struct NumberPair {
    var value: DecimalNumber
    var upper: DecimalNumber?

    /// Takes both with their words of scale; nil if there is no number, or none after "from".
    static func take(
        from scanner: inout ValueScanner,
        style: NumberStyle
    ) throws(ValueError) -> NumberPair? {
        let reader = NumberReader(style: style, allowsSpaces: false)
        let start = scanner.index
        let hasFrom = scanner.takeWord("từ") || scanner.takeWord("from")
        scanner.skipSpaces()
        guard let first = try reader.takeWithoutScale(from: &scanner, .quantity) else { return nil }
        let firstScale = ScaleWord.take(from: &scanner)
        let end = scanner.index
        var second: DecimalNumber?
        var secondScale = 0
        if takeSeparator(from: &scanner) {
            second = try reader.takeWithoutScale(from: &scanner, .quantity)
            secondScale = ScaleWord.take(from: &scanner)
        }
        if second == nil { scanner.index = end }
        if hasFrom, second == nil { return nil }
        let scale = firstScale > 0 ? firstScale : secondScale
        guard let value = first.scaled(by: scale) else {
            throw tooManyDigits(scanner.text(from: start))
        }
        guard let second else { return NumberPair(value: value, upper: nil) }
        guard let upper = second.scaled(by: secondScale) else {
            throw tooManyDigits(scanner.text(from: start))
        }
        return NumberPair(value: value, upper: upper)
    }

    /// Takes a dash or a word that a number follows; else nothing.
    private static func takeSeparator(from scanner: inout ValueScanner) -> Bool {
        let start = scanner.index
        scanner.skipSpaces()
        let isDash = scanner.take("-") || scanner.take("–") || scanner.take("—")
        let isWord =
            !isDash
            && (scanner.takeWord("to") || scanner.takeWord("đến") || scanner.takeWord("tới"))
        scanner.skipSpaces()
        // A sign is allowed behind a word only: two dashes are no range.
        if isDash || isWord, scanner.isDigit() || (isWord && scanner.isDigit(1)) { return true }
        scanner.index = start
        return false
    }

    private static func tooManyDigits(_ given: String) -> ValueError {
        .tooManyDigits(given: given, limit: DecimalNumber.digitsMax)
    }
}
