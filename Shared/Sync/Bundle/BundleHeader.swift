/// One carried file, for ever: drawn at random when it is written.
public struct BundleID: SixteenBytes {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public static func random(using random: inout some RandomNumberGenerator) -> BundleID {
        BundleID(high: random.next(), low: random.next())
    }
}

/// What everybody may know of a carried file, its carrier included: from whom, for whom, when, how many.
///
/// Nothing of the register's content is in it.
public struct BundleHeader: Hashable, Sendable {
    /// Which way the file goes.
    public enum Kind: UInt8, Sendable {
        /// From a device to the server.
        case request = 0
        /// From the server to the device.
        case reply = 1
    }

    /// One piece of the encrypted content, as it lies in the file.
    public struct Part: Hashable, Sendable {
        public let length: Int
        public let hash: Hash256

        public init(length: Int, hash: Hash256) {
            self.length = length
            self.hash = hash
        }
    }

    public let kind: Kind
    public let id: BundleID
    /// The request that a reply answers; nil in a request.
    public let answers: BundleID?
    public let register: RegisterID
    /// The device that the file is from, or for.
    public let device: RecordID
    /// The clock of whoever wrote it, in milliseconds since 1970.
    public let made: Int64
    /// The changes that are in a request, or that its reply is about.
    public let changes: UInt64
    /// The records that a reply brings; 0 in a request.
    public let records: UInt64
    /// What HPKE needs to decrypt the content, 32 bytes.
    public let encapsulatedKey: [UInt8]
    public let parts: [Part]

    public init(
        kind: Kind,
        id: BundleID,
        answers: BundleID? = nil,
        register: RegisterID,
        device: RecordID,
        made: Int64,
        changes: UInt64,
        records: UInt64 = 0,
        encapsulatedKey: [UInt8] = [],
        parts: [Part] = []
    ) {
        self.kind = kind
        self.id = id
        self.answers = answers
        self.register = register
        self.device = device
        self.made = made
        self.changes = changes
        self.records = records
        self.encapsulatedKey = encapsulatedKey
        self.parts = parts
    }

    /// What the encryption is bound to, so that no content can be put under another header.
    var binding: [UInt8] {
        Array("caunoi/bundle/v1".utf8) + [kind.rawValue] + id.bytes + register.bytes + device.bytes
    }

    /// What the sender signs.
    static func signedMessage(_ header: [UInt8]) -> [UInt8] {
        Array("caunoi/bundle-header/v1".utf8) + header
    }
}

// header = [1, kind, id, answers / null, register, device, made, changes, records, key, [part…]]
// part   = [length, hash]

extension BundleHeader {
    /// The most pieces that a file may have.
    static let partsMax = 64

    func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 180 + parts.count * 40)
        writer.message(fields: 10)
        writer.unsigned(UInt64(kind.rawValue))
        writer.identifier(id)
        writer.optional(answers) { $0.identifier($1) }
        writer.identifier(register)
        writer.identifier(device)
        writer.integer(made)
        writer.unsigned(changes)
        writer.unsigned(records)
        writer.bytes(encapsulatedKey)
        writer.list(parts) { writer, part in
            writer.array(count: 2)
            writer.unsigned(UInt64(part.length))
            writer.hash(part.hash)
        }
        return writer.bytes
    }

    init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 10)
        let start = reader.position
        guard let kind = Kind(rawValue: try reader.number()) else { throw .unsupported(at: start) }
        let id: BundleID = try reader.identifier()
        let answers: BundleID? = try reader.optional { reader throws(CBORError) in
            try reader.identifier()
        }
        guard (answers == nil) == (kind == .request) else { throw .unsupported(at: start) }
        self.init(
            kind: kind,
            id: id,
            answers: answers,
            register: try reader.identifier(),
            device: try reader.identifier(),
            made: try reader.time(),
            changes: try reader.counter(),
            records: try reader.counter(),
            encapsulatedKey: try reader.bytes(count: 32),
            parts: try reader.list(limit: Self.partsMax) { reader throws(CBORError) in
                try reader.fields(2)
                let length: UInt32 = try reader.number()
                return Part(length: Int(length), hash: try reader.hash())
            }
        )
        try reader.finish()
    }
}
