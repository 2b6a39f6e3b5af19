// How a device joins a register: what it sends, and what it gets.
//
//   request = [1, code, device name, signing key, agreement key, proof]
//   receipt = [1, device, token, register, register's name, actor, [scope…], certificate]

/// One register, for ever: drawn at random when it is made, kept by its backups.
public struct RegisterID: SixteenBytes {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public static func random(using random: inout some RandomNumberGenerator) -> RegisterID {
        RegisterID(high: random.next(), low: random.next())
    }
}

/// Checks Ed25519 signatures (RFC 8032), and keys before they are trusted; given from outside.
public protocol SignatureVerifier {
    /// Whether `signature` (64 bytes) is that of `publicKey` (32 bytes) over `message`.
    func isValid(signature: [UInt8], message: [UInt8], publicKey: [UInt8]) -> Bool
    /// Whether an Ed25519 key is canonical and not of small order: such a key would own any message.
    func isAcceptable(publicKey: [UInt8]) -> Bool
    /// Whether secrets can be agreed upon with an X25519 key (RFC 7748).
    func isAcceptable(agreementKey: [UInt8]) -> Bool
}

// MARK: - Code

/// A one-time code of 130 random bits, printed as 26 digits of Crockford's base 32.
///
/// Long enough that a plain hash of it can be stored. Source of the digits: Crockford, "Base 32".
public struct InvitationCode: Hashable, Sendable {
    /// The 26 digits in ASCII, upper case, nothing between them: what is hashed.
    public let digits: [UInt8]

    /// A fresh code; `random` must be fit for secrets.
    public init(using random: inout some RandomNumberGenerator) {
        digits = [UInt8](count: 26) { _ in Self.alphabet[Int(random.next() & 31)] }
    }

    /// Reads what people type: any case, dashes and spaces anywhere, O for 0, I and L for 1.
    public init?(_ text: String) {
        var digits: [UInt8] = []
        for scalar in text.unicodeScalars {
            switch scalar.value {
            // Space, tab, line ends, no-break space, and the dashes that word processors make.
            case 0x09, 0x0A, 0x0D, 0x20, 0x2D, 0xA0, 0x2010...0x2015, 0x202F, 0x2212: continue
            case let value:
                guard digits.count < 26, let digit = Self.digit(value) else { return nil }
                digits.append(digit)
            }
        }
        guard digits.count == 26 else { return nil }
        self.digits = digits
    }

