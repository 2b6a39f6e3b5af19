extension DecimalNumber {
    public var negated: DecimalNumber {
        DecimalNumber(isNegative: !isNegative, digits: digits, scale: scale) ?? self
    }

    /// The exact sum.
    ///
    /// - Throws: ``ValueError/tooManyDigits(given:limit:)``.
    public func adding(_ other: DecimalNumber) throws(ValueError) -> DecimalNumber {
        let (left, right) = aligned(with: other)
        let scale = max(scale, other.scale)
        let sum: DecimalNumber? =
            if isNegative == other.isNegative {
                DecimalNumber(isNegative: isNegative, digits: Self.sum(left, right), scale: scale)
            } else if isCloserToZero(than: other) {
                DecimalNumber(
                    isNegative: other.isNegative,
                    digits: Self.difference(right, left),
                    scale: scale
                )
            } else {
                DecimalNumber(
                    isNegative: isNegative,
                    digits: Self.difference(left, right),
                    scale: scale
                )
            }
        guard let sum else {
            throw .tooManyDigits(given: canonical + " + " + other.canonical, limit: Self.digitsMax)
        }
        return sum
    }

    /// The exact difference.
    ///
    /// - Throws: ``ValueError/tooManyDigits(given:limit:)``.
    public func subtracting(_ other: DecimalNumber) throws(ValueError) -> DecimalNumber {
        try adding(other.negated)
    }

    /// How much of `whole` this is, in thousandths; 0 where either is not above zero.
    ///
    /// The first fifteen digits decide: it is meant for pictures.
    ///
    /// - Parameter whole: What counts as 1,000.
    /// - Returns: 0 to 1,000; 1,000 also for what is more than the whole.
    public func thousandths(of whole: DecimalNumber) -> Int {
        guard !isNegative, !isZero, !whole.isNegative, !whole.isZero else { return 0 }
        let (part, all) = aligned(with: whole)
        let start = all.firstIndex { $0 != 0 } ?? 0
        func leading(_ digits: [UInt8]) -> Int64 {
            digits[start...].prefix(15).reduce(Int64(0)) { $0 * 10 + Int64($1) }
        }
        guard part[..<start].allSatisfy({ $0 == 0 }) else { return 1000 }
        return Int(leading(part) * 1000 / leading(all))
    }

    /// The number times ten to the power of `exponent`, 0 or more; nil if that has too many digits.
    func scaled(by exponent: Int) -> DecimalNumber? {
        if isZero { return self }
        guard exponent <= 2 * Self.digitsMax else { return nil }
        let zeros = [UInt8](repeating: 0, count: max(exponent - scale, 0))
        return DecimalNumber(
            isNegative: isNegative,
            digits: digits + zeros,
            scale: max(scale - exponent, 0)
        )
    }

    /// The power of ten that the number is: 2 for 100; nil for other numbers, and for fractions.
    var powerOfTen: Int? {
        guard !isNegative, scale == 0, digits.first == 1 else { return nil }
        return digits.dropFirst().allSatisfy { $0 == 0 } ? digits.count - 1 : nil
    }

    /// Of as many digits each; the sum has one more.
    private static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: left.count + 1)
        var carry: UInt8 = 0
        for index in left.indices.reversed() {
            let digit = left[index] + right[index] + carry
            result[index + 1] = digit % 10
            carry = digit / 10
        }
        result[0] = carry
        return result
    }

    /// Of as many digits each, the first not less than the second.
    private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var result = left
        var borrow: UInt8 = 0
        for index in left.indices.reversed() {
            let subtrahend = right[index] + borrow
            borrow = left[index] < subtrahend ? 1 : 0
            result[index] = left[index] + 10 * borrow - subtrahend
        }
        return result
    }
}
