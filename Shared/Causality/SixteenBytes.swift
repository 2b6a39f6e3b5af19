/// An identifier of sixteen bytes, printed as 26 characters of Crockford's base 32.
///
/// Source of the alphabet: the ULID specification (Crockford, "Base 32").
public protocol SixteenBytes: Hashable, Sendable {
    var high: UInt64 { get }
    var low: UInt64 { get }
    init(high: UInt64, low: UInt64)
}

extension SixteenBytes {
    /// The identifier's bytes, most significant first.
    public var bytes: [UInt8] {
        [UInt8](count: 16) { index in
            let half = index < 8 ? high : low
            return UInt8(truncatingIfNeeded: half >> UInt64((7 - index % 8) * 8))
        }
    }

    /// Reads an identifier from exactly sixteen bytes.
    @inlinable
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var words: (high: UInt64, low: UInt64) = (0, 0)
        for byte in bytes {
            words.high = words.high << 8 | words.low >> 56
            words.low = words.low << 8 | UInt64(byte)
        }
        self.init(high: words.high, low: words.low)
    }

    /// 26 characters: the first is 0…7, letters are upper case without I, L, O and U.
    public var text: String {
        var characters: [UInt8] = []
        characters.reserveCapacity(26)
        for position in 0..<26 {
            characters.append(crockfordDigits[Int(fiveBits(at: position))])
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The last six characters of ``text``: how lists name it for people.
    public var shortText: String {
        String(decoding: text.utf8.suffix(6), as: UTF8.self)
    }

    /// Reads 26 characters, lower case allowed, I and L read as 1 and O as 0.
    public init?(text: String) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        var count = 0
        for character in text.utf8 {
            guard let value = crockfordValue(of: character) else { return nil }
            count += 1
            if count == 1, value > 7 { return nil }
            high = high << 5 | low >> 59
            low = low << 5 | UInt64(value)
        }
        guard count == 26 else { return nil }
        self.init(high: high, low: low)
    }

    /// The five bits behind one printed character; the 130 bits printed begin with two zeros.
    private func fiveBits(at position: Int) -> UInt8 {
        let shift = (25 - position) * 5
        if shift >= 64 {
            return UInt8(truncatingIfNeeded: high >> UInt64(shift - 64)) & 31
        }
        let fromLow = low >> UInt64(shift)
        let fromHigh = shift > 59 ? high << UInt64(64 - shift) : 0
        return UInt8(truncatingIfNeeded: fromLow | fromHigh) & 31
    }
}

private let crockfordDigits: [UInt8] = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

/// The value of one Crockford digit, or nil.
private func crockfordValue(of character: UInt8) -> UInt8? {
    let upper = character >= 0x61 && character <= 0x7A ? character - 0x20 : character
    switch upper {
    case 0x30...0x39: return upper - 0x30
    case 0x49, 0x4C: return 1
    case 0x4F: return 0
    default:
        guard let index = crockfordDigits.firstIndex(of: upper) else { return nil }
        return UInt8(truncatingIfNeeded: index)
    }
}

extension [UInt8] {
    /// An array of `count` bytes, each given by its index.
    init(count: Int, byte: (Int) -> UInt8) {
        self = []
        reserveCapacity(count)
        for index in 0..<count { append(byte(index)) }
    }
}
