package import Shared

/// What a register knows of people and their devices.
package struct AccountRoll: Sendable {
    package let persons: [Person]
    package let actors: [Actor]
    package let devices: [Device]
    package let owners: [ReplicaOwner]
    package let nextActorNumber: UInt32
    package let directoryVersion: UInt64

    package init(of transaction: some AccountTransaction) throws(StoreError) {
        persons = try transaction.persons()
        actors = try transaction.actors()
        devices = try transaction.devices()
        owners = try transaction.replicaOwners()
        nextActorNumber = try transaction.nextActorNumber()
        directoryVersion = try transaction.directoryVersion()
    }
}

extension AccountService {
    /// What ``readmit(_:in:)`` found that the older copy lacked.
    package struct Readmission: Equatable, Sendable {
        package var persons = 0
        package var devices = 0
        /// Devices whose access had been withdrawn since.
        package var revoked = 0
    }

    /// Enters into an older copy of a register who came after it was made, and withdraws again what was
    /// withdrawn since.
    ///
    /// People and devices are no part of what clients bring back: without this a device that was
    /// enrolled after a backup would be shut out with the changes it holds.
    package func readmit(
        _ roll: AccountRoll,
        in transaction: inout some AccountTransaction
    ) throws -> Readmission {
        var result = Readmission()
        for person in roll.persons {
            guard var known = try transaction.person(person.id) else {
                try transaction.save(person)
                result.persons += 1
                continue
            }
            known.isDisabled = known.isDisabled || person.isDisabled
            try transaction.save(known)
        }
        for actor in roll.actors where try transaction.actor(actor.number) == nil {
            try transaction.save(actor)
        }
        for device in roll.devices {
            try readmit(device, &result, in: &transaction)
        }
        for owner in roll.owners where try transaction.owner(of: owner.replica) == nil {
            try transaction.saveOwner(owner.device, of: owner.replica)
        }
        let number = max(try transaction.nextActorNumber(), roll.nextActorNumber)
        try transaction.setNextActorNumber(number)
        try skipDirectoryVersions(through: roll.directoryVersion, in: &transaction)
        return result
    }

    /// Enrols a device again that this server enrolled before it was put back to an earlier time.
    ///
    /// Everybody else is refused: nobody is ever removed from a register, so that a device which is not
    /// known here has been forgotten with what came after the backup. That it was withdrawn since is
    /// forgotten too; whoever restores is told.
    ///
    /// - Parameters:
    ///   - bytes: The device's ``EnrolmentCertificate``.
    ///   - token: What it shows.
    ///   - transaction: What is read and written.
    /// - Returns: The device, and whether it was not known.
    /// - Throws: ``AccountError/badCertificate``; `CBORError`; ``StoreError``.
    package func readmit(
        _ bytes: [UInt8],
        showing token: AccessToken,
        in transaction: inout some AccountTransaction
    ) throws -> (device: Device, isNew: Bool) {
        guard let register = try transaction.registerInfo(),
            let keys = try transaction.serverKeys(),
            let certificate = try EnrolmentCertificate.read(
                bytes,
                signedBy: keys.published.signing,
                verifier
            ),
            certificate.register == register.id,
            certificate.tokenHash == token.hash(by: Hash.self)
        else { throw AccountError.badCertificate }
        if let known = try transaction.device(certificate.device) { return (known, false) }
        guard let restored = try transaction.restoredAt(), certificate.enrolledAt < restored,
            try transaction.device(signingKey: certificate.signingKey) == nil
        else { throw AccountError.badCertificate }
        if try transaction.person(certificate.person) == nil {
            try transaction.save(Person(id: certificate.person, name: certificate.personName))
        }
        let actor = Actor(
            number: certificate.actor,
            person: certificate.person,
            department: certificate.department,
            role: certificate.role
        )
        if let known = try transaction.actor(actor.number) {
            guard known == actor else { throw AccountError.badCertificate }
        } else {
            try transaction.save(actor)
        }
        let device = Device(
            id: certificate.device,
            name: certificate.deviceName,
            person: certificate.person,
            actor: certificate.actor,
            signingKey: certificate.signingKey,
            agreementKey: certificate.agreementKey,
            tokenHash: certificate.tokenHash,
            enrolledAt: certificate.enrolledAt
        )
        try transaction.save(device)
        return (device, true)
    }

    private func readmit(
        _ device: Device,
        _ result: inout Readmission,
        in transaction: inout some AccountTransaction
    ) throws {
        var present = device
        if let known = try transaction.device(device.id) {
            if known.isActive, !device.isActive { result.revoked += 1 }
            // Withdrawn is withdrawn, whichever of the two says so.
            if !known.isActive { present.state = known.state }
            present.lastSequence = known.lastSequence
        } else {
            result.devices += 1
            // It counted in a history that is no more.
            present.lastSequence = nil
        }
        try transaction.save(present)
    }

    /// Makes the directory newer than any that a client may hold, up to and with `version`.
    package func skipDirectoryVersions(
        through version: UInt64,
        in transaction: inout some AccountTransaction
    ) throws(StoreError) {
        let next = max(try transaction.directoryVersion(), version) + 1
        try transaction.setDirectoryVersion(next)
    }
}
