import Crypto
package import Shared

/// SHA-256 (FIPS 180-4) by swift-crypto.
package enum SHA256Hash: Shared.HashFunction {
    package static func hash(_ bytes: [UInt8]) -> Hash256 {
        var hasher = SHA256()
        unsafe bytes.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
        return unsafe hasher.finalize().withUnsafeBytes { digest in
            unsafe Hash256(
                UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
                UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
            )
        }
    }
}
