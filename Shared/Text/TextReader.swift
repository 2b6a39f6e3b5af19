@_spi(_Unicode) import Swift

/// Reads a text element by element, in any normalisation form, without building a normalised copy.
///
/// Format characters (joiners, soft hyphens, direction marks) are left out and do not part words;
/// marks without a letter are left out too.
struct TextReader {
    /// Marks on one letter beyond this number are ignored; it bounds the time for hostile stacks.
    static let marksPerLetterMax = 16

    private var scalars: String.UnicodeScalarView.Iterator
    private var peeked: Unicode.Scalar?
    /// UTF-8 bytes taken so far.
    private var offset = 0
    /// Further elements of a scalar that stands for several, the next one last.
    private var waiting: [TextElement] = []
    private var marks: [UInt32] = []

    init(_ text: String) {
        scalars = text.unicodeScalars.makeIterator()
        peeked = scalars.next()
    }

    mutating func next() -> TextElement? {
        if !waiting.isEmpty { return waiting.popLast() }
        while let scalar = peeked {
            let start = offset
            advance(past: scalar)
            if let element = element(scalar, from: start) { return element }
        }
        return nil
    }

    private mutating func advance(past scalar: Unicode.Scalar) {
        offset += UTF8.width(scalar)
        peeked = scalars.next()
    }

    private mutating func element(_ scalar: Unicode.Scalar, from start: Int) -> TextElement? {
        let value = scalar.value
        if value < 0x80 {
            return ascii(value, from: start)
        }
        if let letter = VietnameseLetter(value) {
            var element = TextElement(
                kind: .letter,
                base: UInt32(letter.base),
                shape: letter.shape,
                tone: letter.tone,
                isUppercase: letter.isUppercase,
                start: start,
                end: offset
            )
            absorbMarks(into: &element)
            return element
        }
        return other(scalar, from: start)
    }

    private mutating func ascii(_ value: UInt32, from start: Int) -> TextElement {
        switch value {
        case 0x61...0x7A:
            return letter(value, isUppercase: false, from: start)
        case 0x41...0x5A:
            return letter(value + 0x20, isUppercase: true, from: start)
        case 0x30...0x39:
            return TextElement(kind: .digit, base: value - 0x30, start: start, end: offset)
        default:
            return TextElement(kind: .separator, base: value, start: start, end: offset)
        }
    }

    private mutating func letter(
        _ base: UInt32,
        isUppercase: Bool,
        from start: Int
    ) -> TextElement {
        var element = TextElement(
            kind: .letter,
            base: base,
            isUppercase: isUppercase,
            start: start,
            end: offset
        )
        absorbMarks(into: &element)
        return element
    }

    /// Scalars outside ASCII and Vietnamese.
    private mutating func other(_ scalar: Unicode.Scalar, from start: Int) -> TextElement? {
        let value = scalar.value
        if value >= 0xFF01, value <= 0xFF5E {
            return ascii(value - 0xFEE0, from: start)
        }
        if let digit = Self.raisedDigit(value) {
            return TextElement(kind: .digit, base: digit, start: start, end: offset)
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .letterNumber:
            return decompose(scalar, from: start)
        case .decimalNumber:
            return TextElement(
                kind: .digit,
                base: Self.decimalDigit(value),
                start: start,
                end: offset
            )
        case .nonspacingMark, .spacingMark, .enclosingMark:
            return nil
        case .format where value != 0x200B:
            return nil
        default:
            return TextElement(kind: .separator, base: value, start: start, end: offset)
        }
    }

    /// Superscript and subscript digits, as in m² and CO₂.
    private static func raisedDigit(_ value: UInt32) -> UInt32? {
        switch value {
        case 0xB2, 0xB3: value - 0xB0
        case 0xB9: 1
        case 0x2070, 0x2074...0x2079: value - 0x2070
        case 0x2080...0x2089: value - 0x2080
        default: nil
        }
    }

