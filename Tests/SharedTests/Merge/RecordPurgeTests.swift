import Shared
import Testing

/// When a record counts as purged, and who leaves what of it.
@Suite struct RecordPurgeTests {
    private static let record = RecordID(high: 1, low: 1)
    private static let cell = CellKey(field: 3)

    private static func head(_ value: HeadValue, _ number: UInt64) -> RecordState.LiveWrite {
        RecordState.LiveWrite(
            key: .head,
            dot: Dot(ReplicaID(high: number, low: 1), 1),
            value: value.encoded
        )
    }

    /// A record with these heads, and a value by the last of their authors where it has `content`.
    private static func state(_ heads: [HeadValue], content: Bool = false) -> RecordState {
        var writes = heads.enumerated().map { head($0.element, UInt64($0.offset)) }
        if content, let last = writes.last {
            writes.append(RecordState.LiveWrite(key: cell, dot: last.dot, value: [5]))
        }
        return RecordState(
            collection: 1,
            writes: writes,
            stamps: writes.filter(\.key.isHead).map { write in
                DotStamp(dot: write.dot, time: HybridTimestamp(milliseconds: 1), actor: 1)
            }
        )
    }

    private static func change(
        _ kind: Change.Kind,
        on state: RecordState,
        head: HeadValue? = nil
    ) -> Change {
        Draft(kind: kind, record: record, collection: 1, cells: []).change(
            on: state,
            time: HybridTimestamp(milliseconds: 2),
            actor: 1,
            schemaVersion: 1,
            head: head
        )
    }

    @Test(
        arguments: [
            ([.purged], true, true),
            ([.purged, .ruled], true, true),
            ([.purged, .deleted], true, false),
            ([.purged, .deleted, .ruled], true, false),
            ([.purged, .alive], false, false),
            ([.purged, .deleted, .alive], false, false),
            ([.deleted], false, false),
            ([.alive], false, false),
        ] as [([HeadValue], Bool, Bool)]
    )
    func `a record is purged when nobody says that it lives, and emptied when nobody says more`(
        _ heads: [HeadValue],
        _ isPurged: Bool,
        _ isEmptied: Bool
    ) {
        let state = Self.state(heads)
        #expect(state.isPurged == isPurged)
        #expect(state.isEmptied == isEmptied)
        #expect(!Self.state(heads, content: true).isEmptied)
    }

    @Test(arguments: [Change.Kind.resolve, .delete])
    func `who decides that a purged record stays deleted leaves nothing of it`(
        _ kind: Change.Kind
    ) throws {
        let disputed = Self.state([.purged, .alive], content: true)
        let change = Self.change(kind, on: disputed, head: .deleted)
        let dot = Dot(ReplicaID(high: 9, low: 9), 1)
        let settled = disputed.applying(change, at: dot)
        #expect(settled.isPurged)
        #expect(settled.writes.allSatisfy { $0.key.isHead })
        // The same for whoever joins it, in either order.
        let before = CausalContext(scope: VersionVector(disputed.stamps.map(\.dot)))
        let after = CausalContext(scope: VersionVector(disputed.stamps.map(\.dot) + [dot]))
        #expect(try RecordState.join(disputed, before, settled, after) == settled)
        #expect(try RecordState.join(settled, after, disputed, before) == settled)
    }

    @Test func `a delete that knows of no purge, and a restored record, keep their content`() {
        let dot = Dot(ReplicaID(high: 9, low: 9), 1)
        let alive = Self.state([.alive], content: true)
        let deleted = alive.applying(Self.change(.delete, on: alive), at: dot)
        #expect(deleted.siblings(of: Self.cell).count == 1)
        let disputed = Self.state([.purged, .alive], content: true)
        let kept = disputed.applying(
            Self.change(.resolve, on: disputed, head: .alive),
            at: dot
        )
        #expect(kept.siblings(of: Self.cell).count == 1)
        #expect(!kept.isPurged)
    }
}
