import Shared
import TestSupport
import Testing

@Suite struct `Properties of messages` {
    @Test(arguments: MessagesKind.allCases)
    func `a message is the same after encoding and decoding`(kind: MessagesKind) throws {
        for seed in 0..<500 {
            var random = WireRandom(seed: seed)
            let message = kind.random(using: &random)
            let bytes = message.encoded()
            let decoded = try kind.decode(bytes)
            try #require(isEqual(decoded, message), "seed \(seed)")
            try #require(decoded.encoded() == bytes, "seed \(seed)")
        }
    }

    @Test(arguments: MessagesKind.allCases)
    func `a message is deterministic CBOR that begins with its format`(kind: MessagesKind) throws {
        for seed in 0..<100 {
            var random = WireRandom(seed: seed)
            let bytes = kind.random(using: &random).encoded()
            guard case .array(let items) = try CBORValue.decode(bytes) else {
                Issue.record("seed \(seed): not an array")
                return
            }
            try #require(items.first == .unsigned(1), "seed \(seed)")
        }
    }

    @Test(arguments: MessagesKind.allCases)
    func `a message that is cut short anywhere is refused`(kind: MessagesKind) {
        for seed in 0..<8 {
            var random = WireRandom(seed: seed)
            let bytes = kind.random(using: &random).encoded()
            for count in 0..<bytes.count {
                #expect(throws: CBORError.self, "seed \(seed), \(count) bytes") {
                    _ = try kind.decode(Array(bytes[..<count]))
                }
            }
        }
    }

    @Test(arguments: MessagesKind.allCases)
    func `a message with anything behind it is refused`(kind: MessagesKind) {
        for seed in 0..<8 {
            var random = WireRandom(seed: seed)
            let bytes = kind.random(using: &random).encoded() + [UInt8(random.upTo(255))]
            #expect(throws: CBORError.trailingBytes(at: bytes.count - 1), "seed \(seed)") {
                _ = try kind.decode(bytes)
            }
        }
    }

    @Test(arguments: MessagesKind.allCases)
    func `a message with an item more or less is refused`(kind: MessagesKind) throws {
        for seed in 0..<50 {
            var random = WireRandom(seed: seed)
            let message = kind.random(using: &random)
            guard case .array(let items) = try CBORValue.decode(message.encoded()) else { return }
            let longer = try CBORValue.array(items + [.null]).encoded()
            #expect(throws: CBORError.self, "seed \(seed)") { _ = try kind.decode(longer) }
            let shorter = try CBORValue.array(items.dropLast()).encoded()
            #expect(throws: CBORError.self, "seed \(seed)") { _ = try kind.decode(shorter) }
        }
    }

    @Test(arguments: MessagesKind.allCases)
    func `a message of another format is refused as such`(kind: MessagesKind) throws {
        var random = WireRandom(seed: 1)
        guard case .array(let items) = try CBORValue.decode(kind.random(using: &random).encoded())
        else { return }
        for added in [[CBORValue](), [.null]] {
            let bytes = try CBORValue.array([.unsigned(2)] + items.dropFirst() + added).encoded()
            #expect(throws: CBORError.unsupported(at: 0)) { _ = try kind.decode(bytes) }
        }
    }

    @Test(arguments: MessagesKind.allCases)
    func `what is accepted of damaged bytes is encoded to the same bytes`(
        kind: MessagesKind
    ) throws {
        var accepted = 0
        for seed in 0..<1_000 {
            var random = WireRandom(seed: seed)
            var bytes = kind.random(using: &random).encoded()
            for _ in 0...random.upTo(2) {
                let place = random.upTo(bytes.count - 1)
                switch random.upTo(3) {
                case 0: bytes[place] = UInt8(random.upTo(255))
                case 1: bytes[place] ^= 1 << UInt8(random.upTo(7))
                case 2: bytes.insert(UInt8(random.upTo(255)), at: place)
                default: if bytes.count > 1 { bytes.remove(at: place) }
                }
            }
            guard let message = try? kind.decode(bytes) else { continue }
            accepted += 1
            try #require(message.encoded() == bytes, "seed \(seed)")
            // The JSON mirror shows whatever was accepted, also frames that are none.
            _ = JSONWriter.bytes(message.json())
        }
        #expect(accepted > 0)
    }

    @Test(arguments: MessagesKind.allCases)
    func `random bytes are no message and do no harm`(kind: MessagesKind) {
        for seed in 0..<1_000 {
            var random = WireRandom(seed: seed)
            let bytes = [UInt8(0x80 + random.upTo(10)), 1] + random.bytes(upTo: 40)
            if let message = try? kind.decode(bytes) {
                #expect(message.encoded() == bytes, "seed \(seed)")
            }
        }
    }
}
