/// Recognises at a glance the values that are nearly always sent, without taking them apart.
///
/// It says yes only to what the full check would take too; to anything out of the ordinary it says
/// nothing, and the full check decides.
struct PlainCell {
    /// The text's UTF-8 within the cell.
    let content: ArraySlice<UInt8>

    /// Nil for what is no short text in its only encoding.
    init?(_ cell: ArraySlice<UInt8>) {
        guard let initial = cell.first, initial >> 5 == 3 else { return nil }
        var start = cell.startIndex + 1
        var count = Int(initial & 0x1F)
        if count == 24 {
            guard start < cell.endIndex, cell[start] >= 24 else { return nil }
            count = Int(cell[start])
            start += 1
        } else if count > 24 {
            return nil
        }
        guard cell.endIndex - start == count else { return nil }
        content = cell[start...]
    }

    /// Whether the text is certainly a value of this type in canonical form.
    func isCertainly(_ type: ScalarType) -> Bool {
        switch type {
        case .text, .email, .telephone: isLine
        case .url: isLine && !content.contains(UInt8(ascii: "@"))
        case .enumeration: content.count <= 40 && content.allSatisfy { $0 < 0x80 }
        case .number: isInteger
        case .date: isDay
        default: false
        }
    }

    /// Whether the text is a line of letters that never combine: Latin, and those of Vietnamese.
    ///
    /// It has at most 255 bytes, so at most as many characters as a line may have.
    private var isLine: Bool {
        var index = content.startIndex
        while index < content.endIndex {
            switch content[index] {
            case 0x20...0x7E: index += 1
            case 0xC2:
                // U+00A0 to U+00BF; those before are control characters.
                guard isContinued(index + 1, from: 0xA0) else { return false }
                index += 2
            case 0xC3...0xCB:
                // U+00C0 to U+02FF.
                guard isContinued(index + 1, from: 0x80) else { return false }
                index += 2
            case 0xE1:
                // U+1E00 to U+1EFF.
                guard isContinued(index + 1, from: 0xB8), content[index + 1] <= 0xBB,
                    isContinued(index + 2, from: 0x80)
                else { return false }
                index += 3
            default: return false
            }
        }
        return true
    }

    private func isContinued(_ index: Int, from least: UInt8) -> Bool {
        index < content.endIndex && (least...0xBF).contains(content[index])
    }

    /// Whether the text is a whole number above zero of at most 15 digits.
    private var isInteger: Bool {
        guard let first = content.first, first != UInt8(ascii: "0"), content.count <= 15 else {
            return false
        }
        return content.allSatisfy { isASCIIDigit($0) }
    }

    /// Whether the text is a day up to the 28th of a month, from the year 1000 on.
    private var isDay: Bool {
        guard content.count == 10, content.first != UInt8(ascii: "0") else { return false }
        var numbers = [0, 0, 0]
        for (offset, byte) in content.enumerated() {
            if offset == 4 || offset == 7 {
                guard byte == UInt8(ascii: "-") else { return false }
            } else {
                guard isASCIIDigit(byte) else { return false }
                let part = offset < 4 ? 0 : offset < 7 ? 1 : 2
                numbers[part] = numbers[part] * 10 + Int(byte - UInt8(ascii: "0"))
            }
        }
        return (1...12).contains(numbers[1]) && (1...28).contains(numbers[2])
    }
}
