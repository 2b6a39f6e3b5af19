import CryptoAdapters
import ServerCore
import Shared
import Testing

@Suite struct `Properties of accounts` {
    /// Runs random acts on a store; what is refused leaves no trace.
    private struct Acts {
        let register: AccountTestRegister
        let devices: [AccountTestDevice]
        var random: AccountRandom
        var now: Int64 = 100
        var requests: [EnrolmentRequest] = []

        mutating func upTo(_ limit: Int) -> Int { Int.random(in: 0...limit, using: &random) }

        mutating func pick<Element>(_ list: [Element]) -> Element? {
            list.randomElement(using: &random)
        }

        mutating func act() throws {
            now += Int64(upTo(3))
            let contents = try register.store.contents()
            let service = register.service
            let department = pick(["a", "b"]) ?? "a"
            let person = pick(contents.persons)?.id ?? RecordID(high: 0, low: 9)
            let device = pick(contents.devices)?.id ?? RecordID(high: 0, low: 9)
            switch upTo(8) {
            case 0, 1:
                let name = pick(["An", "Bình", "Chi"]) ?? ""
                let invited = pick([InvitedPerson.named(name), .newcomer(name), .known(person)])
                let invitation = try register.invite(
                    invited ?? .named(name),
                    department,
                    Role(rawValue: UInt8(upTo(3))) ?? .reader,
                    expires: now + Int64(upTo(200)),
                    at: now
                )
                if let device = pick(devices) {
                    requests.append(
                        try device.request(invitation.code, register: register.info.id)
                    )
                }
            case 2, 3:
                if let request = pick(requests) { _ = try register.enroll(request, at: now) }
            case 4:
                _ = try register.store.write {
                    try service.move(person, to: department, in: &$0)
                }
            case 5:
                let lost = pick([nil, now - 5, now + 1]) ?? nil
                if upTo(3) == 0 {
                    _ = try register.store.write {
                        try service.revoke(device, lostSince: lost, at: now, in: &$0)
                    }
                }
            case 6:
                if upTo(2) == 0 {
                    try register.store.write { try service.disable(person, in: &$0) }
                }
            case 7:
                let replicas = (0...upTo(2)).map { _ in ReplicaID(high: 1, low: UInt64(upTo(9))) }
                try register.store.write { try service.claim(replicas, by: device, in: &$0) }
            default:
                let sequence = UInt64(upTo(99))
                try register.store.write {
                    try service.noteSync(of: device, at: now, through: sequence, in: &$0)
                }
            }
        }
    }

    private static let devices = (0..<6).map { _ in AccountTestDevice() }

    private func acts(_ kind: AccountStoreKind, seed: Int) throws -> Acts {
        let register = try AccountTestRegister(kind)
        register.random = AccountRandom(seed: seed &+ 1000)
        return Acts(
            register: register,
            devices: Self.devices,
            random: AccountRandom(seed: seed)
        )
    }

    @Test(arguments: [(AccountStoreKind.memory, 60), (.sqlite, 6)])
    func `the directory's version grows exactly when the directory changes`(
        kind: AccountStoreKind,
        seeds: Int
    ) throws {
        var changes = 0
        var refusals = 0
        for seed in 0..<seeds {
            var acts = try acts(kind, seed: seed)
            var before = try acts.register.store.directory()
            for step in 0..<60 {
                do {
                    try acts.act()
                } catch is AccountError {
                    refusals += 1
                }
                let after = try acts.register.store.directory()
                let hasGrown = after.version > before.version
                try #require(
                    hasGrown == (after.content != before.content),
                    "seed \(seed), step \(step)"
                )
                try #require(after.version >= before.version, "seed \(seed), step \(step)")
                changes += hasGrown ? 1 : 0
                before = after
            }
        }
        #expect(changes > seeds * 5)
        #expect(refusals > seeds)
    }

    @Test func `both stores give the same answers`() throws {
        for seed in 100..<108 {
            var memory = try acts(.memory, seed: seed)
            var sqlite = try acts(.sqlite, seed: seed)
            for step in 0..<60 {
                let refusals = try [
                    refusal { try memory.act() }, refusal { try sqlite.act() },
                ]
                try #require(refusals[0] == refusals[1], "seed \(seed), step \(step)")
                try #require(
                    try memory.register.store.contents() == sqlite.register.store.contents(),
                    "seed \(seed), step \(step)"
                )
            }
            for device in try memory.register.store.contents().devices {
                for store in [memory.register.store, sqlite.register.store] {
                    let found = try store.write { transaction in
                        [
                            try transaction.device(device.id),
                            try transaction.device(tokenHash: device.tokenHash),
                            try transaction.device(signingKey: device.signingKey),
                            try transaction.devices(of: device.person)
                                .first { $0.id == device.id },
                        ]
                    }
                    #expect(found == [device, device, device, device])
                }
            }
        }
    }

    private func refusal(_ act: () throws -> Void) throws -> AccountError? {
        do {
            try act()
            return nil
        } catch let error as AccountError {
            return error
        }
    }
}
