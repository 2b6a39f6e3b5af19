/// A SHA-256 value.
public struct Hash256: Hashable, Sendable {
    /// Four words, most significant first.
    public let words: (UInt64, UInt64, UInt64, UInt64)

    public init(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) { words = (a, b, c, d) }

    /// Reads exactly 32 bytes.
    @inlinable
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var result: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for byte in bytes {
            result.0 = result.0 << 8 | result.1 >> 56
            result.1 = result.1 << 8 | result.2 >> 56
            result.2 = result.2 << 8 | result.3 >> 56
            result.3 = result.3 << 8 | UInt64(byte)
        }
        self.init(result.0, result.1, result.2, result.3)
    }

    public var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(32)
        append(to: &result)
        return result
    }

    /// Appends the 32 bytes to `bytes`.
    public func append(to bytes: inout [UInt8]) {
        bytes.append(bigEndian: words.0)
        bytes.append(bigEndian: words.1)
        bytes.append(bigEndian: words.2)
        bytes.append(bigEndian: words.3)
    }

    /// 64 lower-case hexadecimal digits.
    public var text: String { hexadecimal(bytes) }

    /// The first eight bytes: what replicas keep of other replicas' chains.
    public var tag: ChainTag { words.0 }

    public static func == (left: Hash256, right: Hash256) -> Bool {
        left.words.0 == right.words.0 && left.words.1 == right.words.1
            && left.words.2 == right.words.2 && left.words.3 == right.words.3
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

/// The first eight bytes of a change's chain hash.
public typealias ChainTag = UInt64

/// SHA-256, given from outside: swift-crypto on Linux, the browser's own in a browser.
public protocol HashFunction {
    static func hash(_ bytes: [UInt8]) -> Hash256
}

/// Lower-case hexadecimal digits of `bytes`.
public func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits: [UInt8] = Array("0123456789abcdef".utf8)
    var result: [UInt8] = []
    for byte in bytes {
        result.append(digits[Int(byte >> 4)])
        result.append(digits[Int(byte & 15)])
    }
    return String(decoding: result, as: UTF8.self)
}

extension [UInt8] {
    /// Appends the eight bytes of `word`, most significant first.
    mutating func append(bigEndian word: UInt64) {
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }
}
