/// A counted or measured number with its unit, as far as it is known: "more than 7000 members".
public struct Quantity: Sendable {
    /// The limit of a unit, in UTF-8 bytes of NFC.
    public static let unitBytesMax = 240

    public let value: DecimalNumber
    /// The upper bound, where two are given: 12 of "10 to 12 cities".
    public let upper: DecimalNumber?
    public let qualifier: Qualifier
    /// What is counted, as it was written, tidied; it may be empty.
    public let unit: String

    /// - Throws: ``ValueError/reversed(_:given:start:end:)`` if `upper` is not above `value`,
    ///   ``ValueError/malformed(_:given:example:)`` for control characters in the unit,
    ///   ``ValueError/tooLong(_:limit:)``.
    public init(
        value: DecimalNumber,
        upper: DecimalNumber? = nil,
        qualifier: Qualifier = .exact,
        unit: String
    ) throws(ValueError) {
        if let upper, upper <= value {
            let texts = (value.canonical, upper.canonical)
            let given = texts.0 + ".." + texts.1
            throw .reversed(.quantity, given: given, start: texts.0, end: texts.1)
        }
        self.value = value
        self.upper = upper
        self.qualifier = qualifier
        self.unit = try Self.tidied(unit: unit)
    }

    private static func tidied(unit: String) throws(ValueError) -> String {
        guard unit.utf8.count <= ValueScanner.bytesMax else {
            throw .tooLong(.unit, limit: unitBytesMax)
        }
        let tidied = tidiedLine(unit)
        guard tidied.utf8.count <= unitBytesMax else { throw .tooLong(.unit, limit: unitBytesMax) }
        guard !hasControls(tidied) else { throw .malformed(.unit, unit) }
        return tidied
    }
}

extension Quantity: Hashable {
    public static func == (left: Quantity, right: Quantity) -> Bool {
        left.value == right.value && left.upper == right.upper
            && left.qualifier == right.qualifier && left.unit.utf8.elementsEqual(right.unit.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(value)
        hasher.combine(upper)
        hasher.combine(qualifier)
        for byte in unit.utf8 { hasher.combine(byte) }
    }
}
