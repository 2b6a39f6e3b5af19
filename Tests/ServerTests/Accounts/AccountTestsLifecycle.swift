import CryptoAdapters
import ServerCore
import Shared
import Testing

@Suite struct `Accounts from invitation to leaving` {
    @Test(arguments: AccountStoreKind.allCases)
    func `an invited person enrols a device and is known by its token`(
        kind: AccountStoreKind
    ) throws {
        let register = try AccountTestRegister(kind)
        let invitation = try register.invite(.named("Lan"))
        #expect(invitation.isNewPerson)
        #expect(invitation.actor.number == 1)
        let code = try #require(InvitationCode(invitation.code.text))
        let request = try AccountTestDevice().request(code, register: register.info.id)
        let receipt = try register.enroll(request)
        #expect(receipt.register == register.info.id)
        #expect(receipt.registerName == "Register")
        #expect(receipt.actor == 1)
        #expect(receipt.scopes.map(\.name) == ["common", "restricted/tourism"])
        #expect(try register.caller(receipt.token) == Caller(standing: .active, actor: 1))
        let device = try #require(try register.device(receipt.device))
        #expect(device.name == "Laptop")
        #expect(device.person == invitation.person.id)
        #expect(device.signingKey == request.signingKey)
        #expect(device.enrolledAt == 20)
        #expect(device.tokenHash == SHA256Hash.hash(receipt.token.bytes))
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `nobody has an unknown token`(kind: AccountStoreKind) throws {
        let register = try AccountTestRegister(kind)
        _ = try register.join(.named("Lan"))
        var random = AccountRandom(seed: 77)
        #expect(try register.caller(AccessToken(using: &random)) == nil)
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `a revoked device is known but not active`(kind: AccountStoreKind) throws {
        let register = try AccountTestRegister(kind)
        let receipt = try register.join(.named("Lan"))
        let revoke = { (lostSince: Int64?, now: Int64) in
            try register.store.write {
                try register.service.revoke(
                    receipt.device,
                    lostSince: lostSince,
                    at: now,
                    in: &$0
                )
            }
        }
        #expect(try revoke(30, 40).state == .revoked(at: 40, lostSince: 30))
        #expect(try register.caller(receipt.token)?.standing == .revoked)
        #expect(try revoke(nil, 50).state == .revoked(at: 40, lostSince: 30))
        #expect(try revoke(25, 60).state == .revoked(at: 40, lostSince: 25))
        #expect(throws: AccountError.invalidTime) { try revoke(71, 70) }
        #expect(try register.device(receipt.device)?.state == .revoked(at: 40, lostSince: 25))
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `all devices of a person who has left are refused`(kind: AccountStoreKind) throws {
        let register = try AccountTestRegister(kind)
        let first = try register.join(.named("Lan"))
        let second = try register.join(.named("Lan"))
        let other = try register.join(.named("Minh"))
        let open = try register.invite(.named("Lan"))
        try register.store.write { try register.service.disable(open.person.id, in: &$0) }
        #expect(try register.caller(first.token)?.standing == .revoked)
        #expect(try register.caller(second.token)?.standing == .revoked)
        #expect(try register.caller(other.token)?.standing == .active)
        let version = try register.store.directory().version
        try register.store.write { try register.service.disable(open.person.id, in: &$0) }
        #expect(try register.store.directory().version == version)
        let request = try AccountTestDevice().request(open.code, register: register.info.id)
        #expect(throws: AccountError.enrolmentRefused) { try register.enroll(request) }
        #expect(throws: AccountError.personDisabled(open.person.id)) {
            try register.invite(.known(open.person.id))
        }
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `what a person did before moving stays with the old department`(
        kind: AccountStoreKind
    ) throws {
        let register = try AccountTestRegister(kind)
        let receipt = try register.join(.named("Lan"), "tourism", .lead)
        let revoked = try register.join(.named("Lan"), "tourism", .lead)
        let open = try register.invite(.named("Lan"), "tourism", .lead)
        let actors = try register.store.write {
            try register.service.revoke(revoked.device, lostSince: nil, at: 30, in: &$0)
            return try register.service.move(open.person.id, to: "hufo", in: &$0)
        }
        #expect(actors.map(\.number) == [2])
        #expect(actors.first?.role == .lead)
        #expect(try register.caller(receipt.token) == Caller(standing: .active, actor: 2))
        #expect(try register.device(revoked.device)?.actor == 1)
        let late = try register.enroll(
            try AccountTestDevice().request(open.code, register: register.info.id)
        )
        #expect(late.actor == 2)
        let directory = try register.store.write { try $0.directory() }
        #expect(directory.actor(1)?.department == "tourism")
        #expect(directory.actor(2)?.department == "hufo")
        #expect(directory.actor(1)?.person == directory.actor(2)?.person)
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `who moves back is the actor of before`(kind: AccountStoreKind) throws {
        let register = try AccountTestRegister(kind)
        let receipt = try register.join(.named("Lan"))
        let person = try #require(try register.device(receipt.device)).person
        for (department, number) in [("hufo", UInt32(2)), ("tourism", 1), ("hufo", 2)] {
            let before = try register.store.directory().version
            let actors = try register.store.write {
                try register.service.move(person, to: department, in: &$0)
            }
            #expect(actors.map(\.number) == [number])
            #expect(try register.store.directory().version > before)
            #expect(try register.caller(receipt.token)?.actor == number)
        }
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `the numbers of actors never come back after some were left out`(
        kind: AccountStoreKind
    ) throws {
        let register = try AccountTestRegister(kind)
        _ = try register.invite(.named("Lan"))
        try register.store.write { try register.service.skipActorNumbers(1000, in: &$0) }
        #expect(try register.invite(.named("Minh")).actor.number == 1002)
        #expect(throws: StoreError.self) {
            try register.store.write { try register.service.skipActorNumbers(.max, in: &$0) }
        }
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `a register is made once`(kind: AccountStoreKind) throws {
        let register = try AccountTestRegister(kind)
        #expect(throws: AccountError.registerExists(register.info.id)) {
            try register.store.write {
                try register.service.createRegister(
                    named: "Another",
                    at: 5,
                    using: &register.random,
                    in: &$0
                )
            }
        }
        #expect(try register.store.contents().register == register.info)
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `the schema document is kept with its version`(kind: AccountStoreKind) throws {
        let store = try kind.open()
        #expect(try store.write { try $0.schemaDocument() } == nil)
        for version in UInt64(1)...2 {
            let document = SchemaDocument(version: version, bytes: [0, UInt8(version)])
            try store.write { try $0.setSchemaDocument(document) }
            #expect(try store.write { try $0.schemaDocument() } == document)
        }
    }
}