    /// The code for printing, in groups of four and five: `XXXX-XXXX-XXXX-XXXX-XXXXX-XXXXX`.
    public var text: String {
        var result: [UInt8] = []
        for (index, digit) in digits.enumerated() {
            switch index {
            case 4, 8, 12, 16, 21: result += [0x2D, digit]
            default: result.append(digit)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// What the server keeps of the code.
    public func hash<Hash: HashFunction>(by _: Hash.Type) -> Hash256 { Hash.hash(digits) }

    private static let alphabet: [UInt8] = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    private static func digit(_ scalar: UInt32) -> UInt8? {
        let upper = scalar >= 0x61 && scalar <= 0x7A ? scalar - 0x20 : scalar
        switch upper {
        case 0x4F: return 0x30
        case 0x49, 0x4C: return 0x31
        default:
            guard let byte = UInt8(exactly: upper), alphabet.contains(byte) else { return nil }
            return byte
        }
    }
}

// MARK: - Token

/// What a device shows at every request: 32 random bytes, written as 64 hexadecimal digits.
public struct AccessToken: Hashable, Sendable {
    public let bytes: [UInt8]

    /// A fresh token; `random` must be fit for secrets.
    public init(using random: inout some RandomNumberGenerator) {
        bytes = Hash256(random.next(), random.next(), random.next(), random.next()).bytes
    }

    /// Exactly 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Exactly 64 hexadecimal digits.
    public init?(text: String) {
        guard let bytes = [UInt8](hexadecimal: text, count: 32) else { return nil }
        self.bytes = bytes
    }

    public var text: String { hexadecimal(bytes) }

    /// The token as requests show it: 43 characters of base64url without padding (RFC 4648, section 5).
    public var credential: String { base64URL(bytes) }

    /// Reads what a request shows.
    ///
    /// - Parameter credential: 43 characters of base64url; or the 64 hexadecimal digits of ``text``, for people
    ///   who ask by hand.
    public init?(credential: String) {
        if let token = AccessToken(text: credential) {
            self = token
        } else if let bytes = [UInt8](base64URL: credential) {
            self.init(bytes: bytes)
        } else {
            return nil
        }
    }

    /// What the server keeps of the token.
    public func hash<Hash: HashFunction>(by _: Hash.Type) -> Hash256 { Hash.hash(bytes) }
}

// MARK: - Request

/// Asks for a place in a register.
///
/// A request may be repeated as it is after a lost answer, until the device has synchronised.
public struct EnrolmentRequest: Sendable {
    /// A device's name in UTF-8.
    public static let deviceNameBytesMax = 256

    public let code: InvitationCode
    /// The device as its owner calls it.
    public let device: String
    /// The device's Ed25519 key, 32 bytes.
    public let signingKey: [UInt8]
    /// The device's X25519 key, 32 bytes: answers that are carried by hand are encrypted to it.
    public let agreementKey: [UInt8]
    /// The signature over ``statement(register:code:signingKey:agreementKey:)``, 64 bytes.
    public let proof: [UInt8]

    public init(
        code: InvitationCode,
        device: String,
        signingKey: [UInt8],
        agreementKey: [UInt8],
        proof: [UInt8]
    ) {
        self.code = code
        self.device = device
        self.signingKey = signingKey
        self.agreementKey = agreementKey
        self.proof = proof
    }

    /// What a device signs to show that it holds the key, and means this register and this code.
    ///
    /// Every part after the name has a fixed length, so that no two statements are the same bytes.
    public static func statement(
        register: RegisterID,
        code: Hash256,
        signingKey: [UInt8],
        agreementKey: [UInt8]
    ) -> [UInt8] {
        Array("caunoi/enroll/v1".utf8) + register.bytes + code.bytes + signingKey + agreementKey
    }
}

extension EnrolmentRequest: WireMessage {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 180 + device.utf8.count)
        writer.message(fields: 5)
        writer.text(String(decoding: code.digits, as: UTF8.self))
        writer.text(device)
        writer.bytes(signingKey)
        writer.bytes(agreementKey)
        writer.bytes(proof)
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 5)
        let start = reader.position
        let text = try reader.text(limit: 26)
        guard let code = InvitationCode(text) else { throw .unsupported(at: start) }
        guard text.utf8.elementsEqual(code.digits) else { throw .notDeterministic(at: start) }
        self.init(
            code: code,
            device: try reader.text(limit: Self.deviceNameBytesMax),
            signingKey: try reader.bytes(count: 32),
            agreementKey: try reader.bytes(count: 32),
            proof: try reader.bytes(count: 64)
        )
        try reader.finish()
    }

    public func json() -> JSONValue {
        .members([
            ("code", .string(code.text)),
            ("device", .string(device)),
            ("signing_key", .digits(signingKey)),
            ("agreement_key", .digits(agreementKey)),
            ("proof", .digits(proof)),
        ])
    }

    /// Reads a request as ``json()`` writes it; the code may be written as people do.
    public init(json: JSONValue) throws(JSONMessageError) {
        let names = ["code", "device", "signing_key", "agreement_key", "proof"]
        let members = try JSONMembers(json, at: "", names: names)
        guard let code = try members.required("code").string.flatMap(InvitationCode.init) else {
            throw .invalid(path: "code", wanted: "a code of 26 digits and letters")
        }
        guard let device = try members.required("device").string,
            device.utf8.count <= Self.deviceNameBytesMax
        else {
            throw .invalid(path: "device", wanted: "a text of at most 256 bytes")
        }
        self.init(
            code: code,
            device: device,
            signingKey: try members.digits("signing_key", count: 32),
            agreementKey: try members.digits("agreement_key", count: 32),
            proof: try members.digits("proof", count: 64)
        )
    }
}

