/// An exact decimal number of at most 38 digits, for counts and sums of money.
///
/// 0.10 and 0.1 are one number, and zero has no sign. Kept as digits, as `Int128` needs library calls
/// that Embedded Swift for WebAssembly does not bring along.
public struct DecimalNumber: Hashable, Sendable {
    /// The most digits in plain writing, before and behind the decimal sign together; a single zero
    /// before it does not count.
    public static let digitsMax = 38

    public static let zero = DecimalNumber(0)

    public let isNegative: Bool
    /// The most significant first, none of them leading; empty is zero.
    let digits: [UInt8]
    /// How many of the digits are behind the decimal sign; these do not end in a zero.
    let scale: Int

    public init(_ integer: Int64) {
        isNegative = integer < 0
        scale = 0
        var digits: [UInt8] = []
        var rest = integer.magnitude
        while rest > 0 {
            digits.append(UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        }
        digits.reverse()
        self.digits = digits
    }

    /// Brings any digits into the one form; nil if there are too many.
    init?(isNegative: Bool, digits: [UInt8], scale: Int) {
        var end = digits.count
        var scale = scale
        while scale > 0, end > 0, digits[end - 1] == 0 {
            scale -= 1
            end -= 1
        }
        let kept = digits[..<end].drop { $0 == 0 }
        if kept.isEmpty { scale = 0 }
        guard kept.count <= Self.digitsMax, scale <= Self.digitsMax else { return nil }
        self.isNegative = isNegative && !kept.isEmpty
        self.digits = Array(kept)
        self.scale = scale
    }

    public var isZero: Bool { digits.isEmpty }

    /// The value, if it is whole and fits.
    public var integer: Int64? {
        guard scale == 0, digits.count <= 19 else { return nil }
        // Nineteen digits fit in 64 bits without sign.
        let magnitude = digits.reduce(into: UInt64(0)) { $0 = $0 &* 10 &+ UInt64($1) }
        if !isNegative { return Int64(exactly: magnitude) }
        return magnitude <= Int64.min.magnitude ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }
}

extension DecimalNumber: Comparable {
    public static func < (left: DecimalNumber, right: DecimalNumber) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        let isSmaller = left.isNegative ? right.isCloserToZero(than: left) : nil
        return isSmaller ?? left.isCloserToZero(than: right)
    }

    func isCloserToZero(than other: DecimalNumber) -> Bool {
        let (left, right) = aligned(with: other)
        return left.lexicographicallyPrecedes(right)
    }

    /// The digits of both, with as many before and behind the decimal sign.
    func aligned(with other: DecimalNumber) -> (left: [UInt8], right: [UInt8]) {
        let scale = max(scale, other.scale)
        let whole = max(digits.count - self.scale, other.digits.count - other.scale, 0)
        return (
            padded(whole: whole, scale: scale), other.padded(whole: whole, scale: scale)
        )
    }

    private func padded(whole: Int, scale: Int) -> [UInt8] {
        let behind = scale - self.scale
        let front = whole + scale - digits.count - behind
        return [UInt8](repeating: 0, count: front) + digits + [UInt8](repeating: 0, count: behind)
    }
}
