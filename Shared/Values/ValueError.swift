/// Why a text is not the value that was expected, with what a message needs in any language.
///
/// `given` is the offending text as it came, or the part of it that is wrong: it may hold anything,
/// so make it printable before it reaches a terminal.
public enum ValueError: Error, Hashable, Sendable {
    /// The text has not the form of this kind; `example` has.
    case malformed(ValueKind, given: String, example: String)
    /// The number can be read with a separator of thousands and with a decimal sign; the readings are
    /// in plain digits, the one with thousands first. A ``NumberStyle`` decides.
    case ambiguousNumber(given: String, readings: [String])
    /// The part is outside of its limits, both included: month 13, or the 30th of a February.
    case outOfRange(ValueKind, given: String, least: String, most: String)
    /// The end lies before the start, or the upper bound is not above the lower one.
    case reversed(ValueKind, given: String, start: String, end: String)
    /// More decimal digits than can be kept exactly.
    case tooManyDigits(given: String, limit: Int)
    /// More UTF-8 bytes than a text of this kind may have.
    case tooLong(ValueKind, limit: Int)
    /// A number without what is counted.
    case missingUnit(given: String, example: String)
    /// No currency has this code or sign, or several have the sign.
    case unknownCurrency(given: String, example: String)
    /// A web address with a name or a password in it, which are never stored.
    case credentials(example: String)
    /// Sums of two currencies are never added: a rate has a date.
    case differentCurrencies(String, String)

    static func malformed(_ kind: ValueKind, _ given: String) -> ValueError {
        .malformed(kind, given: given, example: kind.example)
    }
}
