package import Shared

extension AccountService {
    /// Withdraws a device's access, from its next request on.
    ///
    /// Somebody else may have had the device since `lostSince`. Revoking again keeps the first time,
    /// and the earlier of the times of loss.
    ///
    /// - Returns: The device as it is now.
    /// - Throws: ``AccountError/unknownDevice(_:)``, ``AccountError/invalidTime``; ``StoreError``.
    @discardableResult
    package func revoke(
        _ id: RecordID,
        lostSince: Int64?,
        at now: Int64,
        in transaction: inout some AccountTransaction
    ) throws -> Device {
        guard var device = try transaction.device(id) else {
            throw AccountError.unknownDevice(id)
        }
        if let lostSince, lostSince > now { throw AccountError.invalidTime }
        switch device.state {
        case .active: device.state = .revoked(at: now, lostSince: lostSince)
        case .revoked(let at, let earlier):
            let since = [earlier, lostSince].compactMap { $0 }.min()
            device.state = .revoked(at: at, lostSince: since)
        }
        try transaction.save(device)
        return device
    }

    /// Moves a person to another department: active devices and unused codes get an actor there, in
    /// the role that they had.
    ///
    /// What the person did before stays with the department for which it was done.
    ///
    /// - Returns: The person's actors at the department, by number: one a role.
    /// - Throws: ``AccountError/unknownPerson(_:)``, ``AccountError/personDisabled(_:)``,
    ///   ``AccountError/invalidDepartment``; ``StoreError``.
    @discardableResult
    package func move(
        _ id: RecordID,
        to department: String,
        in transaction: inout some AccountTransaction
    ) throws -> [Actor] {
        try check(department: department)
        guard let person = try transaction.person(id) else { throw AccountError.unknownPerson(id) }
        guard !person.isDisabled else { throw AccountError.personDisabled(id) }
        var successors: [UInt32: Actor] = [:]
        for actor in try presentActors(of: id, in: transaction) {
            successors[actor.number] = try self.actor(
                for: id,
                at: department,
                as: actor.role,
                in: &transaction
            )
        }
        for var device in try transaction.devices(of: id) where device.isActive {
            guard let actor = successors[device.actor] else { continue }
            device.actor = actor.number
            try transaction.save(device)
        }
        for var code in try transaction.unusedEnrolmentCodes() {
            guard let actor = successors[code.actor], actor.number != code.actor else { continue }
            code.actor = actor.number
            try transaction.setEnrolmentCode(code)
        }
        return Set(successors.values).sorted { $0.number < $1.number }
    }

    /// Marks a person as having left: all their devices and codes are refused from now on.
    ///
    /// - Throws: ``AccountError/unknownPerson(_:)``; ``StoreError``.
    package func disable(
        _ id: RecordID,
        in transaction: inout some AccountTransaction
    ) throws {
        guard var person = try transaction.person(id) else { throw AccountError.unknownPerson(id) }
        person.isDisabled = true
        try transaction.save(person)
    }
}
