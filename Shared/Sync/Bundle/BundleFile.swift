// A bundle as it is carried: on a stick, in a mail.
//
//   file = ["caunoi bundle", 1, header, signature, [part…]]
//
// Header and parts are byte strings; the header is that of ``BundleHeader``. The signature is the
// sender's over the header, which holds the hash of every part. The parts are one content, compressed
// and encrypted to whom it is for: what a courier may know is in the header.

/// A carried file: its open header, and content that only the receiver can read.
public struct BundleFile: Hashable, Sendable {
    public let header: BundleHeader
    /// The header's bytes, which are what is signed.
    private let headerBytes: [UInt8]
    private let signature: [UInt8]
    private let parts: [[UInt8]]
}

/// Encrypts, decrypts and signs what is carried; given from outside.
public protocol BundleCipher {
    /// Compresses the content and encrypts it to the holder of an X25519 key (HPKE, RFC 9180).
    ///
    /// - Throws: ``BundleError``: `damaged` for a key that cannot be used.
    func seal(
        _ content: [UInt8],
        to publicKey: [UInt8],
        binding: [UInt8]
    ) throws(BundleError) -> (encapsulatedKey: [UInt8], parts: [[UInt8]])

    /// Decrypts what ``seal(_:to:binding:)`` has encrypted.
    ///
    /// - Throws: ``BundleError``: `damaged`, or `tooLarge` for a content of more than `limit` bytes.
    func open(
        _ parts: [[UInt8]],
        encapsulatedKey: [UInt8],
        with secret: [UInt8],
        binding: [UInt8],
        limit: Int
    ) throws(BundleError) -> [UInt8]

    /// The Ed25519 signature (RFC 8032) of the key with this seed, 64 bytes.
    func sign(_ message: [UInt8], seed: [UInt8]) throws(BundleError) -> [UInt8]
}

/// Why a carried file is of no use here; nothing was changed.
public enum BundleError: Error, Hashable, CaseIterable, Sendable {
    /// No bundle at all, or one of a format that this program does not know.
    case unreadable
    /// Bytes were changed, or are missing.
    case damaged
    /// Not signed by whom it says it is from.
    case forged
    case otherRegister
    /// Meant for, or from, a device that is not the one expected here.
    case otherDevice
    /// A request where a reply is wanted, or the other way round.
    case otherKind
    /// More than a file may hold, or more than can be carried at once.
    case tooLarge
}

extension BundleError: CustomStringConvertible {
    /// For programs: lower-case words joined by `_`.
    public var code: String {
        switch self {
        case .unreadable: "bundle_unreadable"
        case .damaged: "bundle_damaged"
        case .forged: "bundle_forged"
        case .otherRegister: "bundle_other_register"
        case .otherDevice: "bundle_other_device"
        case .otherKind: "bundle_other_kind"
        case .tooLarge: "bundle_too_large"
        }
    }

    /// One sentence's end, for people.
    public var description: String {
        switch self {
        case .unreadable: "it is not a bundle, or one of a newer program"
        case .damaged: "it is damaged: bytes were changed, or are missing"
        case .forged: "it is not signed by whom it says it is from"
        case .otherRegister: "it belongs to another register"
        case .otherDevice: "it belongs to another device"
        case .otherKind:
            "it goes the other way: this takes what export writes, import what relay brings"
        case .tooLarge: "it holds more than can be carried at once"
        }
    }
}

extension BundleFile {
    /// The most bytes of a file.
    public static let bytesMax = 64 * 1024 * 1024
    /// The most bytes of a content, expanded.
    public static let contentBytesMax = 256 * 1024 * 1024

