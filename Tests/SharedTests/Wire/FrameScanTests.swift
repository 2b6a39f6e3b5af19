import Shared
import TestSupport
import Testing

@Suite struct `Scanning a record's bytes` {
    @Test func `a record that one change has made is put together from the change's bytes`() throws
    {
        var made = 0
        for seed in 0..<2000 {
            var random = WireRandom(seed: seed)
            let any = try Change(random.wireChange())
            let stands = random.chance(1, in: 10)
            let change = Change(
                kind: any.kind,
                record: any.record,
                collection: any.collection,
                actDistance: any.actDistance,
                time: any.time,
                actor: any.actor,
                schemaVersion: any.schemaVersion,
                parents: stands ? any.parents : [],
                writes: any.writes.map { write in
                    Change.CellWrite(
                        key: write.key,
                        replaced: stands ? write.replaced : [],
                        value: random.chance(1, in: 40) ? nil : write.value ?? random.wireValue()
                    )
                },
                note: any.note
            )
            let dot = random.wireDot()
            let (header, body) = Self.bytes(of: change, using: &random)
            let frame = RecordState.frame(madeBy: header, body, at: dot)
            if let frame {
                let state = RecordState(collection: change.collection).applying(change, at: dot)
                try #require(frame == state.frame, "seed \(seed)")
                made += 1
            }
            let isAlone =
                change.parents.isEmpty
                && change.writes.allSatisfy { $0.replaced.isEmpty && $0.value != nil }
            try #require((frame != nil) == isAlone, "seed \(seed)")
            // Half a record is none, and whatever the bytes are, nothing beyond them is read.
            for count in header.indices.dropLast() {
                _ = RecordState.frame(madeBy: Array(header[..<count]), body, at: dot)
            }
            for count in body.indices.dropLast() {
                let part = Array(body[..<count])
                try #require(RecordState.frame(madeBy: header, part, at: dot) == nil)
            }
            var damaged = header
            damaged[random.number(upTo: header.count - 1)] = UInt8(random.number(upTo: 255))
            _ = RecordState.frame(madeBy: damaged, body, at: dot)
        }
        #expect(made > 500)
    }

    private static func bytes(
        of change: Change,
        using random: inout WireRandom
    ) -> (header: [UInt8], body: [UInt8]) {
        let sealed = change.sealed(
            as: random.wireDot(),
            after: random.wireHash(),
            salt: Change.salt(using: &random),
            by: ToyHash.self
        )
        return (Array(sealed.bytes.header), Array(sealed.bytes.body))
    }

    @Test func `a server finds a change's record where every header has it`() throws {
        var random = WireRandom(seed: 1)
        for kind in Change.Kind.allCases {
            let change = Change(
                kind: kind,
                record: random.wireRecord(),
                collection: .max,
                time: HybridTimestamp(rawValue: .max),
                actor: .max,
                schemaVersion: .max,
                parents: [],
                writes: []
            )
            #expect(
                Array(Self.bytes(of: change, using: &random).header[4..<20]) == change.record.bytes
            )
        }
    }

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
