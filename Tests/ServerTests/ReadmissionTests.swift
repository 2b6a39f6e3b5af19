import CryptoAdapters
import ServerCore
import Shared
import Testing

/// Devices that the server has forgotten since it enrolled them.
struct ReadmissionTests {
    private static let service = AccountService(hash: SHA256Hash.self, verifier: Ed25519Verifier())
    private static let key = SigningKey()

    /// A register, an older copy of it, and what a device got that came between.
    private struct Case {
        var now: MemoryServerStore
        var before: MemoryServerStore
        let receipt: EnrolmentReceipt
    }

    private static func enrolled() throws -> Case {
        var random = SystemRandomNumberGenerator()
        var store = MemoryServerStore()
        let info = try service.createRegister(named: "R", at: 1, using: &random, in: &store)
        let agreement = AgreementKey()
        store.setServerKeys(
            ServerKeys(
                signingSeed: key.seed,
                agreementSecret: agreement.secret,
                published: DirectoryDocument.ServerKeys(
                    signing: key.publicKey,
                    agreement: agreement.publicKey
                )
            )
        )
        let before = store
        let invitation = try service.invite(
            .newcomer("Giang"),
            department: "finance",
            role: .editor,
            expires: 10_000,
            epoch: nil,
            at: 1000,
            using: &random,
            in: &store
        )
        let device = AccountTestDevice()
        let receipt = try service.enroll(
            device.request(invitation.code, register: info.id),
            epoch: nil,
            at: 2000,
            scopes: { _ in [.common] },
            sign: { message, seed in
                #expect(seed == key.seed)
                return try key.sign(message)
            },
            using: &random,
            in: &store
        )
        return Case(now: store, before: before, receipt: receipt)
    }

    private static func readmit(
        _ certificate: [UInt8],
        _ token: AccessToken,
        in store: inout MemoryServerStore
    ) throws -> Bool {
        try service.readmit(certificate, showing: token, in: &store).isNew
    }

    @Test func `an older copy learns of the device by its certificate, once`() throws {
        var register = try Self.enrolled()
        let receipt = register.receipt
        register.before.noteRestoration(at: 5000)
        #expect(try Self.readmit(receipt.certificate, receipt.token, in: &register.before))
        #expect(try !Self.readmit(receipt.certificate, receipt.token, in: &register.before))
        let found = try Self.service.authenticate(receipt.token, in: register.before)
        #expect(found?.device == register.now.device(receipt.device))
        #expect(found?.caller.standing == .active)
        #expect(register.before.persons() == register.now.persons())
        #expect(register.before.actors() == register.now.actors())
    }

    @Test func `a known device gains nothing by it, withdrawn or not`() throws {
        var register = try Self.enrolled()
        let receipt = register.receipt
        var device = try #require(register.now.device(receipt.device))
        device.state = .revoked(at: 3000, lostSince: nil)
        register.now.setDevice(device)
        register.now.noteRestoration(at: 5000)
        #expect(try !Self.readmit(receipt.certificate, receipt.token, in: &register.now))
        let found = try Self.service.authenticate(receipt.token, in: register.now)
        #expect(found?.caller.standing == .revoked)
    }

    @Test func `without a restore since, with another token or a changed bit it is refused`() throws
    {
        var register = try Self.enrolled()
        let receipt = register.receipt
        var random = SystemRandomNumberGenerator()
        #expect(throws: AccountError.badCertificate) {
            try Self.readmit(receipt.certificate, receipt.token, in: &register.before)
        }
        register.before.noteRestoration(at: 1500)
        #expect(throws: AccountError.badCertificate) {
            try Self.readmit(receipt.certificate, receipt.token, in: &register.before)
        }
        register.before.noteRestoration(at: 5000)
        #expect(throws: AccountError.badCertificate) {
            let token = AccessToken(using: &random)
            _ = try Self.readmit(receipt.certificate, token, in: &register.before)
        }
        for index in receipt.certificate.indices {
            var changed = receipt.certificate
            changed[index] ^= 1
            var store = register.before
            #expect(throws: (any Error).self) {
                try Self.readmit(changed, receipt.token, in: &store)
            }
            #expect(store.devices().isEmpty)
        }
        var other = try Self.enrolled().before
        other.noteRestoration(at: 5000)
        #expect(throws: AccountError.badCertificate) {
            try Self.readmit(receipt.certificate, receipt.token, in: &other)
        }
    }
}
