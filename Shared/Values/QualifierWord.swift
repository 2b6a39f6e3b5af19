/// The words and signs before a number that say how it stands to the true one.
enum QualifierWord {
    /// What was found; `order` is the number itself where the words are it, as in "hundreds of".
    struct Found {
        let qualifier: Qualifier
        let order: DecimalNumber?
    }

    /// Whole words; of two with the same beginning the longer one stands first.
    private static let words: [(word: String, qualifier: Qualifier)] = [
        ("khoảng chừng", .about), ("khoảng", .about), ("xấp xỉ", .about), ("chừng", .about),
        ("about", .about), ("around", .about), ("approximately", .about), ("approx", .about),
        ("circa", .about),
        ("nhiều hơn", .moreThan), ("hơn", .moreThan), ("trên", .moreThan),
        ("more than", .moreThan), ("over", .moreThan),
        ("ít hơn", .lessThan), ("dưới", .lessThan), ("less than", .lessThan),
        ("fewer than", .lessThan), ("under", .lessThan),
        ("gần", .nearly), ("nearly", .nearly), ("almost", .nearly),
        ("ít nhất", .atLeast), ("tối thiểu", .atLeast), ("at least", .atLeast),
        ("tối đa", .atMost), ("nhiều nhất", .atMost), ("không quá", .atMost), ("at most", .atMost),
        ("up to", .atMost),
        ("cỡ", .order), ("on the order of", .order), ("order of", .order),
        ("đúng", .exact), ("exactly", .exact),
    ]

    /// Signs, which need no space behind.
    private static let signs: [(sign: String, qualifier: Qualifier)] = [
        ("~", .about), ("≈", .about), ("approx.", .about), ("ca.", .about),
        (">=", .atLeast), ("≥", .atLeast), ("<=", .atMost), ("≤", .atMost),
        (">", .moreThan), ("<", .lessThan),
    ]

    private static let magnitudes: [(vi: String, en: String, exponent: Int)] = [
        ("chục", "tens", 1), ("trăm", "hundreds", 2), ("nghìn", "thousands", 3),
        ("ngàn", "thousands", 3), ("triệu", "millions", 6), ("tỷ", "billions", 9),
        ("tỉ", "billions", 9),
    ]

    /// Takes such words and the space behind them; nil, and nothing is taken, if there are none.
    static func take(from scanner: inout ValueScanner) -> Found? {
        if let order = takeOrder(from: &scanner) {
            scanner.skipSpaces()
            return Found(qualifier: .order, order: order)
        }
        var found: Qualifier?
        for (sign, qualifier) in signs where scanner.take(sign) {
            found = qualifier
            break
        }
        if found == nil {
            for (word, qualifier) in words where scanner.takeWord(word) {
                found = qualifier
                break
            }
        }
        scanner.skipSpaces()
        return found.map { Found(qualifier: $0, order: nil) }
    }

    /// The words for a number of which only the order is known, without `of`: "hàng chục nghìn",
    /// "tens of thousands"; nil if there are none for it.
    static func order(_ number: DecimalNumber, in language: DisplayLanguage) -> String? {
        guard let exponent = number.powerOfTen, exponent > 0, exponent < 12 else { return nil }
        let large = exponent / 3 * 3
        var words: [String] = []
        for part in [exponent - large, large] where part > 0 {
            guard let magnitude = magnitudes.first(where: { $0.exponent == part }) else {
                return nil
            }
            words.append(language == .vi ? magnitude.vi : magnitude.en)
        }
        return switch language {
        case .vi: "hàng " + words.joined(separator: " ")
        case .en: words.joined(separator: " of ")
        }
    }

    /// "hàng chục nghìn" and "tens of thousands of"; the last `of` may be missing at the end only.
    private static func takeOrder(from scanner: inout ValueScanner) -> DecimalNumber? {
        let start = scanner.index
        var exponent = 0
        if scanner.takeWord("hàng") {
            scanner.skipSpaces()
            while let magnitude = magnitudes.first(where: { scanner.takeWord($0.vi) }) {
                exponent += magnitude.exponent
                scanner.skipSpaces()
            }
        } else {
            while let magnitude = magnitudes.first(where: { scanner.takeWord($0.en) }) {
                exponent += magnitude.exponent
                scanner.skipSpaces()
                guard scanner.takeWord("of") || scanner.isAtEnd else {
                    exponent = 0
                    break
                }
                scanner.skipSpaces()
            }
        }
        if exponent > 0, let order = DecimalNumber(1).scaled(by: exponent) { return order }
        scanner.index = start
        return nil
    }
}
