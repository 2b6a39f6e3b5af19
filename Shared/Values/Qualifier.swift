/// How a number stands to the true one.
public enum Qualifier: UInt8, Hashable, Sendable, CaseIterable {
    case exact
    case about
    case moreThan
    case lessThan
    case nearly
    case atLeast
    case atMost
    /// Only the order of magnitude is known: "hundreds of" is 100 in this sense.
    case order

    /// The code in storage and exchange.
    public var code: String {
        switch self {
        case .exact: "exact"
        case .about: "about"
        case .moreThan: "more_than"
        case .lessThan: "less_than"
        case .nearly: "nearly"
        case .atLeast: "at_least"
        case .atMost: "at_most"
        case .order: "order"
        }
    }

    /// The qualifier with exactly this code.
    public init?(code: String) {
        for qualifier in Self.allCases where qualifier.code.utf8.elementsEqual(code.utf8) {
            self = qualifier
            return
        }
        return nil
    }

    /// The word before a number, or nothing for ``exact``.
    public func word(in language: DisplayLanguage) -> String {
        switch (self, language) {
        case (.exact, _): ""
        case (.about, .vi): "khoảng"
        case (.about, .en): "about"
        case (.moreThan, .vi): "hơn"
        case (.moreThan, .en): "more than"
        case (.lessThan, .vi): "dưới"
        case (.lessThan, .en): "less than"
        case (.nearly, .vi): "gần"
        case (.nearly, .en): "nearly"
        case (.atLeast, .vi): "ít nhất"
        case (.atLeast, .en): "at least"
        case (.atMost, .vi): "nhiều nhất"
        case (.atMost, .en): "at most"
        case (.order, .vi): "cỡ"
        case (.order, .en): "on the order of"
        }
    }

    /// Reads a code, or a word in either language: `more_than`, `hơn`, `>`.
    public init(parsing text: String) throws(ValueError) {
        if let qualifier = Qualifier(code: text) {
            self = qualifier
            return
        }
        var scanner = try ValueScanner(text, .qualifier)
        guard let found = QualifierWord.take(from: &scanner), found.order == nil, scanner.isAtEnd
        else { throw .malformed(.qualifier, text) }
        self = found.qualifier
    }

    /// What holds for the sum of two numbers that are qualified so.
    ///
    /// More than 5 and at least 3 are more than 8; where nothing sharper is true, the sum is about.
    public func combined(with other: Qualifier) -> Qualifier {
        let pair = rawValue <= other.rawValue ? (self, other) : (other, self)
        return switch pair {
        case (.exact, .order), (.order, .order): .about
        case (.exact, let qualifier): qualifier
        case (.moreThan, .atLeast): .moreThan
        case (.lessThan, .atMost): .lessThan
        default: self == other ? self : .about
        }
    }
}
