import Shared
import TestSupport
import Testing

/// The bytes of a few messages, as they are on the wire.
@Suite struct `Messages on the wire` {
    private let replica = ReplicaID(high: 0x0102_0304_0506_0708, low: 0x090a_0b0c_0d0e_0f10)
    private let epoch = Epoch(high: 1, low: 2)
    private let tag: ChainTag = 0xfedc_ba98_7654_3210
    private let salt = [UInt8](repeating: 0xaa, count: 16)

    @Test func `an idle hello asks in 66 bytes and is answered in 113`() throws {
        let request = HelloRequest(
            schemaVersion: 7,
            directoryVersion: 12,
            scopes: [
                HelloRequest.Scope(
                    scope: .common,
                    epoch: epoch,
                    cursor: 120_000,
                    own: [ChainHead(replica: replica, counter: 1_500, tag: tag)]
                )
            ]
        )
        let response = HelloResponse(
            time: 1_780_000_000_000,
            actor: 17,
            schema: nil,
            directory: nil,
            scopes: [
                HelloResponse.Scope(
                    scope: .common,
                    epoch: epoch,
                    last: 120_000,
                    own: [
                        ChainAnswer(
                            replica: replica,
                            counter: 1_500,
                            tagAtCommon: tag,
                            acknowledged: 1_500
                        )
                    ],
                    digest: Hash256(1, 2, 3, 4)
                )
            ]
        )
        #expect(request.encoded().count == 66)
        #expect(response.encoded().count == 113)
        #expect(
            WireHex.text(request.encoded())
                == "8401070c818466636f6d6d6f6e5000000000000000010000000000000002"
                + "1a0001d4c08183500102030405060708090a0b0c0d0e0f10"
                + "1905dc1bfedcba9876543210"
        )
    }

    @Test func `a hello of a long name and large numbers asks in at most 110 bytes`() throws {
        let name = "space/" + String(repeating: "a", count: 14)
        let scope = try #require(ScopeID(name))
        let most = WireLimits.counterMax
        let head = ChainHead(replica: replica, counter: 0xffff_ffff, tag: tag)
        let request = HelloRequest(
            schemaVersion: 0xffff,
            directoryVersion: 0xffff,
            scopes: [
                HelloRequest.Scope(scope: scope, epoch: epoch, cursor: most, own: [head])
            ]
        )
        #expect(request.encoded().count <= 110)
    }

    @Test func `changes without a gap are one run, which names their replica once`() throws {
        let one = PushRequest(scope: .common, epoch: epoch, items: items([1]))
        let two = PushRequest(scope: .common, epoch: epoch, items: items([1, 2]))
        let gap = PushRequest(scope: .common, epoch: epoch, items: items([1, 3]))
        // An item is the head of its array, and three byte strings of 3, 16 and 1 bytes.
        #expect(two.encoded().count - one.encoded().count == 1 + 4 + 17 + 2)
        // A run of its own costs its array, the replica, the counter and the head of its list.
        #expect(gap.encoded().count - two.encoded().count == 1 + 17 + 1 + 1)
        #expect(try PushRequest(encoded: gap.encoded()) == gap)
    }

    @Test func `a run that continues the one before it is refused`() throws {
        let gap = PushRequest(scope: .common, epoch: epoch, items: items([1, 3]))
        var bytes = gap.encoded()
        let second = try #require(lastPlace(of: replica.bytes + [3], in: bytes))
        bytes[second + 16] = 2
        #expect(throws: CBORError.notDeterministic(at: second - 2)) {
            _ = try PushRequest(encoded: bytes)
        }
        bytes[second + 16] = 0
        #expect(throws: CBORError.unsupported(at: second - 2)) {
            _ = try PushRequest(encoded: bytes)
        }
    }

    @Test func `a salt has sixteen bytes or none`() throws {
        let item = PushRequest.Item(
            dot: Dot(replica, 1),
            bytes: ChangeBytes(header: [0], salt: salt.dropLast(), body: [0x80]),
            renames: []
        )
        let request = PushRequest(scope: .common, epoch: epoch, items: [item])
        #expect(throws: CBORError.self) { _ = try PushRequest(encoded: request.encoded()) }
    }

    @Test func `a vector out of order, twice or with a zero is refused`() throws {
        let low = CBORValue.bytes(ReplicaID(high: 1, low: 0).bytes)
        let high = CBORValue.bytes(ReplicaID(high: 2, low: 0).bytes)
        func decode(_ vector: [CBORValue]) throws -> CompareResponse {
            let message = CBORValue.array([
                .unsigned(1), .bytes(epoch.bytes), .array([]), .array([]), .array(vector),
            ])
            return try CompareResponse(encoded: message.encoded())
        }
        _ = try decode([low, .unsigned(1), high, .unsigned(1)])
        #expect(throws: CBORError.self) {
            _ = try decode([high, .unsigned(1), low, .unsigned(1)])
        }
        #expect(throws: CBORError.self) { _ = try decode([low, .unsigned(1), low, .unsigned(2)]) }
        #expect(throws: CBORError.self) { _ = try decode([low, .unsigned(0)]) }
        #expect(throws: CBORError.self) { _ = try decode([low]) }
    }

    @Test func `nothing extra is written as nothing`() throws {
        let message = CBORValue.array([
            .unsigned(1), .bytes(epoch.bytes), .unsigned(0), .unsigned(1), .boolean(false),
            .array([]),
            .array([.array([.bytes(epoch.bytes), .bytes([]), .array([])])]),
            .array([]),
            .array([.bytes(epoch.bytes), .unsigned(0), .unsigned(0), .unsigned(0)]),
            .null,
        ])
        #expect(throws: CBORError.notDeterministic(at: 43)) {
            _ = try PullResponse(encoded: try message.encoded())
        }
    }

    @Test func `failures with texts that only look alike are not equal`() {
        let composed = WireFailure(code: "x", message: "\u{e9}")
        let decomposed = WireFailure(code: "x", message: "e\u{301}")
        #expect(composed != decomposed)
        #expect(composed == WireFailure(code: "x", message: "\u{e9}"))
    }

    private func items(_ counters: [UInt64]) -> [PushRequest.Item] {
        counters.map { counter in
            PushRequest.Item(
                dot: Dot(replica, counter),
                bytes: ChangeBytes(header: [1, 2, 3], salt: salt[...], body: [0x80]),
                renames: []
            )
        }
    }

    private func lastPlace(of part: [UInt8], in bytes: [UInt8]) -> Int? {
        (0...(bytes.count - part.count)).last { Array(bytes[$0..<($0 + part.count)]) == part }
    }
}