    /// The value of a decimal digit of any script.
    ///
    /// Unicode keeps them in runs of ten, from 0 to 9, some of which touch; the property with the value
    /// is a floating-point number and would need a library for mathematics.
    private static func decimalDigit(_ value: UInt32) -> UInt32 {
        var first = value
        while first > 0x80, let before = Unicode.Scalar(first - 1),
            before.properties.generalCategory == .decimalNumber
        {
            first -= 1
        }
        return (value - first) % 10
    }

    /// Takes apart any other letter: canonical decomposition, then case folding of each part.
    ///
    /// The last part also has the marks that follow in the text; parts behind the first are queued.
    private mutating func decompose(_ scalar: Unicode.Scalar, from start: Int) -> TextElement? {
        var parts: [TextElement] = []
        for part in String(Character(scalar))._nfd {
            if Self.isMark(part), var last = parts.popLast() {
                last.extras.append(part.value)
                parts.append(last)
            } else {
                parts += Self.caseFolded(part, start..<max(start, offset))
            }
        }
        for index in parts.indices.dropLast() where !parts[index].extras.isEmpty {
            parts[index].carry(Self.canonicallyOrdered(parts[index].extras))
        }
        guard var last = parts.popLast() else { return nil }
        absorbMarks(into: &last)
        parts.append(last)
        waiting = parts.reversed()
        return waiting.popLast()
    }

    private static func caseFolded(
        _ scalar: Unicode.Scalar,
        _ place: Range<Int>
    ) -> [TextElement] {
        let isUppercase = scalar.properties.isUppercase
        func letter(_ base: UInt32, mark: UInt32?) -> TextElement {
            TextElement(
                kind: .letter,
                base: base,
                isUppercase: isUppercase,
                extras: mark.map { [$0] } ?? [],
                start: place.lowerBound,
                end: place.upperBound
            )
        }
        if let ligature = LatinLigature(scalar.value) {
            let first = UInt32(ligature.first)
            guard let second = ligature.second else { return [letter(first, mark: ligature.mark)] }
            return [letter(first, mark: nil), letter(UInt32(second), mark: ligature.mark)]
        }
        return caseFolded(scalar).unicodeScalars.map { letter($0.value, mark: nil) }
    }

    /// Case folding by way of the upper case, which also unites ς with σ.
    private static func caseFolded(_ scalar: Unicode.Scalar) -> String {
        var folded = ""
        for upper in scalar.properties.uppercaseMapping.unicodeScalars {
            folded += upper.properties.lowercaseMapping
        }
        return folded
    }

    private mutating func absorbMarks(into element: inout TextElement) {
        let isFollowed = peeked.map(Self.isMark) ?? false
        if !isFollowed, element.extras.isEmpty { return }
        marks.removeAll(keepingCapacity: true)
        if let shape = element.shape.mark { marks.append(shape) }
        if let tone = element.tone.mark { marks.append(tone) }
        marks.append(contentsOf: element.extras)
        while let mark = peeked, Self.isMark(mark) {
            advance(past: mark)
            if mark.properties.isDefaultIgnorableCodePoint { continue }
            if marks.count >= Self.marksPerLetterMax { continue }
            if mark.value < 0x340 {
                marks.append(mark.value)
            } else {
                for part in String(Character(mark))._nfd { marks.append(part.value) }
            }
        }
        element.end = offset
        element.carry(Self.canonicallyOrdered(marks))
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x300 { return false }
        if value < 0x370 { return true }
        if value < 0x483 || (value >= 0x1E00 && value < 0x20D0) { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return true
        default: return false
        }
    }

    /// The canonical ordering algorithm of Unicode, section 3.11, on the marks of one letter.
    private static func canonicallyOrdered(_ marks: [UInt32]) -> [UInt32] {
        if marks.count < 2 { return marks }
        var sorted: [(mark: UInt32, combiningClass: UInt8)] = []
        for mark in marks {
            let combiningClass = Unicode.Scalar(mark)?.properties.canonicalCombiningClass.rawValue
            let new = (mark: mark, combiningClass: combiningClass ?? 0)
            var index = sorted.count
            while index > 0, new.combiningClass != 0,
                sorted[index - 1].combiningClass > new.combiningClass
            {
                index -= 1
            }
            sorted.insert(new, at: index)
        }
        return sorted.map { $0.mark }
    }
}