    /// Writes a content for one receiver.
    ///
    /// - Parameters:
    ///   - content: What the file carries.
    ///   - header: What everybody may know; key and parts are filled in here.
    ///   - receiver: The X25519 key of whom it is for, 32 bytes.
    ///   - seed: The seed of the sender's Ed25519 key, 32 bytes.
    ///   - cipher: Encrypts and signs.
    ///   - hash: The hash function.
    /// - Throws: ``BundleError``: `tooLarge` where the file would be; `damaged` for a bad key.
    public init<Hash: HashFunction>(
        _ content: [UInt8],
        header: BundleHeader,
        to receiver: [UInt8],
        signedBy seed: [UInt8],
        with cipher: some BundleCipher,
        hash: Hash.Type
    ) throws(BundleError) {
        guard content.count <= Self.contentBytesMax else { throw .tooLarge }
        let sealed = try cipher.seal(content, to: receiver, binding: header.binding)
        guard sealed.parts.count <= BundleHeader.partsMax,
            sealed.parts.reduce(0, { $0 + $1.count }) <= Self.bytesMax - 64 * 1024
        else { throw .tooLarge }
        let whole = BundleHeader(
            kind: header.kind,
            id: header.id,
            answers: header.answers,
            register: header.register,
            device: header.device,
            made: header.made,
            changes: header.changes,
            records: header.records,
            encapsulatedKey: sealed.encapsulatedKey,
            parts: sealed.parts.map { .init(length: $0.count, hash: Hash.hash($0)) }
        )
        let bytes = whole.encoded()
        self.init(
            header: whole,
            headerBytes: bytes,
            signature: try cipher.sign(BundleHeader.signedMessage(bytes), seed: seed),
            parts: sealed.parts
        )
    }

    /// Whether the signature is that of the sender's key (32 bytes).
    public func isSigned(by publicKey: [UInt8], _ verifier: some SignatureVerifier) -> Bool {
        verifier.isValid(
            signature: signature,
            message: BundleHeader.signedMessage(headerBytes),
            publicKey: publicKey
        )
    }

    /// The content, for whoever has the receiver's secret (32 bytes).
    ///
    /// - Throws: ``BundleError``: `damaged` or `tooLarge`.
    public func content(
        with secret: [UInt8],
        _ cipher: some BundleCipher
    ) throws(BundleError) -> [UInt8] {
        try cipher.open(
            parts,
            encapsulatedKey: header.encapsulatedKey,
            with: secret,
            binding: header.binding,
            limit: Self.contentBytesMax
        )
    }
}

// MARK: - Bytes

extension BundleFile {
    private static let magic = "caunoi bundle"

    public func encoded() -> [UInt8] {
        let size = parts.reduce(headerBytes.count + 128) { $0 + $1.count + 8 }
        var writer = CBORWriter(capacity: size)
        writer.array(count: 5)
        writer.text(Self.magic)
        writer.unsigned(WireFormat.number)
        writer.bytes(headerBytes)
        writer.bytes(signature)
        writer.list(parts) { $0.bytes($1) }
        return writer.bytes
    }

    /// Reads a file, and compares every part with the header's hash of it.
    ///
    /// - Throws: ``BundleError``: `unreadable`, `damaged` or `tooLarge`.
    public init<Hash: HashFunction>(
        encoded: [UInt8],
        hash: Hash.Type
    ) throws(BundleError) {
        guard encoded.count <= Self.bytesMax else { throw .tooLarge }
        var reader = CBORReader(encoded)
        guard (try? reader.arrayCount(limit: 64)) == 5,
            let magic = try? reader.text(limit: 32), magic.utf8.elementsEqual(Self.magic.utf8),
            let format = try? reader.unsigned(), format == WireFormat.number
        else { throw .unreadable }
        do throws(CBORError) {
            let headerBytes = try reader.bytes(limit: 8 * 1024)
            let signature = try reader.bytes(count: 64)
            let parts = try reader.list(limit: BundleHeader.partsMax) { reader throws(CBORError) in
                try reader.bytes(limit: Self.bytesMax)
            }
            try reader.finish()
            self.init(
                header: try BundleHeader(encoded: headerBytes),
                headerBytes: headerBytes,
                signature: signature,
                parts: parts
            )
        } catch {
            throw .damaged
        }
        guard parts.map({ .init(length: $0.count, hash: Hash.hash($0)) }) == header.parts else {
            throw .damaged
        }
    }
}
