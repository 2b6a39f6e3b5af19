import Shared
import Testing

/// Which records count as merged, and into what.
struct RecordMergesTests {
    private static func id(_ number: UInt64) -> RecordID { RecordID(high: 0, low: number) }

    private static func state(
        into target: UInt64?,
        _ more: [UInt64] = [],
        head: HeadValue = .alive,
        collection: UInt16 = 2
    ) -> RecordState {
        let replica = ReplicaID(high: 1, low: 1)
        var writes: [RecordState.LiveWrite] = [
            .init(key: .head, dot: Dot(replica, 1), value: head.encoded)
        ]
        for (place, number) in ([target].compactMap { $0 } + more).enumerated() {
            let value = FieldValue.reference(Reference(collection: 2, record: id(number)))
            writes.append(
                .init(
                    key: CellKey(field: RecordMerges.field),
                    dot: Dot(replica, UInt64(place + 1)),
                    value: value.encoded
                )
            )
        }
        return RecordState(collection: collection, writes: writes)
    }

    private static func merges(_ states: [UInt64: RecordState]) -> RecordMerges {
        var byID: [RecordID: RecordState] = [:]
        for (number, state) in states { byID[id(number)] = state }
        return RecordMerges(among: Array(byID.keys)) { byID[$0] }
    }

    @Test func `chains lead to their end`() {
        let merges = Self.merges([
            1: Self.state(into: nil), 2: Self.state(into: 1), 3: Self.state(into: 2),
            4: Self.state(into: 2),
        ])
        for number: UInt64 in 1...4 { #expect(merges.root(of: Self.id(number)) == Self.id(1)) }
        #expect(merges.parts(of: Self.id(1)) == [2, 3, 4].map(Self.id))
        #expect(!merges.isMerged(Self.id(1)) && merges.parts(of: Self.id(2)).isEmpty)
    }

    @Test func `of a circle the lowest id stays, also for those outside it`() {
        let merges = Self.merges([
            5: Self.state(into: 7), 6: Self.state(into: 5), 7: Self.state(into: 6),
            9: Self.state(into: 7),
        ])
        for number: UInt64 in [5, 6, 7, 9] {
            #expect(merges.root(of: Self.id(number)) == Self.id(5))
        }
        #expect(merges.parts(of: Self.id(5)) == [6, 7, 9].map(Self.id))
    }

    @Test func `deleted, disputed, foreign and missing targets merge nothing`() {
        let merges = Self.merges([
            1: Self.state(into: nil), 2: Self.state(into: 1, head: .deleted),
            3: Self.state(into: 1, [8]), 4: Self.state(into: 99), 5: Self.state(into: 5),
            6: Self.state(into: 1, collection: 3), 8: Self.state(into: nil),
        ])
        #expect(merges.isEmpty)
    }
}
