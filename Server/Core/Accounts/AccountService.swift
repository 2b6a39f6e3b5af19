package import Shared

/// Decides about people, devices, codes and tokens.
///
/// No I/O of its own: it decides over one transaction that a store hands it, so that what it checks
/// still holds when it writes. The caller commits when it returns and rolls back when it throws.
/// Random numbers must be fit for secrets; times are milliseconds since 1970.
package struct AccountService<Hash: HashFunction, Verifier: SignatureVerifier> {
    let verifier: Verifier

    package init(hash _: Hash.Type, verifier: Verifier) { self.verifier = verifier }
}

extension AccountService: Sendable where Verifier: Sendable {}

extension AccountService {
    /// Gives the register its identity.
    ///
    /// - Throws: ``AccountError/registerExists(_:)``, ``AccountError/invalidName(reason:)``;
    ///   ``StoreError``.
    package func createRegister(
        named name: String,
        at now: Int64,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some AccountTransaction
    ) throws -> RegisterInfo {
        if let info = try transaction.registerInfo() {
            throw AccountError.registerExists(info.id)
        }
        let info = RegisterInfo(
            id: .random(using: &random),
            name: try checkedName(name, bytesMax: EnrolmentReceipt.registerNameBytesMax),
            created: now
        )
        try transaction.setRegisterInfo(info)
        return info
    }

    /// Who shows this token; nil when nobody has it.
    ///
    /// A revoked device, and that of a person who has left, is known but not let in: see
    /// ``Caller/Standing``. Tokens are found by their hash, so that the time it takes tells nothing
    /// about them.
    package func authenticate(
        _ token: AccessToken,
        in transaction: some AccountTransaction
    ) throws(StoreError) -> (device: Device, caller: Caller)? {
        guard let device = try transaction.device(tokenHash: token.hash(by: Hash.self)) else {
            return nil
        }
        return (device, try caller(device, in: transaction))
    }

    /// How a device stands: whatever carries what it sends.
    package func caller(
        _ device: Device,
        in transaction: some AccountTransaction
    ) throws(StoreError) -> Caller {
        guard let person = try transaction.person(device.person) else {
            throw .corrupted("the person of device \(device.id.text) is missing")
        }
        let isActive = device.isActive && !person.isDisabled
        return Caller(
            standing: isActive ? .active : .revoked,
            actor: device.actor,
            mayWrite: try transaction.actor(device.actor)?.role.mayWrite ?? false
        )
    }

    /// Notes that a device has synchronised up to `sequence` of scope `common`.
    package func noteSync(
        of device: RecordID,
        at now: Int64,
        through sequence: ServerSequence,
        in transaction: inout some AccountTransaction
    ) throws {
        guard var device = try transaction.device(device) else {
            throw AccountError.unknownDevice(device)
        }
        device.lastSync = now
        device.lastSequence = sequence
        try transaction.save(device)
    }

    /// Checks that a device may write as these replicas; the first to do so owns a replica.
    ///
    /// - Throws: ``AccountError/replicaOfAnother(_:)``, ``AccountError/tooManyReplicas``,
    ///   ``AccountError/unknownDevice(_:)``; ``StoreError``.
    package func claim(
        _ replicas: [ReplicaID],
        by device: RecordID,
        in transaction: inout some AccountTransaction
    ) throws {
        guard try transaction.device(device) != nil else {
            throw AccountError.unknownDevice(device)
        }
        for replica in replicas {
            if let owner = try transaction.owner(of: replica) {
                guard owner == device else { throw AccountError.replicaOfAnother(replica) }
                continue
            }
            let count = try transaction.replicaCount(of: device)
            guard count < AccountLimits.replicasPerDeviceMax else {
                throw AccountError.tooManyReplicas
            }
            try transaction.saveOwner(device, of: replica)
        }
    }

    /// Keeps a replica for the server: to be called with the identity of every scope and epoch.
    ///
    /// - Throws: ``AccountError/replicaOfAnother(_:)``; ``StoreError``.
    package func reserve(
        _ replica: ReplicaID,
        in transaction: inout some AccountTransaction
    ) throws {
        if let owner = try transaction.owner(of: replica), owner != .server {
            throw AccountError.replicaOfAnother(replica)
        }
        try transaction.saveOwner(.server, of: replica)
    }

    /// A name as it is stored: one line in NFC with something to see in it.
    func checkedName(_ text: String, bytesMax: Int) throws(AccountError) -> String {
        let name: String
        do throws(InputTextError) {
            name = try InputText.line(text)
        } catch {
            throw .invalidName(reason: error.message)
        }
        guard name.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw .invalidName(reason: "it is empty")
        }
        guard name.utf8.count <= bytesMax else {
            throw .invalidName(reason: "it has more than \(bytesMax) bytes")
        }
        return name
    }
}
