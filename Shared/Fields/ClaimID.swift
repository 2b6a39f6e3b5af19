/// The name of one claim within its field: eight random bytes.
public struct ClaimID: Hashable, Sendable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Most significant byte first.
    public var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(8)
        for shift in [56, 48, 40, 32, 24, 16, 8, 0] as [UInt64] {
            result.append(UInt8(truncatingIfNeeded: rawValue >> shift))
        }
        return result
    }

    /// Nil unless there are exactly eight bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 8 else { return nil }
        var value: UInt64 = 0
        for byte in bytes { value = value << 8 | UInt64(byte) }
        rawValue = value
    }

    /// Thirteen characters of Crockford's base 32, the first 0...F.
    public var text: String {
        var characters: [UInt8] = []
        characters.reserveCapacity(13)
        for position in 0..<13 {
            let digit = Int(truncatingIfNeeded: rawValue >> UInt64(60 - position * 5) & 31)
            characters.append(Self.digits[digit])
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// Reads thirteen characters, lower case allowed, I and L read as 1 and O as 0.
    public init?(text: String) {
        guard text.utf8.count == 13 else { return nil }
        var value: UInt64 = 0
        var isFirst = true
        for character in text.utf8 {
            guard let digit = Self.value(of: character) else { return nil }
            if isFirst, digit > 15 { return nil }
            isFirst = false
            value = value << 5 | digit
        }
        rawValue = value
    }

    private static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    private static func value(of character: UInt8) -> UInt64? {
        let upper = (0x61...0x7A).contains(character) ? character - 0x20 : character
        switch upper {
        case UInt8(ascii: "O"): return 0
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
        default: return digits.firstIndex(of: upper).map { UInt64($0) }
        }
    }
}
