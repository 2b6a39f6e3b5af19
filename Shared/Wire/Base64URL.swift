// base64url without padding (RFC 4648, section 5), in its one canonical form.

private let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

/// The bytes in base64url, four characters for three bytes, without padding.
func base64URL(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count * 4 + 2) / 3)
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        bits <<= UInt32(24 - 8 * group.count)
        for place in 0...group.count {
            result.append(digits[Int(bits >> UInt32(18 - 6 * place)) & 63])
        }
    }
    return String(decoding: result, as: UTF8.self)
}

extension [UInt8] {
    /// The bytes that a text in base64url stands for; nil for any other character, a length that no bytes have, and
    /// bits that are over.
    init?(base64URL text: String) {
        var result: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for character in text.utf8 {
            guard let digit = digits.firstIndex(of: character) else { return nil }
            bits = bits << 6 | UInt32(digit)
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            bits &= 1 << UInt32(count) - 1
        }
        guard count < 6, bits == 0 else { return nil }
        self = result
    }
}
