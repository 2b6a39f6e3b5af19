import Crypto
import Shared

/// Checks signatures and keys by swift-crypto, which by itself takes keys of small order.
package struct Ed25519Verifier: SignatureVerifier, Sendable {
    package init() {}

    /// Whether the signature is good; never for a key that ``isAcceptable(publicKey:)`` refuses.
    package func isValid(signature: [UInt8], message: [UInt8], publicKey: [UInt8]) -> Bool {
        guard isAcceptable(publicKey: publicKey),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
        else { return false }
        return key.isValidSignature(signature, for: message)
    }

    /// Refuses the eight points of small order and every y that is not below 2^255 - 19.
    ///
    /// Under a key of small order one constant signature is good for every message, so that its
    /// holder could deny having signed. Both signs of x are refused with each y: some of these are
    /// no canonical encodings either. Source: RFC 8032, section 5.1.3, and Chalkias, Garillot and
    /// Nikolaenko, "Taming the Many EdDSAs", 2020.
    package func isAcceptable(publicKey: [UInt8]) -> Bool {
        guard publicKey.count == 32 else { return false }
        var y = publicKey
        y[31] &= 0x7F
        return isBelowPrime(y) && !Self.smallOrder.contains(y)
    }

    /// Whether agreeing upon a secret works: with a point of small order it comes out as zero.
    ///
    /// The library does not look at that by itself. Source: RFC 7748, section 6.1.
    package func isAcceptable(agreementKey: [UInt8]) -> Bool {
        guard
            let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: agreementKey),
            let secret = try? Curve25519.KeyAgreement.PrivateKey()
                .sharedSecretFromKeyAgreement(with: key)
        else { return false }
        return unsafe secret.withUnsafeBytes { bytes in unsafe bytes.contains { $0 != 0 } }
    }

    /// Whether `y`, 32 bytes, least significant first, is below 2^255 - 19.
    private func isBelowPrime(_ y: [UInt8]) -> Bool {
        y[0] < 0xED || y[31] < 0x7F || y[1..<31].contains { $0 != 0xFF }
    }

    /// The y of the points whose order divides 8, least significant byte first.
    private static let smallOrder: [[UInt8]] = [
        // Order 4.
        [UInt8](repeating: 0, count: 32),
        // Order 1.
        [1] + [UInt8](repeating: 0, count: 31),
        // Order 2: 2^255 - 20.
        [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
        // Order 8.
        [
            0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF,
            0x98, 0xF0, 0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88,
            0x6D, 0x53, 0xFC, 0x05,
        ],
        [
            0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10,
            0x67, 0x0F, 0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77,
            0x92, 0xAC, 0x03, 0x7A,
        ],
    ]
}
