// What a device has in hand when the server that enrolled it is put back to a time before that.
//
//   certificate = [1, body, signature]
//   body        = [1, register, device, device name, person, person's name, actor, department, role,
//                  signing key, agreement key, hash of the token, enrolled at]

/// The server's word that it has enrolled a device: enough to enrol it again.
///
/// A backup that was made before knows nothing of the device; without the certificate the device, and
/// whatever was saved on it, would be shut out when nothing but the backup is left.
public struct EnrolmentCertificate: Hashable, Sendable {
    /// A department's code in UTF-8.
    public static let departmentBytesMax = 40
    /// The whole certificate.
    public static let bytesMax = 4096

    public let register: RegisterID
    public let device: RecordID
    public let deviceName: String
    public let person: RecordID
    public let personName: String
    /// The device's place in the directory of actors.
    public let actor: UInt32
    public let department: String
    public let role: Role
    /// The device's Ed25519 key, 32 bytes.
    public let signingKey: [UInt8]
    /// The device's X25519 key, 32 bytes.
    public let agreementKey: [UInt8]
    /// The hash of its access token.
    public let tokenHash: Hash256
    /// In milliseconds since 1970.
    public let enrolledAt: Int64

    public init(
        register: RegisterID,
        device: RecordID,
        deviceName: String,
        person: RecordID,
        personName: String,
        actor: UInt32,
        department: String,
        role: Role,
        signingKey: [UInt8],
        agreementKey: [UInt8],
        tokenHash: Hash256,
        enrolledAt: Int64
    ) {
        self.register = register
        self.device = device
        self.deviceName = deviceName
        self.person = person
        self.personName = personName
        self.actor = actor
        self.department = department
        self.role = role
        self.signingKey = signingKey
        self.agreementKey = agreementKey
        self.tokenHash = tokenHash
        self.enrolledAt = enrolledAt
    }

    /// The bytes of what the certificate says; equal certificates have equal bytes.
    public var body: [UInt8] {
        var writer = CBORWriter(capacity: 256)
        writer.message(fields: 12)
        writer.identifier(register)
        writer.identifier(device)
        writer.text(deviceName)
        writer.identifier(person)
        writer.text(personName)
        writer.unsigned(UInt64(actor))
        writer.text(department)
        writer.unsigned(UInt64(role.rawValue))
        writer.bytes(signingKey)
        writer.bytes(agreementKey)
        writer.hash(tokenHash)
        writer.integer(enrolledAt)
        return writer.bytes
    }

    private init(body: [UInt8]) throws(CBORError) {
        var reader = CBORReader(body)
        try reader.message(fields: 12)
        register = try reader.identifier()
        device = try reader.identifier()
        deviceName = try reader.text(limit: EnrolmentRequest.deviceNameBytesMax)
        person = try reader.identifier()
        personName = try reader.text(limit: EnrolmentReceipt.registerNameBytesMax)
        actor = try reader.number()
        department = try reader.text(limit: Self.departmentBytesMax)
        let start = reader.position
        guard let role = Role(rawValue: try reader.number(UInt8.self)) else {
            throw .unsupported(at: start)
        }
        self.role = role
        signingKey = try reader.bytes(count: 32)
        agreementKey = try reader.bytes(count: 32)
        tokenHash = try reader.hash()
        enrolledAt = try reader.time()
        try reader.finish()
    }

    /// What the server signs.
    ///
    /// - Parameter body: ``body``.
    /// - Returns: The message for Ed25519.
    public static func statement(_ body: [UInt8]) -> [UInt8] {
        Array("caunoi/certificate/v1".utf8) + body
    }

    /// The certificate as it is kept.
    ///
    /// - Parameter signature: The server's over ``statement(_:)``, 64 bytes.
    /// - Returns: The bytes that ``read(_:signedBy:_:)`` reads.
    public func encoded(signature: [UInt8]) -> [UInt8] {
        var writer = CBORWriter(capacity: 400)
        writer.message(fields: 2)
        writer.bytes(body)
        writer.bytes(signature)
        return writer.bytes
    }

    /// Reads a certificate and checks that it is this server's.
    ///
    /// - Parameters:
    ///   - bytes: What ``encoded(signature:)`` has written.
    ///   - serverKey: The server's Ed25519 key, 32 bytes.
    ///   - verifier: Checks signatures.
    /// - Returns: nil when the signature is not the server's.
    /// - Throws: ``CBORError`` when the bytes are no certificate.
    public static func read(
        _ bytes: [UInt8],
        signedBy serverKey: [UInt8],
        _ verifier: some SignatureVerifier
    ) throws(CBORError) -> EnrolmentCertificate? {
        var reader = CBORReader(bytes)
        try reader.message(fields: 2)
        let body = try reader.bytes(limit: bytesMax)
        let signature = try reader.bytes(count: 64)
        try reader.finish()
        let message = statement(body)
        guard verifier.isValid(signature: signature, message: message, publicKey: serverKey)
        else { return nil }
        return try EnrolmentCertificate(body: body)
    }
}

/// The answer to a certificate: the device is let in.
public struct ReadmissionReceipt: WireMessage {
    public let device: RecordID
    /// Whether the server had forgotten the device.
    public let isNew: Bool

    public init(device: RecordID, isNew: Bool) {
        self.device = device
        self.isNew = isNew
    }

    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 20)
        writer.message(fields: 2)
        writer.identifier(device)
        writer.boolean(isNew)
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 2)
        self.init(device: try reader.identifier(), isNew: try reader.boolean())
        try reader.finish()
    }

    public func json() -> JSONValue {
        .members([("device", .identifier(device)), ("new", .boolean(isNew))])
    }
}
