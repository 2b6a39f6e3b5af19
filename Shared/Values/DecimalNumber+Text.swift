extension DecimalNumber {
    /// The form in storage and exchange: `-1200000.5`, without separators and needless zeros.
    public var canonical: String {
        text(separator: nil, decimal: UInt8(ascii: "."), fractionMin: 0)
    }

    /// The number whose canonical form is exactly this; `0.10` is none.
    public init?(canonical: String) {
        guard let number = DecimalNumber(plain: canonical) else { return nil }
        guard number.canonical.utf8.elementsEqual(canonical.utf8) else { return nil }
        self = number
    }

    /// The number in plain digits, with a point and perhaps with needless zeros: `-0.10`.
    ///
    /// For numbers that programs write; what people type is read by ``init(parsing:style:)``.
    public init?(plain text: String) {
        guard text.utf8.count <= ValueScanner.bytesMax else { return nil }
        var digits: [UInt8] = []
        var point: Int?
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        for byte in text.utf8.dropFirst(isNegative ? 1 : 0) {
            if isASCIIDigit(byte) {
                digits.append(byte - UInt8(ascii: "0"))
            } else {
                guard byte == UInt8(ascii: "."), point == nil, !digits.isEmpty else { return nil }
                point = digits.count
            }
        }
        guard !digits.isEmpty, point != digits.count else { return nil }
        let scale = point.map { digits.count - $0 } ?? 0
        self.init(isNegative: isNegative, digits: digits, scale: scale)
    }

    /// As people read it: vi `1.200.000,5`, en `1,200,000.5`.
    ///
    /// A fraction has `fractionMin` digits at least; whole numbers get none.
    public func display(in language: DisplayLanguage, fractionMin: Int = 0) -> String {
        let point = UInt8(ascii: ".")
        let comma = UInt8(ascii: ",")
        return switch language {
        case .vi: text(separator: point, decimal: comma, fractionMin: fractionMin)
        case .en: text(separator: comma, decimal: point, fractionMin: fractionMin)
        }
    }

    /// Reads what people type: `400000`, `1.200.000`, `1,200,000.5`, `1,2`, `1 200 000`, and words of
    /// scale, as in `1,2 tỷ`.
    ///
    /// - Throws: ``ValueError/ambiguousNumber(given:readings:)`` for `400.000` and `1,200` unless `style`
    ///   decides, ``ValueError/tooManyDigits(given:limit:)``, ``ValueError/malformed(_:given:example:)``.
    public init(parsing text: String, style: NumberStyle = .undecided) throws(ValueError) {
        var scanner = try ValueScanner(text, .number)
        let reader = NumberReader(style: style, allowsSpaces: true)
        guard let number = try reader.take(from: &scanner, .number), scanner.isAtEnd
        else { throw .malformed(.number, text) }
        self = number
    }

    private func text(separator: UInt8?, decimal: UInt8, fractionMin: Int) -> String {
        var bytes: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
        let whole = digits.dropLast(scale)
        if whole.isEmpty { bytes.append(UInt8(ascii: "0")) }
        for (position, digit) in whole.enumerated() {
            if let separator, position > 0, (whole.count - position) % 3 == 0 {
                bytes.append(separator)
            }
            bytes.append(digit + UInt8(ascii: "0"))
        }
        if scale > 0 {
            bytes.append(decimal)
            let zero = UInt8(ascii: "0")
            bytes += [UInt8](repeating: zero, count: max(scale - digits.count, 0))
            for digit in digits.suffix(scale) { bytes.append(digit + zero) }
            bytes += [UInt8](repeating: zero, count: max(fractionMin - scale, 0))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
