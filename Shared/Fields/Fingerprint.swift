/// A hash of sixteen bytes that stands for a set's element where its text is too long for a key.
///
/// Not secret and not safe against someone who looks for collisions; two elements that collide are
/// shown as one. Source: FNV-1a, 128 bits (Fowler, Noll, Vo).
public struct Fingerprint: SixteenBytes {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public init(of bytes: some Sequence<UInt8>) {
        var high: UInt64 = 0x6C62_272E_07BB_0142
        var low: UInt64 = 0x62B8_2175_6295_C58D
        for byte in bytes {
            low ^= UInt64(byte)
            // The prime is 2^88 + 0x13B.
            let product = low.multipliedFullWidth(by: 0x13B)
            high = high &* 0x13B &+ product.high &+ (low << 24)
            low = product.low
        }
        self.init(high: high, low: low)
    }
}
