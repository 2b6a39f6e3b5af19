import Compression
import Crypto
import Foundation
package import Shared

/// Encrypts what is carried with HPKE: X25519, HKDF-SHA256 and ChaCha20-Poly1305 (RFC 9180).
///
/// The content is compressed first, and cut into parts, each under a nonce of its own; what belongs to
/// what is bound by the order of the parts and by the binding.
package struct HPKECipher: BundleCipher, Sendable {
    /// The bytes of a part before it is encrypted; the last one has less.
    private static let partBytes = 4 * 1024 * 1024
    private static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly

    package init() {}

    package func seal(
        _ content: [UInt8],
        to publicKey: [UInt8],
        binding: [UInt8]
    ) throws(BundleError) -> (encapsulatedKey: [UInt8], parts: [[UInt8]]) {
        guard Ed25519Verifier().isAcceptable(agreementKey: publicKey) else { throw .damaged }
        let compressed = Zstandard.compressed(content, level: 3)
        do {
            var sender = try HPKE.Sender(
                recipientKey: Curve25519.KeyAgreement.PublicKey(rawRepresentation: publicKey),
                ciphersuite: Self.suite,
                info: Data(binding)
            )
            let parts = try stride(from: 0, to: compressed.count, by: Self.partBytes).map { start in
                let end = min(start + Self.partBytes, compressed.count)
                return Array(try sender.seal(compressed[start..<end]))
            }
            return (Array(sender.encapsulatedKey), parts)
        } catch {
            throw .damaged
        }
    }

    package func open(
        _ parts: [[UInt8]],
        encapsulatedKey: [UInt8],
        with secret: [UInt8],
        binding: [UInt8],
        limit: Int
    ) throws(BundleError) -> [UInt8] {
        var compressed: [UInt8] = []
        do {
            var recipient = try HPKE.Recipient(
                privateKey: Curve25519.KeyAgreement.PrivateKey(rawRepresentation: secret),
                ciphersuite: Self.suite,
                info: Data(binding),
                encapsulatedKey: Data(encapsulatedKey)
            )
            for part in parts { compressed += try recipient.open(part) }
        } catch {
            throw .damaged
        }
        do throws(Zstandard.Failure) {
            return try Zstandard.expanded(compressed, limit: limit)
        } catch {
            if case .tooLarge = error { throw .tooLarge }
            throw .damaged
        }
    }

    package func sign(_ message: [UInt8], seed: [UInt8]) throws(BundleError) -> [UInt8] {
        guard let key = SigningKey(seed: seed), let signature = try? key.sign(message) else {
            throw .damaged
        }
        return signature
    }
}
