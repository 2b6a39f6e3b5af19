import ServerCore
import Shared
import Testing

@Suite struct `Documents of accounts` {
    private func filled() throws -> AccountTestRegister {
        let register = try AccountTestRegister(.memory)
        for (index, name) in ["An", "Bình", "Chi", "Dũng"].enumerated() {
            let receipt = try register.join(.named(name), "d\(index % 2)", .lead)
            let replicas = (0..<3).map { ReplicaID(high: UInt64(7 - $0), low: UInt64(index)) }
            try register.store.write {
                try register.service.claim(replicas, by: receipt.device, in: &$0)
            }
        }
        return register
    }

    @Test func `a directory is the same after encoding and decoding`() throws {
        let document = try filled().store.write { try $0.directory() }
        let bytes = document.encoded()
        let decoded = try DirectoryDocument(encoded: bytes)
        #expect(decoded.encoded() == bytes)
        #expect(decoded.version == document.version)
        #expect(decoded.actor(2)?.personName == "Bình")
        #expect(decoded.actor(2)?.department == "d1")
        #expect(decoded.actor(2)?.role == .lead)
        #expect(decoded.actor(0) == nil)
        #expect(decoded.actor(5) == nil)
        for replica in decoded.replicas {
            let device = try #require(decoded.device(of: replica.id))
            #expect(device.actor == UInt32(replica.id.low) + 1)
            #expect(decoded.device(device.id)?.id == device.id)
        }
        #expect(decoded.replicas.count == 12)
    }

    @Test func `a directory that is damaged anywhere is refused or reads as what it says`() throws {
        let bytes = try filled().store.write { try $0.directory() }.encoded()
        for count in 0..<bytes.count {
            #expect(throws: CBORError.self, "\(count) bytes") {
                try DirectoryDocument(encoded: Array(bytes[..<count]))
            }
        }
        var random = AccountRandom(seed: 3)
        for seed in 0..<3000 {
            var damaged = bytes
            let place = Int.random(in: 0..<bytes.count, using: &random)
            damaged[place] ^= UInt8.random(in: 1...255, using: &random)
            guard let document = try? DirectoryDocument(encoded: damaged) else { continue }
            try #require(document.encoded() == damaged, "seed \(seed)")
            for replica in document.replicas { _ = document.device(of: replica.id) }
        }
    }

    @Test func `a directory names no actor, device or replica twice or out of order`() throws {
        let document = try filled().store.write { try $0.directory() }
        let broken = [
            DirectoryDocument(
                version: 1,
                actors: document.actors.reversed(),
                devices: [],
                replicas: []
            ),
            DirectoryDocument(
                version: 1,
                actors: document.actors,
                devices: document.devices + document.devices.suffix(1),
                replicas: []
            ),
            DirectoryDocument(
                version: 1,
                actors: document.actors,
                devices: document.devices,
                replicas: document.replicas.reversed()
            ),
            DirectoryDocument(
                version: 1,
                actors: [],
                devices: document.devices,
                replicas: []
            ),
            DirectoryDocument(
                version: 1,
                actors: document.actors,
                devices: Array(document.devices.prefix(1)),
                replicas: document.replicas
            ),
        ]
        for (index, document) in broken.enumerated() {
            #expect(throws: CBORError.self, "case \(index)") {
                try DirectoryDocument(encoded: document.encoded())
            }
        }
    }

    @Test func `an enrolment request is the same in CBOR and in JSON`() throws {
        var random = AccountRandom(seed: 4)
        let code = InvitationCode(using: &random)
        let request = try AccountTestDevice().request(
            code,
            register: RegisterID(high: 1, low: 2),
            named: "Máy tính của Lan"
        )
        let bytes = request.encoded()
        #expect(try EnrolmentRequest(encoded: bytes).encoded() == bytes)
        #expect(try EnrolmentRequest(json: request.json()).encoded() == bytes)
        #expect(request.json()["signing_key"]?.string == hexadecimal(request.signingKey))
        for count in 0..<bytes.count {
            #expect(throws: CBORError.self) {
                try EnrolmentRequest(encoded: Array(bytes[..<count]))
            }
        }
        for seed in 0..<2000 {
            var damaged = bytes
            let place = Int.random(in: 0..<bytes.count, using: &random)
            damaged[place] ^= UInt8.random(in: 1...255, using: &random)
            guard let read = try? EnrolmentRequest(encoded: damaged) else { continue }
            try #require(read.encoded() == damaged, "seed \(seed)")
        }
    }

    @Test(arguments: ["code", "device", "signing_key", "agreement_key", "proof"])
    func `a JSON request without one of its members, or with a wrong one, is refused`(
        name: String
    ) throws {
        var random = AccountRandom(seed: 4)
        let request = try AccountTestDevice().request(
            InvitationCode(using: &random),
            register: RegisterID(high: 1, low: 2)
        )
        let members = try #require(request.json().object)
        let others = members.filter { $0.key != name }
        #expect(throws: JSONMessageError.missing(path: name)) {
            try EnrolmentRequest(json: .object(others))
        }
        for wrong in [JSONValue.string(String(repeating: "g", count: 300)), .integer(1)] {
            let members = others + [JSONValue.Member(key: name, value: wrong)]
            let error = #expect(throws: JSONMessageError.self) {
                try EnrolmentRequest(json: .object(members))
            }
            #expect(error?.path == name)
        }
    }

    @Test func `an enrolment receipt is the same after encoding and decoding`() throws {
        let register = try AccountTestRegister(.memory)
        let receipt = try register.join(.named("Lan"))
        let bytes = receipt.encoded()
        let decoded = try EnrolmentReceipt(encoded: bytes)
        #expect(decoded.encoded() == bytes)
        #expect(decoded.token == receipt.token)
        #expect(AccessToken(text: receipt.token.text) == receipt.token)
        #expect(receipt.json()["token"]?.string == receipt.token.text)
        for count in 0..<bytes.count {
            #expect(throws: CBORError.self) {
                try EnrolmentReceipt(encoded: Array(bytes[..<count]))
            }
        }
    }
}
