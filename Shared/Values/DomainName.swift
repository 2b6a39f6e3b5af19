/// The name of a host in an address, checked for its form only.
///
/// Source: RFC 1035, 2.3.1 and 2.3.4; RFC 5890 for letters outside of ASCII, which are kept.
enum DomainName {
    static let bytesMax = 253
    static let labelBytesMax = 63

    /// Whether `name` is two labels or more, none of them empty, the last not a number.
    static func isValid(_ name: ArraySlice<UInt8>) -> Bool {
        guard name.count <= bytesMax else { return false }
        let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count >= 2, let last = labels.last else { return false }
        return labels.allSatisfy(isLabel) && !last.allSatisfy(isASCIIDigit)
    }

    /// Whether `name` is four numbers up to 255.
    static func isAddress(_ name: ArraySlice<UInt8>) -> Bool {
        let parts = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.count) && part.allSatisfy(isASCIIDigit)
                    && UInt8(String(decoding: part, as: UTF8.self)) != nil
            }
    }

    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        guard let first = label.first, let last = label.last, label.count <= labelBytesMax
        else { return false }
        return first != hyphen && last != hyphen
            && label.allSatisfy { byte in
                isASCIILetter(byte) || isASCIIDigit(byte) || byte == hyphen || byte >= 0x80
            }
    }
}
