/// A currency by its three letters, of today or of the past: EUR, VND, DEM; or that none is stated.
///
/// Source: ISO 4217, lists one and three; without the codes for funds, bonds, metals and tests.
public struct CurrencyCode: Hashable, Sendable {
    /// The letters as the digits of a number, so that codes compare fast.
    private let packed: UInt32

    /// What stands for a currency that nobody has stated: `XXX`; it may be any, so that no two amounts
    /// of it are added.
    public static let notStated = CurrencyCode(packed: 0x585858)

    private init(packed: UInt32) { self.packed = packed }

    /// The currency with exactly this code, in capital letters.
    public init?(code: String) {
        guard let packed = Self.pack(code.utf8) else { return nil }
        let isKnown = CurrencyTable.current.contains(packed) || CurrencyTable.past.contains(packed)
        guard isKnown else { return nil }
        self.packed = packed
    }

    /// Reads a code in whichever case, a sign (`€`, `₫`, `$` as US dollar, `£`) or a name (`euro`, `đồng`).
    ///
    /// - Throws: ``ValueError/unknownCurrency(given:example:)``.
    public init(parsing text: String) throws(ValueError) {
        var scanner = try ValueScanner(text, .currency)
        guard let currency = Self.take(from: &scanner), scanner.isAtEnd
        else { throw .unknownCurrency(given: text, example: ValueKind.currency.example) }
        self = currency
    }

    /// The three capital letters.
    public var code: String {
        var code = ""
        for shift: UInt32 in [16, 8, 0] {
            code.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: packed >> shift)))
        }
        return code
    }

    /// What people call it: its code, or that it is not stated.
    var labels: Labels {
        guard self == .notStated else { return Labels(vi: code, en: code) }
        return Labels(vi: "chưa rõ loại tiền", en: "currency not stated")
    }

    /// How many decimal digits the smaller unit takes: 2 for EUR, 0 for VND.
    public var minorDigits: Int {
        if CurrencyTable.withoutFraction.contains(packed) { return 0 }
        return CurrencyTable.inThousandths.contains(packed) ? 3 : 2
    }

    /// Whether the currency is no longer in use.
    public var isPast: Bool { !CurrencyTable.current.contains(packed) }

    /// Takes a code, a sign or a name; nil, and nothing is taken, if there is none that is known.
    static func take(from scanner: inout ValueScanner) -> CurrencyCode? {
        let start = scanner.index
        for (sign, code) in CurrencyTable.signs where scanner.take(sign) {
            return CurrencyCode(code: code)
        }
        for (name, code) in CurrencyTable.names where scanner.takeWord(name) {
            return CurrencyCode(code: code)
        }
        let letters = (0..<3).compactMap { scanner.peek($0) }.map { $0 & 0xDF }
        if let currency = CurrencyCode(code: String(decoding: letters, as: UTF8.self)) {
            scanner.index += 3
            if scanner.isWordEnd { return currency }
        }
        scanner.index = start
        return nil
    }

    static func pack(_ letters: some Sequence<UInt8>) -> UInt32? {
        var packed: UInt32 = 0
        for byte in letters {
            guard byte >= UInt8(ascii: "A"), byte <= UInt8(ascii: "Z"), packed <= 0xFFFF
            else { return nil }
            packed = packed << 8 | UInt32(byte)
        }
        return packed > 0xFFFF ? packed : nil
    }
}
