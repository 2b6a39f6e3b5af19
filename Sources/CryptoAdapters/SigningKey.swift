import Crypto

/// A device's or a server's Ed25519 key (RFC 8032): signs what its holder writes.
package struct SigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// A fresh key.
    package init() { key = Curve25519.Signing.PrivateKey() }

    /// Reads a key as ``seed`` gives it; nil unless it is 32 bytes long.
    package init?(seed: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            return nil
        }
        self.key = key
    }

    /// The secret, 32 bytes: for storing it.
    package var seed: [UInt8] { Array(key.rawRepresentation) }

    /// 32 bytes.
    package var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    /// The signature over `message`, 64 bytes.
    package func sign(_ message: [UInt8]) throws(SigningFailure) -> [UInt8] {
        do {
            return Array(try key.signature(for: message))
        } catch {
            throw SigningFailure()
        }
    }
}

/// The cryptographic library could not sign: it found no memory or no randomness.
package struct SigningFailure: Error, Hashable, Sendable {
    package init() {}
}
