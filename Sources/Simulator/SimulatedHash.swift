package import Shared

/// A fast stand-in for SHA-256: good enough to keep a few thousand simulated changes apart.
package enum SimulatedHash: HashFunction {
    package static func hash(_ bytes: [UInt8]) -> Hash256 {
        var lanes: (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x6C62_272E_07BB_0142)
        for byte in bytes {
            lanes.0 = (lanes.0 ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            lanes.1 = (lanes.1 &+ UInt64(byte) &+ 1) &* 0x9E37_79B9_7F4A_7C15
        }
        var mixer = SplitMix64(seed: lanes.0 ^ lanes.1.byteSwapped)
        return Hash256(mixer.next(), mixer.next(), mixer.next() ^ lanes.0, mixer.next() ^ lanes.1)
    }
}
