/// Reads a number as people write it, with points, commas or spaces in it, and words of scale behind.
struct NumberReader {
    let style: NumberStyle
    /// Whether spaces may part the thousands: only where no digit can follow a number otherwise.
    let allowsSpaces: Bool

    /// Takes a number with its sign and its words of scale; nil, and nothing is taken, if there is none.
    func take(
        from scanner: inout ValueScanner,
        _ kind: ValueKind
    ) throws(ValueError) -> DecimalNumber? {
        let start = scanner.index
        guard let number = try takeWithoutScale(from: &scanner, kind) else { return nil }
        let exponent = ScaleWord.take(from: &scanner)
        guard let scaled = number.scaled(by: exponent) else {
            throw tooManyDigits(scanner.text(from: start))
        }
        return scaled
    }

    /// Takes a number with its sign; nil, and nothing is taken, if there is none.
    func takeWithoutScale(
        from scanner: inout ValueScanner,
        _ kind: ValueKind
    ) throws(ValueError) -> DecimalNumber? {
        let start = scanner.index
        let isNegative = scanner.take("-") || scanner.take("−")
        if !isNegative { _ = scanner.take("+") }
        guard scanner.isDigit() else {
            scanner.index = start
            return nil
        }
        let (groups, separators) = takeGroups(from: &scanner)
        let given = scanner.text(from: start)
        let number = { (whole: Int) throws(ValueError) in
            let digits = groups.flatMap { $0 }
            let scale = groups[whole...].reduce(0) { $0 + $1.count }
            guard
                let number = DecimalNumber(isNegative: isNegative, digits: digits, scale: scale)
            else { throw tooManyDigits(given) }
            return number
        }
        switch Self.reading(groups, separators) {
        case .whole: return try number(groups.count)
        case .fraction: return try number(groups.count - 1)
        case .either(let separator):
            if let isGrouping = style.groups(with: separator) {
                return try number(isGrouping ? groups.count : groups.count - 1)
            }
            let readings = [try number(2).canonical, try number(1).canonical]
            throw .ambiguousNumber(given: given, readings: readings)
        case .none: throw .malformed(kind, given)
        }
    }

    private enum Reading {
        /// All separators part thousands.
        case whole
        /// The last separator is the decimal sign.
        case fraction
        /// The only separator can be both.
        case either(UInt8)
    }

    /// What the separators can mean; nil if nothing.
    private static func reading(_ groups: [[UInt8]], _ separators: [UInt8]) -> Reading? {
        guard let last = separators.last else { return .whole }
        let others = separators.dropLast()
        if let first = others.first {
            guard others.allSatisfy({ $0 == first }) else { return nil }
            if first == last { return isGrouped(groups[...]) ? .whole : nil }
            return last != space && isGrouped(groups.dropLast()) ? .fraction : nil
        }
        if last == space { return .whole }
        return isGrouped(groups[...]) ? .either(last) : .fraction
    }

    /// Whether the first has one to three digits and no zero in front, and all others have three.
    private static func isGrouped(_ groups: ArraySlice<[UInt8]>) -> Bool {
        guard let first = groups.first, first.count <= 3, first.first != 0 else { return false }
        return groups.dropFirst().allSatisfy { $0.count == 3 }
    }

    /// Takes digits with single separators between them.
    private func takeGroups(
        from scanner: inout ValueScanner
    ) -> (groups: [[UInt8]], separators: [UInt8]) {
        var groups = [scanner.takeDigits()]
        var separators: [UInt8] = []
        while let byte = scanner.peek(), scanner.isDigit(1) {
            switch byte {
            case UInt8(ascii: "."), UInt8(ascii: ","): break
            case space where allowsSpaces:
                let isGroup = scanner.isDigit(2) && scanner.isDigit(3) && !scanner.isDigit(4)
                let isFirst = separators.isEmpty && (groups[0].count <= 3 && groups[0].first != 0)
                guard isGroup, isFirst || separators.last == space else {
                    return (groups, separators)
                }
            default: return (groups, separators)
            }
            separators.append(byte)
            scanner.index += 1
            groups.append(scanner.takeDigits())
        }
        return (groups, separators)
    }

    private func tooManyDigits(_ given: String) -> ValueError {
        .tooManyDigits(given: given, limit: DecimalNumber.digitsMax)
    }
}
