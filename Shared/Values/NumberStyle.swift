/// Which of point and comma parts the thousands, for numbers that can be read both ways.
///
/// It only decides between two readings: `1,200,000` has one reading and means the same in every
/// style.
public enum NumberStyle: Hashable, Sendable, CaseIterable {
    /// Vietnamese: `400.000` is four hundred thousand, `1,200` is one and a fifth.
    case vi
    /// English: `400.000` is four hundred, `1,200` is one thousand two hundred.
    case en
    /// A number that can be read both ways is refused.
    case undecided

    /// The style in which numbers are shown in `language`.
    public init(_ language: DisplayLanguage) {
        switch language {
        case .vi: self = .vi
        case .en: self = .en
        }
    }

    /// Whether `separator` parts thousands; nil if that is not decided.
    func groups(with separator: UInt8) -> Bool? {
        switch self {
        case .vi: separator == UInt8(ascii: ".")
        case .en: separator == UInt8(ascii: ",")
        case .undecided: nil
        }
    }
}
