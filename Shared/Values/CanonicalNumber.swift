/// The beginning that the canonical forms of quantities and sums share: qualifier and number.
struct CanonicalNumber {
    let qualifier: Qualifier
    let value: DecimalNumber
    let upper: DecimalNumber?
    /// What stands behind the number, after one space; empty if nothing does.
    let rest: String

    init?(_ canonical: String) {
        let bytes = Array(canonical.utf8)
        guard let first = bytes.first else { return nil }
        var start = 0
        var qualifier = Qualifier.exact
        if !isASCIIDigit(first), first != UInt8(ascii: "-") {
            let end = bytes.firstIndex(of: space) ?? bytes.count
            let code = String(decoding: bytes[..<end], as: UTF8.self)
            guard let found = Qualifier(code: code), found != .exact, end < bytes.count
            else { return nil }
            qualifier = found
            start = end + 1
        }
        let end = bytes[start...].firstIndex(of: space) ?? bytes.count
        let number = bytes[start..<end]
        guard let numbers = Self.numbers(number) else { return nil }
        self.qualifier = qualifier
        value = numbers.value
        upper = numbers.upper
        rest = end < bytes.count ? String(decoding: bytes[(end + 1)...], as: UTF8.self) : ""
        if end < bytes.count, rest.utf8.isEmpty { return nil }
    }

    private static func numbers(
        _ bytes: ArraySlice<UInt8>
    ) -> (value: DecimalNumber, upper: DecimalNumber?)? {
        let point = UInt8(ascii: ".")
        let cut = bytes.indices.dropLast().first { bytes[$0] == point && bytes[$0 + 1] == point }
        let front = String(decoding: bytes[..<(cut ?? bytes.endIndex)], as: UTF8.self)
        guard let value = DecimalNumber(canonical: front) else { return nil }
        guard let cut else { return (value, nil) }
        let back = String(decoding: bytes[(cut + 2)...], as: UTF8.self)
        guard let upper = DecimalNumber(canonical: back) else { return nil }
        return (value, upper)
    }
}
