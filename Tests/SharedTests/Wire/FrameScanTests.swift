import Shared
import TestSupport
import Testing

@Suite struct `Scanning a record's bytes` {
    @Test func `what is read of some fields is what the whole has of them`() throws {
        for seed in 0..<2000 {
            var random = WireRandom(seed: seed)
            let frame = random.wireFrame()
            let whole = try RecordState(frame: frame)
            try #require(RecordState.collection(ofFrame: frame) == whole.collection)
            let keys = Set(whole.writes.map { $0.key })
            let shared = Set(keys.filter { whole.siblings(of: $0).count > 1 }.map { $0.field })
            let found = RecordState.fieldsWithSiblings(inFrame: frame)
            try #require(found == shared, "seed \(seed)")
            try #require(RecordState.hasSiblings(inFrame: frame) == !shared.isEmpty)
            let dots = Set(whole.writes.map { $0.dot }).sorted { $0.precedes($1) }
            try #require(RecordState.dots(inFrame: frame) == dots, "seed \(seed)")
            guard whole.hasAllValues else {
                #expect(RecordState(frame: frame, onlyFields: []) == nil)
                #expect(RecordState.standing(inFrame: frame, of: []) == nil)
                continue
            }
            let numbers = Array(Set(keys.map { $0.field })).sorted() + [UInt16.max]
            let standing: [RecordState.Standing] = numbers.map { number in
                let writes = whole.writes.filter { $0.key.field == number }
                guard let first = writes.first else { return .nothing }
                guard writes.count == 1, first.key.sub.isEmpty, let value = first.value else {
                    return .several
                }
                return .one(value)
            }
            try #require(
                RecordState.standing(inFrame: frame, of: numbers) == standing,
                "seed \(seed)"
            )
            // What has all its values is its own bytes again: a replica keeps them as they came.
            try #require(whole.frame == frame, "seed \(seed)")
            let fields = Set(keys.map { $0.field }.filter { _ in random.chance(1, in: 2) })
            let part = try #require(RecordState(frame: frame, onlyFields: fields), "seed \(seed)")
            let wanted = whole.writes.filter { $0.key.isHead || fields.contains($0.key.field) }
            try #require(part.writes == wanted && part.stamps == whole.stamps, "seed \(seed)")
        }
    }

    @Test func `damaged bytes are never read beyond their end`() {
        for seed in 0..<300 {
            var random = WireRandom(seed: seed)
            let frame = random.wireFrame()
            for count in 0..<frame.count {
                let cut = Array(frame[..<count])
                #expect(RecordState(frame: cut, onlyFields: [1, 2]) == nil, "seed \(seed)")
                #expect(RecordState.dots(inFrame: cut) == nil, "seed \(seed)")
                #expect(RecordState.standing(inFrame: cut, of: [1, 2]) == nil, "seed \(seed)")
                _ = RecordState.hasSiblings(inFrame: cut)
            }
            for _ in 0..<50 {
                var changed = frame
                let index = Int(random.next() % UInt64(frame.count))
                changed[index] ^= 1 << UInt8(random.next() % 8)
                _ = RecordState(frame: changed, onlyFields: [1, 2])
                _ = RecordState.standing(inFrame: changed, of: [1, 2])
                _ = RecordState.hasSiblings(inFrame: changed)
                _ = RecordState.dots(inFrame: changed)
                _ = RecordState.collection(ofFrame: changed)
            }
        }
    }
}
