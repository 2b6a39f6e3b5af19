import Crypto
import CryptoAdapters
import Shared
import Testing

@Suite struct `Keys, signatures and hashes` {
    private static let smallOrder: [[UInt8]] = {
        let zero = [UInt8](repeating: 0, count: 32)
        let high = [UInt8](repeating: 0xFF, count: 30)
        let eighth: [[UInt8]] = [
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
        let canonical = [zero, [1] + zero.dropFirst(), [0xEC] + high + [0x7F]] + eighth
        // 2^255 - 19 and above: 0 and 1 once more, and one that is of full order.
        let others = [0xED, 0xEE, 0xF0].map { [$0] + high + [0x7F] }
        return (canonical + others).flatMap { key in
            [key, Array(key.dropLast()) + [0x80 | (key.last ?? 0)]]
        }
    }()

    @Test(arguments: smallOrder)
    func `a key of small order or not in its one form is refused`(key: [UInt8]) {
        #expect(!Ed25519Verifier().isAcceptable(publicKey: key))
    }

    @Test func `one signature that is good for everything under a weak key is never valid`() throws
    {
        let key = [1] + [UInt8](repeating: 0, count: 31)
        let signature = key + [UInt8](repeating: 0, count: 32)
        // The library alone takes it.
        let raw = try Curve25519.Signing.PublicKey(rawRepresentation: key)
        #expect(raw.isValidSignature(signature, for: [1, 2, 3]))
        let verifier = Ed25519Verifier()
        #expect(!verifier.isValid(signature: signature, message: [1, 2, 3], publicKey: key))
    }

    @Test(arguments: [
        [UInt8](repeating: 0, count: 32), [1] + [UInt8](repeating: 0, count: 31),
        [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
        [
            0xE0, 0xEB, 0x7A, 0x7C, 0x3B, 0x41, 0xB8, 0xAE, 0x16, 0x56, 0xE3, 0xFA, 0xF1, 0x9F,
            0xC4, 0x6A, 0xDA, 0x09, 0x8D, 0xEB, 0x9C, 0x32, 0xB1, 0xFD, 0x86, 0x62, 0x05, 0x16,
            0x5F, 0x49, 0xB8, 0x00,
        ], [], [UInt8](repeating: 9, count: 31), [UInt8](repeating: 9, count: 33),
    ])
    func `a key with which no secret can be agreed upon is refused`(key: [UInt8]) {
        #expect(!Ed25519Verifier().isAcceptable(agreementKey: key))
    }

    @Test func `fresh keys are good and sign`() throws {
        let verifier = Ed25519Verifier()
        for round in 0..<50 {
            let key = SigningKey()
            let message = SecureRandom.bytes(round)
            try #require(message.count == round)
            let signature = try key.sign(message)
            try #require(verifier.isAcceptable(publicKey: key.publicKey))
            try #require(verifier.isAcceptable(agreementKey: AgreementKey().publicKey))
            let again = try #require(SigningKey(seed: key.seed))
            #expect(again.publicKey == key.publicKey)
            func isValid(_ signature: [UInt8], _ message: [UInt8]) -> Bool {
                verifier.isValid(signature: signature, message: message, publicKey: key.publicKey)
            }
            #expect(isValid(signature, message))
            #expect(!isValid(signature, message + [0]))
            #expect(!isValid(Array(signature.dropLast()), message))
            var other = signature
            other[round % 64] ^= 1
            #expect(!isValid(other, message))
        }
        let agreement = AgreementKey()
        #expect(AgreementKey(secret: agreement.secret)?.publicKey == agreement.publicKey)
        #expect(SigningKey(seed: [1]) == nil)
        #expect(AgreementKey(secret: [1]) == nil)
    }

    /// The examples of FIPS 180-4, and of RFC 8032 section 7.1 for the empty message.
    @Test func `hashes and signatures are those of the standards`() throws {
        #expect(
            SHA256Hash.hash(Array("abc".utf8)).text
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        #expect(
            SHA256Hash.hash([]).text
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
        let seed: [UInt8] = [
            0x9D, 0x61, 0xB1, 0x9D, 0xEF, 0xFD, 0x5A, 0x60, 0xBA, 0x84, 0x4A, 0xF4, 0x92, 0xEC,
            0x2C, 0xC4, 0x44, 0x49, 0xC5, 0x69, 0x7B, 0x32, 0x69, 0x19, 0x70, 0x3B, 0xAC, 0x03,
            0x1C, 0xAE, 0x7F, 0x60,
        ]
        let key = try #require(SigningKey(seed: seed))
        #expect(
            hexadecimal(key.publicKey)
                == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        )
    }
}
