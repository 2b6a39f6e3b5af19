import Shared

/// Random trees and bytes for the codec tests, the same for the same seed (SplitMix64).
struct WireRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9e37_79b9_7f4a_7c15 }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    mutating func upTo(_ limit: Int) -> Int { Int.random(in: 0...limit, using: &self) }

    /// Small, or near one of the lengths at which the encoding changes.
    mutating func integer() -> UInt64 {
        let edges: [UInt64] = [0, 23, 24, 255, 256, 65535, 65536, 0xffff_ffff, 1 << 32, .max]
        switch upTo(2) {
        case 0: return UInt64(upTo(30))
        case 1: return edges[upTo(edges.count - 1)]
        default: return next() >> UInt64(upTo(63))
        }
    }

    mutating func bytes(upTo limit: Int) -> [UInt8] {
        (0..<upTo(limit)).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    mutating func text(upTo limit: Int) -> String {
        let edges: [Unicode.Scalar] = [
            "\u{0}", "\u{1f}", "\"", "\\", "\u{7f}", "\u{80}", "\u{9f}", "\u{7ff}", "\u{800}",
            "e", "\u{301}", "\u{e9}", "\u{2028}", "\u{2029}", "\u{d7ff}", "\u{e000}", "\u{feff}",
            "\u{fffd}", "\u{ffff}", "\u{10000}", "\u{10ffff}", "\r", "\n", "/", "\u{1f33e}",
        ]
        var text = ""
        for _ in 0..<upTo(limit) {
            let isEdge = upTo(3) == 0
            text.unicodeScalars.append(
                isEdge ? edges[upTo(edges.count - 1)] : Unicode.Scalar(UInt8(97 + upTo(25)))
            )
        }
        return text
    }

    /// A tree of at most `depth` containers inside each other.
    mutating func cbor(depth: Int = 5) -> CBORValue {
        switch upTo(depth > 0 ? 8 : 5) {
        case 0: return .unsigned(integer())
        case 1: return .negative(integer())
        case 2: return .bytes(bytes(upTo: 40))
        case 3: return .text(text(upTo: 40))
        case 4: return .boolean(upTo(1) == 0)
        case 5: return .null
        case 6: return .array((0..<upTo(6)).map { _ in cbor(depth: depth - 1) })
        default:
            var pairs: [CBORValue.Pair] = []
            for _ in 0..<upTo(6) {
                let pair = CBORValue.Pair(key: key(), value: cbor(depth: depth - 1))
                if !pairs.contains(where: { $0.key == pair.key }) { pairs.append(pair) }
            }
            return (try? CBORValue.map(sorting: pairs)) ?? .null
        }
    }

    /// An integer or a string.
    mutating func key() -> CBORValue {
        switch upTo(3) {
        case 0: .unsigned(integer())
        case 1: .negative(integer())
        case 2: .bytes(bytes(upTo: 4))
        default: .text(text(upTo: 6))
        }
    }

    mutating func json(depth: Int = 5) -> JSONValue {
        switch upTo(depth > 0 ? 6 : 4) {
        case 0: return .null
        case 1: return .boolean(upTo(1) == 0)
        case 2: return upTo(1) == 0 ? .unsigned(integer()) : .integer(-Int64(upTo(1000)))
        case 3: return .number(JSONNumber("-\(upTo(99)).\(upTo(99))E+\(upTo(9))") ?? JSONNumber(0))
        case 4: return .string(text(upTo: 40))
        case 5: return .array((0..<upTo(6)).map { _ in json(depth: depth - 1) })
        default:
            var members: [JSONValue.Member] = []
            for index in 0..<upTo(6) {
                let key = text(upTo: 6) + "\(index)"
                members.append(JSONValue.Member(key: key, value: json(depth: depth - 1)))
            }
            return .object(members)
        }
    }
}

/// Bytes and their hexadecimal digits.
enum WireHex {
    /// Spaces are allowed; anything else that is no digit counts as 0.
    static func bytes(_ text: String) -> [UInt8] {
        let digits = text.utf8.filter { $0 != 0x20 }.map { digit in
            UInt8(String(Unicode.Scalar(digit)), radix: 16) ?? 0
        }
        return stride(from: 0, to: digits.count - 1, by: 2).map { index in
            digits[index] << 4 | digits[index + 1]
        }
    }

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