// MARK: - Receipt

/// Tells a device its place in the register; the only time that its token is written anywhere.
public struct EnrolmentReceipt: Sendable {
    /// A register's name in UTF-8.
    public static let registerNameBytesMax = 1200

    public let device: RecordID
    public let token: AccessToken
    public let register: RegisterID
    public let registerName: String
    /// The device's present place in the directory of actors.
    public let actor: UInt32
    /// What the device may replicate.
    public let scopes: [ScopeID]
    /// An ``EnrolmentCertificate``; empty when the server has no key to sign one with.
    public let certificate: [UInt8]

    public init(
        device: RecordID,
        token: AccessToken,
        register: RegisterID,
        registerName: String,
        actor: UInt32,
        scopes: [ScopeID],
        certificate: [UInt8] = []
    ) {
        self.device = device
        self.token = token
        self.register = register
        self.registerName = registerName
        self.actor = actor
        self.scopes = scopes
        self.certificate = certificate
    }
}

extension EnrolmentReceipt: WireMessage {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(
            capacity: 100 + registerName.utf8.count + scopes.count * 24 + certificate.count
        )
        writer.message(fields: 7)
        writer.identifier(device)
        writer.bytes(token.bytes)
        writer.identifier(register)
        writer.text(registerName)
        writer.unsigned(UInt64(actor))
        writer.list(scopes) { $0.scope($1) }
        writer.bytes(certificate)
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 7)
        let device = try reader.identifier(RecordID.self)
        let start = reader.position
        guard let token = AccessToken(bytes: try reader.bytes(limit: 32)) else {
            throw .truncated(at: start)
        }
        self.init(
            device: device,
            token: token,
            register: try reader.identifier(),
            registerName: try reader.text(limit: Self.registerNameBytesMax),
            actor: try reader.number(),
            scopes: try reader.list(limit: WireLimits.scopesMax) { reader throws(CBORError) in
                try reader.scope()
            },
            certificate: try reader.bytes(limit: EnrolmentCertificate.bytesMax)
        )
        try reader.finish()
    }

    public func json() -> JSONValue {
        .members([
            ("device", .identifier(device)),
            ("token", .string(token.text)),
            ("register", .identifier(register)),
            ("register_name", .string(registerName)),
            ("actor", .unsigned(UInt64(actor))),
            ("scopes", .list(scopes) { .string($0.name) }),
            ("certificate", .digits(certificate)),
        ])
    }
}

// MARK: - Fixed lengths

extension JSONMembers {
    /// Exactly `count` bytes as hexadecimal digits.
    fileprivate func digits(_ name: String, count: Int) throws(JSONMessageError) -> [UInt8] {
        let text = try required(name).string
        guard let text, let bytes = [UInt8](hexadecimal: text, count: count) else {
            let wanted = "\(2 * count) hexadecimal digits"
            throw .invalid(path: place(of: name), wanted: wanted)
        }
        return bytes
    }
}

extension [UInt8] {
    /// Exactly `count` bytes from two hexadecimal digits each, of either case.
    fileprivate init?(hexadecimal text: String, count: Int) {
        guard text.utf8.count == 2 * count else { return nil }
        self = []
        reserveCapacity(count)
        var high: UInt8?
        for digit in text.utf8 {
            let value: UInt8
            switch digit {
            case 0x30...0x39: value = digit - 0x30
            case 0x41...0x46, 0x61...0x66: value = digit & 0x0F + 9
            default: return nil
            }
            if let first = high {
                append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
    }
}
