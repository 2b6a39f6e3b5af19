import Crypto

/// A device's or a server's X25519 key (RFC 7748): others encrypt to it.
package struct AgreementKey: Sendable {
    private let key: Curve25519.KeyAgreement.PrivateKey

    /// A fresh key.
    package init() { key = Curve25519.KeyAgreement.PrivateKey() }

    /// Reads a key as ``secret`` gives it; nil unless it is 32 bytes long.
    package init?(secret: [UInt8]) {
        guard let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: secret) else {
            return nil
        }
        self.key = key
    }

    /// 32 bytes: for storing it.
    package var secret: [UInt8] { Array(key.rawRepresentation) }

    /// 32 bytes.
    package var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }
}
