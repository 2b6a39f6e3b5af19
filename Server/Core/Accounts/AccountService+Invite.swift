package import Shared

/// Whom an invitation is for.
package enum InvitedPerson: Hashable, Sendable {
    /// Whoever is known by this name at the department; somebody new where nobody has it.
    case named(String)
    /// Somebody who is known.
    case known(RecordID)
    /// Somebody new, even if others have the same name.
    case newcomer(String)
}

/// A one-time code with what it is good for.
package struct Invitation: Hashable, Sendable {
    /// To be handed to the person; it is stored nowhere.
    package let code: InvitationCode
    package let stored: EnrolmentCode
    package let person: Person
    package let actor: Actor
    /// Whether the person was entered for this invitation.
    package let isNewPerson: Bool
}

extension AccountService {
    /// Issues a code with which one device joins the register as `invited`.
    ///
    /// The code ends with `epoch`, the present one of scope `common`.
    ///
    /// - Throws: ``AccountError``; ``StoreError``.
    package func invite(
        _ invited: InvitedPerson,
        department: String,
        role: Role,
        expires: Int64,
        epoch: Epoch?,
        at now: Int64,
        using random: inout some RandomNumberGenerator,
        in transaction: inout some AccountTransaction
    ) throws -> Invitation {
        guard try transaction.registerInfo() != nil else { throw AccountError.noRegister }
        try check(department: department)
        let (longest, overflows) = now.addingReportingOverflow(
            AccountLimits.codeDaysMax * 86_400_000
        )
        guard expires > now, overflows || expires <= longest else {
            throw AccountError.invalidExpiry
        }
        let known = try known(invited, department: department, in: transaction)
        let person: Person
        if let known {
            guard !known.isDisabled else { throw AccountError.personDisabled(known.id) }
            person = known
        } else {
            person = Person(
                id: RecordID(milliseconds: now, using: &random),
                name: try name(of: invited)
            )
            try transaction.save(person)
        }
        let actor = try actor(for: person.id, at: department, as: role, in: &transaction)
        let code = InvitationCode(using: &random)
        let stored = EnrolmentCode(
            hash: code.hash(by: Hash.self),
            expires: expires,
            actor: actor.number,
            epoch: epoch
        )
        try transaction.setEnrolmentCode(stored)
        return Invitation(
            code: code,
            stored: stored,
            person: person,
            actor: actor,
            isNewPerson: known == nil
        )
    }

    /// The person meant by an invitation; nil for somebody new.
    private func known(
        _ invited: InvitedPerson,
        department: String,
        in transaction: some AccountTransaction
    ) throws -> Person? {
        switch invited {
        case .newcomer: return nil
        case .known(let id):
            guard let person = try transaction.person(id) else {
                throw AccountError.unknownPerson(id)
            }
            return person
        case .named:
            let found = try transaction.persons(named: try name(of: invited))
            guard let only = found.first else { return nil }
            // Elsewhere the same name may well be somebody else's: taking them for one person would
            // put one's work under the other's name.
            let actors = try presentActors(of: only.id, in: transaction)
            guard found.count == 1, actors.contains(where: { isSame($0.department, department) })
            else { throw AccountError.ambiguousName(found.map(\.id)) }
            return only
        }
    }

    private func name(of invited: InvitedPerson) throws(AccountError) -> String {
        switch invited {
        case .named(let name), .newcomer(let name):
            try checkedName(name, bytesMax: DirectoryDocument.nameBytesMax)
        case .known: throw .invalidName(reason: "it is an id")
        }
    }

    /// The places that a person fills now: those of the devices in use and the codes handed out; else
    /// all there ever were.
    package func presentActors(
        of person: RecordID,
        in transaction: some AccountTransaction
    ) throws -> [Actor] {
        let all = try transaction.actors(of: person)
        var numbers = Set(try transaction.unusedEnrolmentCodes().map(\.actor))
        for device in try transaction.devices(of: person) where device.isActive {
            numbers.insert(device.actor)
        }
        let present = all.filter { numbers.contains($0.number) }
        return present.isEmpty ? all : present
    }

    /// The actor of a person in one role at one department, entered if need be.
    func actor(
        for person: RecordID,
        at department: String,
        as role: Role,
        in transaction: inout some AccountTransaction
    ) throws -> Actor {
        let known = try transaction.actors(of: person).first {
            isSame($0.department, department) && $0.role == role
        }
        if let known { return known }
        let number = try transaction.nextActorNumber()
        guard number < .max else { throw StoreError.failed("all actors' numbers are in use") }
        let actor = Actor(number: number, person: person, department: department, role: role)
        try transaction.setNextActorNumber(number + 1)
        try transaction.save(actor)
        return actor
    }

    /// Leaves out the next `count` numbers of actors.
    ///
    /// For a server restored from a backup: the numbers that it gave out afterwards are in changes of
    /// its clients, and must not come to mean somebody else.
    package func skipActorNumbers(
        _ count: UInt32,
        in transaction: inout some AccountTransaction
    ) throws {
        let (number, overflows) = try transaction.nextActorNumber()
            .addingReportingOverflow(count)
        guard !overflows else { throw StoreError.failed("all actors' numbers are in use") }
        try transaction.setNextActorNumber(number)
    }

    /// A department's code must also be good as a part of the names of scopes.
    package func check(department: String) throws(AccountError) {
        let isAllowed = department.utf8.allSatisfy { byte in
            switch byte {
            case 0x61...0x7A, 0x30...0x39, 0x2D, 0x5F: true
            default: false
            }
        }
        guard isAllowed, !department.utf8.isEmpty,
            department.utf8.count <= AccountLimits.departmentBytesMax
        else { throw .invalidDepartment }
    }

    func isSame(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
}
