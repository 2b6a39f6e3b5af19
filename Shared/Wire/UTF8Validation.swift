/// Where the first ill-formed UTF-8 sequence in `bytes` begins; nil if there is none.
///
/// Source: The Unicode Standard, table 3-7 (no surrogates, nothing over-long, nothing above
/// U+10FFFF).
@usableFromInline
func firstInvalidUTF8(in bytes: ArraySlice<UInt8>) -> Int? {
    firstInvalidUTF8(in: bytes.span).map { bytes.startIndex + $0 }
}

private func firstInvalidUTF8(in bytes: Span<UInt8>) -> Int? {
    var index = 0
    while index < bytes.count {
        let first = bytes[index]
        if first < 0x80 {
            index += 1
            continue
        }
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xbf
        switch first {
        case 0xc2...0xdf: length = 2
        case 0xe0: (length, second) = (3, 0xa0...0xbf)
        case 0xed: (length, second) = (3, 0x80...0x9f)
        case 0xe1...0xef: length = 3
        case 0xf0: (length, second) = (4, 0x90...0xbf)
        case 0xf1...0xf3: length = 4
        case 0xf4: (length, second) = (4, 0x80...0x8f)
        default: return index
        }
        guard bytes.count - index >= length, second.contains(bytes[index + 1]) else {
            return index
        }
        for offset in 2..<max(length, 2) where bytes[index + offset] & 0xc0 != 0x80 {
            return index
        }
        index += length
    }
    return nil
}
