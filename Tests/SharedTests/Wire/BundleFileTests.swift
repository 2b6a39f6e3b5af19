import Shared
import TestSupport
import Testing

/// A carried file: what a courier may change is noticed, and what is in it nobody reads but the receiver.
@Suite struct BundleFileTests {
    private static let receiver = [UInt8](repeating: 7, count: 32)
    private static let sender = [UInt8](repeating: 9, count: 32)
    private static let content = Array("the content of the file".utf8)

    private static func file(
        _ kind: BundleHeader.Kind = .request,
        _ content: [UInt8] = content
    ) throws -> BundleFile {
        try BundleFile(
            content,
            header: BundleHeader(
                kind: kind,
                id: BundleID(high: 1, low: 2),
                answers: kind == .reply ? BundleID(high: 3, low: 4) : nil,
                register: RegisterID(high: 5, low: 6),
                device: RecordID(high: 7, low: 8),
                made: 1_790_000_000_000,
                changes: 15,
                records: kind == .reply ? 3 : 0
            ),
            to: receiver,
            signedBy: sender,
            with: PlainCipher(),
            hash: ToyHash.self
        )
    }

    @Test(arguments: [BundleHeader.Kind.request, .reply])
    func `a file is read as it was written`(kind: BundleHeader.Kind) throws {
        let file = try Self.file(kind)
        let read = try BundleFile(encoded: file.encoded(), hash: ToyHash.self)
        #expect(read == file)
        #expect(read.header.changes == 15)
        #expect(read.isSigned(by: Self.sender, PlainVerifier()))
        #expect(!read.isSigned(by: Self.receiver, PlainVerifier()))
        #expect(try read.content(with: Self.receiver, PlainCipher()) == Self.content)
        #expect(throws: BundleError.damaged) {
            try read.content(with: Self.sender, PlainCipher())
        }
    }

    @Test(arguments: [BundleHeader.Kind.request, .reply])
    func `no bit can be changed, and nothing cut off or added`(kind: BundleHeader.Kind) throws {
        let bytes = try Self.file(kind).encoded()
        func isRefused(_ bytes: [UInt8]) -> Bool {
            guard let file = try? BundleFile(encoded: bytes, hash: ToyHash.self) else {
                return true
            }
            return !file.isSigned(by: Self.sender, PlainVerifier())
        }
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << UInt8(bit)
                #expect(isRefused(changed), "bit \(bit) of byte \(place)")
            }
            #expect(isRefused(Array(bytes.prefix(place))), "\(place) bytes")
        }
        #expect(isRefused(bytes + [0]))
    }

    @Test func `parts of two files do not go together`() throws {
        let other = try Self.file(.request, Array("another content of it".utf8))
        let mixed = try splice(header: Self.file(), parts: other)
        #expect(throws: BundleError.damaged) {
            try BundleFile(encoded: mixed, hash: ToyHash.self)
        }
    }

    @Test func `a file that is too long is not looked at`() {
        let bytes = [UInt8](repeating: 0x85, count: BundleFile.bytesMax + 1)
        #expect(throws: BundleError.tooLarge) {
            try BundleFile(encoded: bytes, hash: ToyHash.self)
        }
    }

    /// The header and signature of one file with the parts of another.
    private func splice(header: BundleFile, parts: BundleFile) throws -> [UInt8] {
        func items(_ file: BundleFile) throws -> [ArraySlice<UInt8>] {
            let bytes = file.encoded()
            var reader = CBORReader(bytes)
            let count = try reader.arrayCount(limit: 64)
            return try (0..<count).map { _ in bytes[try reader.skip()] }
        }
        var writer = CBORWriter()
        writer.array(count: 5)
        for item in try items(header).prefix(4) { writer.raw(item) }
        writer.raw(try items(parts)[4])
        return writer.bytes
    }
}

/// Keys are their own public halves; only who knows them can tell what belongs together.
private struct PlainCipher: BundleCipher {
    func seal(
        _ content: [UInt8],
        to publicKey: [UInt8],
        binding: [UInt8]
    ) throws(BundleError) -> (encapsulatedKey: [UInt8], parts: [[UInt8]]) {
        let check = ToyHash.hash(publicKey + binding + content).bytes
        return (check, [content.map { $0 ^ publicKey[0] }, []])
    }

    func open(
        _ parts: [[UInt8]],
        encapsulatedKey: [UInt8],
        with secret: [UInt8],
        binding: [UInt8],
        limit: Int
    ) throws(BundleError) -> [UInt8] {
        let content = parts.flatMap { $0 }.map { $0 ^ secret[0] }
        guard content.count <= limit else { throw .tooLarge }
        guard ToyHash.hash(secret + binding + content).bytes == encapsulatedKey else {
            throw .damaged
        }
        return content
    }

    func sign(_ message: [UInt8], seed: [UInt8]) throws(BundleError) -> [UInt8] {
        let hash = ToyHash.hash(seed + message).bytes
        return hash + hash
    }
}

private struct PlainVerifier: SignatureVerifier {
    func isValid(signature: [UInt8], message: [UInt8], publicKey: [UInt8]) -> Bool {
        let hash = ToyHash.hash(publicKey + message).bytes
        return signature == hash + hash
    }

    func isAcceptable(publicKey: [UInt8]) -> Bool { true }
    func isAcceptable(agreementKey: [UInt8]) -> Bool { true }
}
