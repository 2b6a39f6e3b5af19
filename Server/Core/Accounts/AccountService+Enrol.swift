package import Shared

/// Signs with the server's Ed25519 key, which has this seed.
package typealias ServerSigner = (_ message: [UInt8], _ seed: [UInt8]) throws -> [UInt8]

extension AccountService {
    /// Turns a code into a device with a token.
    ///
    /// Of many uses of one code exactly one wins. The same keys may ask again, until the code expires
    /// or the device has synchronised: an answer may have been lost, so they get a new token, and the
    /// one before ends. The keys are looked at before the code, which is thus not to be guessed
    /// cheaply.
    ///
    /// `epoch` is the present one of scope `common`; `scopes` says what an actor may replicate; `sign`
    /// signs the certificate, without which there is none.
    ///
    /// - Throws: ``AccountError``; ``StoreError``; what `scopes` throws.
    package func enroll(
        _ request: EnrolmentRequest,
        epoch: Epoch?,
        at now: Int64,
        scopes: (Actor) throws -> [ScopeID],
        sign: ServerSigner? = nil,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some AccountTransaction
    ) throws -> EnrolmentReceipt {
        guard let register = try transaction.registerInfo() else { throw AccountError.noRegister }
        let name = try checkedName(
            request.device,
            bytesMax: EnrolmentRequest.deviceNameBytesMax
        )
        let hash = request.code.hash(by: Hash.self)
        try check(request, register: register.id, code: hash)
        guard var code = try transaction.enrolmentCode(hash), now < code.expires,
            code.epoch == nil || code.epoch == epoch
        else { throw AccountError.enrolmentRefused }

        let token = AccessToken(using: &random)
        var device: Device
        if let user = code.usedBy {
            device = try repeated(request, by: user, in: transaction)
            device.tokenHash = token.hash(by: Hash.self)
        } else {
            guard try transaction.device(signingKey: request.signingKey) == nil else {
                throw AccountError.unacceptableKey
            }
            let actor = try present(code.actor, in: transaction)
            device = Device(
                id: RecordID(milliseconds: now, using: &random),
                name: name,
                person: actor.person,
                actor: actor.number,
                signingKey: request.signingKey,
                agreementKey: request.agreementKey,
                tokenHash: token.hash(by: Hash.self),
                enrolledAt: now
            )
        }
        let actor = try present(device.actor, in: transaction)
        try transaction.save(device)
        code.usedBy = device.id
        try transaction.setEnrolmentCode(code)
        return EnrolmentReceipt(
            device: device.id,
            token: token,
            register: register.id,
            registerName: register.name,
            actor: actor.number,
            scopes: try scopes(actor),
            certificate: try certificate(of: device, actor, register, sign, transaction)
        )
    }

    private func certificate(
        of device: Device,
        _ actor: Actor,
        _ register: RegisterInfo,
        _ sign: ServerSigner?,
        _ transaction: some AccountTransaction
    ) throws -> [UInt8] {
        guard let sign, let keys = try transaction.serverKeys(),
            let person = try transaction.person(device.person)
        else { return [] }
        let certificate = EnrolmentCertificate(
            register: register.id,
            device: device.id,
            deviceName: device.name,
            person: person.id,
            personName: person.name,
            actor: actor.number,
            department: actor.department,
            role: actor.role,
            signingKey: device.signingKey,
            agreementKey: device.agreementKey,
            tokenHash: device.tokenHash,
            enrolledAt: device.enrolledAt
        )
        let statement = EnrolmentCertificate.statement(certificate.body)
        return certificate.encoded(signature: try sign(statement, keys.signingSeed))
    }

    private func check(
        _ request: EnrolmentRequest,
        register: RegisterID,
        code: Hash256
    ) throws(AccountError) {
        guard verifier.isAcceptable(publicKey: request.signingKey),
            verifier.isAcceptable(agreementKey: request.agreementKey)
        else { throw .unacceptableKey }
        let statement = EnrolmentRequest.statement(
            register: register,
            code: code,
            signingKey: request.signingKey,
            agreementKey: request.agreementKey
        )
        guard
            verifier.isValid(
                signature: request.proof,
                message: statement,
                publicKey: request.signingKey
            )
        else { throw .badProof }
    }

    /// The device that used the code, if it is the one that asks again.
    private func repeated(
        _ request: EnrolmentRequest,
        by user: RecordID,
        in transaction: some AccountTransaction
    ) throws -> Device {
        guard let device = try transaction.device(user) else {
            throw StoreError.corrupted("the device \(user.text) is missing")
        }
        guard device.signingKey == request.signingKey,
            device.agreementKey == request.agreementKey, device.isActive, device.lastSync == nil
        else { throw AccountError.enrolmentRefused }
        return device
    }

    /// The actor of a code or a device, if its person has not left.
    private func present(
        _ number: UInt32,
        in transaction: some AccountTransaction
    ) throws -> Actor {
        guard let actor = try transaction.actor(number),
            let person = try transaction.person(actor.person)
        else { throw StoreError.corrupted("the actor \(number) is missing") }
        guard !person.isDisabled else { throw AccountError.enrolmentRefused }
        return actor
    }
}
