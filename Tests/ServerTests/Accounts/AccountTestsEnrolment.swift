import CryptoAdapters
import ServerCore
import Shared
import Testing

@Suite struct `Enrolment` {
    @Test(arguments: AccountStoreKind.allCases)
    func `of two devices with one code exactly one wins`(kind: AccountStoreKind) throws {
        let register = try AccountTestRegister(kind)
        let code = try register.invite(.named("Lan")).code
        let first = try AccountTestDevice().request(code, register: register.info.id)
        let second = try AccountTestDevice().request(code, register: register.info.id)
        _ = try register.enroll(first)
        #expect(throws: AccountError.enrolmentRefused) { try register.enroll(second) }
        #expect(try register.store.contents().devices.map(\.signingKey) == [first.signingKey])
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `the same request again gives the same device a new token`(
        kind: AccountStoreKind
    ) throws {
        let register = try AccountTestRegister(kind)
        let code = try register.invite(.named("Lan")).code
        let request = try AccountTestDevice().request(code, register: register.info.id)
        let lost = try register.enroll(request)
        let version = try register.store.directory().version
        let receipt = try register.enroll(request, at: 30)
        #expect(receipt.device == lost.device)
        #expect(receipt.token != lost.token)
        #expect(try register.caller(lost.token) == nil)
        #expect(try register.caller(receipt.token)?.standing == .active)
        #expect(try register.store.contents().devices.count == 1)
        #expect(try register.store.directory().version == version)
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `a request is not repeated once its device has synchronised, was revoked or is late`(
        kind: AccountStoreKind
    ) throws {
        let register = try AccountTestRegister(kind)
        for step in 0..<3 {
            let code = try register.invite(.named("Lan")).code
            let request = try AccountTestDevice().request(code, register: register.info.id)
            let receipt = try register.enroll(request)
            try register.store.write {
                if step == 0 {
                    try register.service.noteSync(
                        of: receipt.device,
                        at: 30,
                        through: 7,
                        in: &$0
                    )
                }
                if step == 1 {
                    try register.service.revoke(
                        receipt.device,
                        lostSince: nil,
                        at: 30,
                        in: &$0
                    )
                }
            }
            #expect(throws: AccountError.enrolmentRefused, "step \(step)") {
                try register.enroll(request, at: step == 2 ? 1000 : 40)
            }
            #expect(try register.caller(receipt.token) != nil, "step \(step)")
        }
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `a request with another agreement key is not the same`(kind: AccountStoreKind) throws {
        let register = try AccountTestRegister(kind)
        let code = try register.invite(.named("Lan")).code
        let device = AccountTestDevice()
        let receipt = try register.enroll(try device.request(code, register: register.info.id))
        let other = AccountTestDevice(signing: device.signing)
        let request = try other.request(code, register: register.info.id)
        #expect(throws: AccountError.enrolmentRefused) { try register.enroll(request) }
        #expect(try register.caller(receipt.token)?.standing == .active)
    }

    @Test(
        arguments: AccountStoreKind.allCases,
        [(Int64(999), true), (1000, false), (1001, false)]
    )
    func `a code is good until the millisecond before it expires`(
        kind: AccountStoreKind,
        use: (at: Int64, isGood: Bool)
    ) throws {
        let register = try AccountTestRegister(kind)
        let code = try register.invite(.named("Lan"), expires: 1000).code
        let request = try AccountTestDevice().request(code, register: register.info.id)
        if use.isGood {
            _ = try register.enroll(request, at: use.at)
        } else {
            #expect(throws: AccountError.enrolmentRefused) {
                try register.enroll(request, at: use.at)
            }
            #expect(try register.store.contents().devices == [])
        }
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `a code ends with the epoch`(kind: AccountStoreKind) throws {
        let register = try AccountTestRegister(kind)
        let epoch = Epoch(high: 1, low: 2)
        let code = try register.invite(.named("Lan"), epoch: epoch).code
        let request = try AccountTestDevice().request(code, register: register.info.id)
        #expect(throws: AccountError.enrolmentRefused) {
            try register.enroll(request, epoch: Epoch(high: 3, low: 4))
        }
        #expect(throws: AccountError.enrolmentRefused) { try register.enroll(request, epoch: nil) }
        _ = try register.enroll(request, epoch: epoch)
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `an unknown code is refused like a used one`(kind: AccountStoreKind) throws {
        let register = try AccountTestRegister(kind)
        var random = AccountRandom(seed: 99)
        let code = InvitationCode(using: &random)
        let request = try AccountTestDevice().request(code, register: register.info.id)
        #expect(throws: AccountError.enrolmentRefused) { try register.enroll(request) }
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `a key of small order is refused and the code stays good`(
        kind: AccountStoreKind
    ) throws {
        let register = try AccountTestRegister(kind)
        let code = try register.invite(.named("Lan")).code
        let good = try AccountTestDevice().request(code, register: register.info.id)
        let identity = [1] + [UInt8](repeating: 0, count: 31)
        let weak = EnrolmentRequest(
            code: code,
            device: "Laptop",
            signingKey: identity,
            agreementKey: good.agreementKey,
            proof: identity + [UInt8](repeating: 0, count: 32)
        )
        #expect(throws: AccountError.unacceptableKey) { try register.enroll(weak) }
        let open = EnrolmentRequest(
            code: code,
            device: "Laptop",
            signingKey: good.signingKey,
            agreementKey: identity,
            proof: good.proof
        )
        #expect(throws: AccountError.unacceptableKey) { try register.enroll(open) }
        _ = try register.enroll(good)
    }

    @Test func `the proof is for one register, one code and both keys`() throws {
        let register = try AccountTestRegister(.memory)
        let code = try register.invite(.named("Lan")).code
        let other = try register.invite(.named("Lan")).code
        let device = AccountTestDevice()
        let good = try device.request(code, register: register.info.id)
        let strange = try device.request(code, register: RegisterID(high: 0, low: 1))
        let swapped = try device.request(other, register: register.info.id)
        let agreement = AgreementKey().publicKey
        let cases: [(key: [UInt8], proof: [UInt8])] = [
            (good.agreementKey, strange.proof), (good.agreementKey, swapped.proof),
            (agreement, good.proof), (good.agreementKey, []),
        ]
        for (index, item) in cases.enumerated() {
            let request = EnrolmentRequest(
                code: code,
                device: "Laptop",
                signingKey: good.signingKey,
                agreementKey: item.key,
                proof: item.proof
            )
            #expect(throws: AccountError.badProof, "case \(index)") {
                try register.enroll(request)
            }
        }
        _ = try register.enroll(good)
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `a key that a device has is not enrolled again`(kind: AccountStoreKind) throws {
        let register = try AccountTestRegister(kind)
        let device = AccountTestDevice()
        let first = try register.invite(.named("Lan")).code
        let second = try register.invite(.named("Lan")).code
        _ = try register.enroll(try device.request(first, register: register.info.id))
        let request = try device.request(second, register: register.info.id)
        #expect(throws: AccountError.unacceptableKey) { try register.enroll(request) }
        _ = try register.enroll(
            try AccountTestDevice().request(second, register: register.info.id)
        )
    }

    @Test(arguments: AccountStoreKind.allCases)
    func `a failure while choosing scopes leaves the code unused`(kind: AccountStoreKind) throws {
        let register = try AccountTestRegister(kind)
        let code = try register.invite(.named("Lan")).code
        let request = try AccountTestDevice().request(code, register: register.info.id)
        let before = try register.store.contents()
        #expect(throws: StoreError.busy) {
            try register.store.write {
                try register.service.enroll(
                    request,
                    epoch: nil,
                    at: 20,
                    scopes: { _ in throw StoreError.busy },
                    using: &register.random,
                    in: &$0
                )
            }
        }
        #expect(try register.store.contents() == before)
        _ = try register.enroll(request)
    }
}
