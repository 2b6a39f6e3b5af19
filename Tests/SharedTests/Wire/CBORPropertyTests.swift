import Shared
import Testing

@Suite struct `CBOR properties` {
    @Test func `a random tree is the same after encoding and decoding`() throws {
        for seed in 0..<5_000 {
            var random = WireRandom(seed: seed)
            let value = random.cbor()
            let bytes = try value.encoded()
            let decoded = try CBORValue.decode(bytes)
            try #require(decoded == value, "seed \(seed)")
            try #require(try decoded.encoded() == bytes, "seed \(seed)")

            var reader = CBORReader(bytes)
            try #require(try reader.skip() == 0..<bytes.count, "seed \(seed)")
        }
    }

    @Test func `what is accepted of random bytes is encoded to the same bytes`() throws {
        var accepted = 0
        for seed in 0..<100_000 {
            var random = WireRandom(seed: seed)
            // Half of them are valid items with a few bytes changed, to get beyond the first byte.
            var bytes = random.bytes(upTo: 24)
            if seed % 2 == 0 {
                bytes = try random.cbor(depth: 2).encoded()
                for _ in 0..<(1 + random.upTo(2)) {
                    bytes[random.upTo(bytes.count - 1)] = UInt8(random.upTo(255))
                }
            }
            var reader = CBORReader(bytes)
            let range = Result { () throws(CBORError) -> Range<Int> in
                let range = try reader.skip()
                try reader.finish()
                return range
            }
            let value = Result { () throws(CBORError) -> CBORValue in try CBORValue.decode(bytes) }
            switch value {
            case .success(let value):
                accepted += 1
                try #require(range == .success(0..<bytes.count), "seed \(seed)")
                try #require(try value.encoded() == bytes, "seed \(seed)")
            case .failure(let error):
                try #require(range == .failure(error), "seed \(seed)")
                try #require(!error.description.isEmpty, "seed \(seed)")
            }
        }
        #expect(accepted > 1_000)
    }

    @Test func `an item cut short anywhere is an error`() throws {
        let sample = `CBOR reader and writer`.sample
        for length in 0..<sample.count {
            let bytes = Array(sample.prefix(length))
            #expect(throws: CBORError.self, "\(length)") { try CBORValue.decode(bytes) }
            #expect(throws: CBORError.self, "\(length)") {
                var reader = CBORReader(sample[..<length])
                return try reader.skip()
            }
        }
        #expect(try CBORValue.decode(sample).encoded() == sample)
    }

    @Test func `a map is encoded in the order of its encoded keys`() throws {
        let keys: [CBORValue] = [
            .text("aa"), .text("b"), .integer(-1), .integer(100), .integer(10), .array([.null]),
            .boolean(false), .bytes([]), .map([]), .text(""),
        ]
        let pairs = keys.map { CBORValue.Pair(key: $0, value: .null) }
        let sorted = try CBORValue.map(sorting: pairs)
        #expect(
            sorted.diagnostic == "{10: null, 100: null, -1: null, h'': null, \"\": null, "
                + "\"b\": null, \"aa\": null, [null]: null, {}: null, false: null}"
        )
        #expect(try CBORValue.map(pairs).encoded() == sorted.encoded())
        #expect(try CBORValue.decode(sorted.encoded()) == sorted)
    }

    @Test func `a map with a key twice is not encoded`() {
        let pair = CBORValue.Pair(key: .text("a"), value: .null)
        #expect(throws: CBORError.notDeterministic(at: 0)) {
            try CBORValue.map(sorting: [pair, pair])
        }
        #expect(throws: CBORError.notDeterministic(at: 1)) {
            try CBORValue.array([.map([pair, pair])]).encoded()
        }
    }

    @Test func `texts that look alike are different keys`() throws {
        let composed = CBORValue.Pair(key: .text("\u{e9}"), value: .null)
        let decomposed = CBORValue.Pair(key: .text("e\u{301}"), value: .null)
        #expect(composed != decomposed)
        let map = try CBORValue.map(sorting: [composed, decomposed])
        #expect(try CBORValue.decode(map.encoded()) == map)
    }
}
