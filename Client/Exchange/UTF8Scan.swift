/// How far bytes are UTF-8: what tells a damaged file from one in another encoding.
struct UTF8Scan {
    /// Where the first byte stands that is no UTF-8, both from 1; nil where all are.
    private(set) var firstMistake: (line: Int, column: Int)?
    /// Sequences of several bytes that are valid.
    private var sequences = 0
    /// Stretches of bytes that are not.
    private var mistakes = 0

    init(_ bytes: ArraySlice<UInt8>) {
        var place = bytes.startIndex
        var (line, column) = (1, 1)
        var isWithinMistake = false
        while place < bytes.endIndex {
            let length = Self.length(of: bytes[place...].prefix(4))
            if length == 0 {
                if firstMistake == nil { firstMistake = (line, column) }
                if !isWithinMistake { mistakes += 1 }
            } else if length > 1 {
                sequences += 1
            }
            isWithinMistake = length == 0
            (line, column) = bytes[place] == 0x0A ? (line + 1, 1) : (line, column + 1)
            place += max(length, 1)
        }
    }

    /// Whether it is UTF-8 but for some bytes; in other encodings hardly any sequence is valid.
    var isLikelyUTF8: Bool { sequences > 0 && sequences >= mistakes }

    /// The bytes of the character at the beginning; 0 where there is none (Unicode, table 3-7).
    private static func length(of bytes: ArraySlice<UInt8>) -> Int {
        guard let first = bytes.first else { return 0 }
        let (length, second): (Int, ClosedRange<UInt8>) =
            switch first {
            case 0x00...0x7F: (1, 0x80...0xBF)
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1...0xEF: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: (0, 0x80...0xBF)
            }
        guard length > 1 else { return length }
        let rest = bytes.dropFirst().prefix(length - 1)
        guard rest.count == length - 1, let next = rest.first, second.contains(next) else {
            return 0
        }
        return rest.dropFirst().allSatisfy { (0x80...0xBF).contains($0) } ? length : 0
    }
}
