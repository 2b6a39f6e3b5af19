import ServerCore
import Shared
import Testing

/// What every server store does: one suite for all of them.
@Suite struct StoreTests {
    static let replica = ReplicaID(high: 1, low: 2)
    static let other = ReplicaID(high: .max, low: .max)
    static let clock = ScopeClock(epoch: Epoch(high: 3, low: 4), last: 9, replica: replica)

    /// A store with one empty scope.
    func withScope(
        _ kind: StoreKind,
        _ body: (inout any ServerTransaction, ScopeID) throws -> Void
    ) throws {
        try kind.withTransaction { transaction in
            try transaction.setClock(Self.clock, of: .common)
            try body(&transaction, .common)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a scope that was never made answers with nothing and takes nothing`(
        _ kind: StoreKind
    ) throws {
        try kind.withTransaction { store in
            var random = StoreRandom(seed: 1)
            var author = TestAuthor(Self.replica)
            let id = RecordID(high: 1, low: 1)
            let sealed = author.change(id, on: nil, value: 1, using: &random)
            try store.setVector(VersionVector([Dot(Self.replica, 1)]), of: .common)
            try store.append(
                LoggedChange(sealed: sealed, sequence: 1, received: 5),
                in: .common
            )
            try store.setRecord(
                id,
                to: StoredRecord(frame: [1], extra: VersionVector(), sequence: 1),
                in: .common
            )
            #expect(try store.clock(of: .common) == nil)
            #expect(try store.vector(of: .common).isEmpty)
            #expect(try store.record(id, in: .common) == nil)
            #expect(try store.chainLength(of: Self.replica, in: .common) == 0)
            #expect(try store.feed(in: .common, after: 0, through: .max).isEmpty)
            #expect(try store.heldChanges(in: .common).isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `clock, vector and digests read back as they were written`(_ kind: StoreKind) throws {
        try withScope(kind) { store, scope in
            #expect(try store.clock(of: scope) == Self.clock)
            #expect(try store.digest(of: scope) == StateDigest())
            let vector = VersionVector([
                Dot(Self.replica, 7), Dot(Self.other, WireLimits.counterMax),
            ])
            let digest = StateDigest(Hash256(1, 2, 3, .max))
            try store.setVector(vector, of: scope)
            try store.setDigest(digest, of: scope)
            try store.setDigest(digest, ofBucket: 4095, in: scope)
            #expect(try store.vector(of: scope) == vector)
            #expect(try store.digest(of: scope) == digest)
            #expect(try store.digest(ofBucket: 4095, in: scope) == digest)
            #expect(try store.digest(ofBucket: 0, in: scope) == StateDigest())
            try store.setClock(
                ScopeClock(epoch: Epoch(high: 0, low: 1), last: 10, replica: Self.other),
                of: scope
            )
            #expect(try store.clock(of: scope)?.last == 10)
            #expect(try store.vector(of: scope) == vector)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a record is what its one change said, also when the change has lost its content`(
        _ kind: StoreKind
    ) throws {
        try withScope(kind) { store, scope in
            var random = StoreRandom(seed: 1)
            var author = TestAuthor(Self.replica)
            let ids = (0..<3).map { RecordID(high: 7, low: UInt64($0)) }
            var records: [StoredRecord] = []
            for (index, id) in ids.enumerated() {
                let sealed = author.change(id, on: nil, value: UInt8(index), using: &random)
                let sequence = UInt64(index + 1)
                try store.append(
                    LoggedChange(sealed: sealed, sequence: sequence, received: 5),
                    in: scope
                )
                let state = RecordState(collection: 1).applying(sealed.change, at: sealed.dot)
                records.append(
                    StoredRecord(frame: state.frame, extra: VersionVector(), sequence: sequence)
                )
                try store.setRecord(id, to: records[index], in: scope)
            }
            let dot = Dot(Self.replica, 2)
            let purged = try #require(try store.change(at: dot, in: scope)).sealed.bytes
                .purged(by: StoreHash.self)
            try store.setContent(purged, of: dot, in: scope)
            for (id, record) in zip(ids, records) {
                #expect(try store.record(id, in: scope) == record)
                #expect(try store.changes(of: id, in: scope).count == 1)
            }
            var seen: [StoredRecord] = []
            try store.visitRecords(in: scope, after: 0) { _, record in
                seen.append(record)
                return true
            }
            #expect(seen == records)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `records come in the order in which they were last touched`(_ kind: StoreKind) throws {
        try withScope(kind) { store, scope in
            let ids = (0..<5).map { RecordID(high: UInt64(9 - $0), low: UInt64($0)) }
            for (index, id) in ids.enumerated() {
                try store.setRecord(
                    id,
                    to: StoredRecord(
                        frame: [UInt8(index)],
                        extra: VersionVector(),
                        sequence: UInt64(index + 1)
                    ),
                    in: scope
                )
            }
            let extra = VersionVector([Dot(Self.other, 3)])
            let touched = StoredRecord(frame: [], extra: extra, sequence: 6)
            try store.setRecord(ids[1], to: touched, in: scope)
            var seen: [RecordID] = []
            try store.visitRecords(in: scope, after: 1) { id, _ in
                seen.append(id)
                return seen.count < 3
            }
            #expect(seen == [ids[2], ids[3], ids[4]])
            #expect(try store.record(ids[1], in: scope) == touched)
            seen = []
            try store.visitRecords(in: scope, after: 5) { id, record in
                seen.append(id)
                #expect(record == touched)
                return true
            }
            #expect(seen == [ids[1]])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `the records of buckets are found, in the order of their ids`(_ kind: StoreKind) throws {
        try withScope(kind) { store, scope in
            let lows: [UInt64] = [0xFFF, 0x1000, 0xABC, 0x1ABC, 0x7, 0xBC]
            for (index, low) in lows.enumerated() {
                let record = StoredRecord(
                    frame: [UInt8(index)],
                    extra: VersionVector(),
                    sequence: UInt64(index + 1)
                )
                let id = RecordID(high: UInt64(9 - index), low: low)
                try store.setRecord(id, to: record, in: scope)
            }
            func frames(_ buckets: Set<Int>) throws -> [UInt8] {
                var frames: [UInt8] = []
                try store.visitRecords(in: scope, buckets: buckets) { id, record in
                    frames += record.frame
                    return frames.count < 3
                }
                return frames
            }
            #expect(try frames([0xABC]) == [3, 2])
            #expect(try frames([0]) == [1])
            #expect(try frames([0xFFF, 7, 0xABC, 1]) == [4, 3, 2])
            #expect(try frames([]) == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a record may be stored twice at one sequence`(_ kind: StoreKind) throws {
        try withScope(kind) { store, scope in
            let id = RecordID(high: 1, low: 1)
            for frame in [[1], [2, 3]] as [[UInt8]] {
                let record = StoredRecord(frame: frame, extra: VersionVector(), sequence: 4)
                try store.setRecord(id, to: record, in: scope)
                #expect(try store.record(id, in: scope) == record)
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `two scopes do not see each other`(_ kind: StoreKind) throws {
        try withScope(kind) { store, scope in
            let space = try ScopeID.named("space/acvn")
            try store.setClock(Self.clock, of: space)
            let id = RecordID(high: 1, low: 1)
            let record = StoredRecord(frame: [1], extra: VersionVector(), sequence: 1)
            try store.setRecord(id, to: record, in: space)
            #expect(try store.record(id, in: scope) == nil)
            #expect(try store.record(id, in: space) == record)
            try store.visitRecords(in: scope, after: 0) { _, _ in
                Issue.record("a record of the other scope")
                return true
            }
            var random = StoreRandom(seed: 2)
            var author = TestAuthor(Self.replica)
            let sealed = author.change(id, on: nil, value: 1, using: &random)
            try store.append(LoggedChange(sealed: sealed, sequence: 1, received: 5), in: space)
            #expect(try store.change(at: sealed.dot, in: scope) == nil)
            #expect(try store.changes(of: id, in: scope).isEmpty)
            #expect(try store.changes(of: id, in: space).count == 1)
            #expect(try store.chainLength(of: Self.replica, in: scope) == 0)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a logged change reads back whole, and the feed joins what is one stretch`(
        _ kind: StoreKind
    ) throws {
        try withScope(kind) { store, scope in
            var random = StoreRandom(seed: 3)
            var author = TestAuthor(Self.replica)
            let id = RecordID(high: 1, low: 1)
            var logged: [LoggedChange] = []
            for index in 0..<4 {
                let change = LoggedChange(
                    sealed: author.change(id, on: nil, value: 1, using: &random),
                    sequence: UInt64(index * 2 + 1),
                    received: index < 3 ? 5 : 6
                )
                logged.append(change)
                try store.append(change, in: scope)
            }
            #expect(try store.changes(of: id, in: scope) == logged)
            #expect(try store.change(at: logged[2].sealed.dot, in: scope) == logged[2])
            #expect(try store.change(at: Dot(Self.replica, .max), in: scope) == nil)
            #expect(
                try store.chainTag(at: logged[3].sealed.dot, in: scope)
                    == logged[3].sealed.hash.tag
            )
            let feed = try store.feed(in: scope, after: 0, through: .max)
            #expect(feed.map(\.tags.count) == [3, 1])
            #expect(feed.map(\.first) == [1, 4])
            #expect(try store.feed(in: scope, after: 1, through: 3).map(\.first) == [2])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `hearsay is in the feed and in the chain, but not in the log`(_ kind: StoreKind) throws {
        try withScope(kind) { store, scope in
            let segment = FeedSegment(
                replica: Self.other,
                first: 1,
                isApplied: false,
                received: -5,
                tags: [1, .max, 3]
            )
            try store.appendHearsay(segment, at: 4, in: scope)
            #expect(try store.feed(in: scope, after: 3, through: 4) == [segment])
            #expect(try store.chainLength(of: Self.other, in: scope) == 3)
            #expect(try store.chainTag(at: Dot(Self.other, 2), in: scope) == .max)
            #expect(try store.chainTag(at: Dot(Self.other, 4), in: scope) == nil)
            #expect(try store.chainTag(at: Dot(Self.other, 0), in: scope) == nil)
            #expect(try store.change(at: Dot(Self.other, 1), in: scope) == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `forks stay in the order in which they were noted, each once`(_ kind: StoreKind) throws {
        try withScope(kind) { store, scope in
            let forks = [(WireLimits.counterMax, 9), (3, 8)].map { beyond, tag in
                Fork(of: Self.replica, beyond: beyond, firstTag: tag, by: StoreHash.self)
            }
            for fork in forks + forks { try store.addFork(fork, in: scope) }
            #expect(try store.forks(in: scope) == forks)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `rulings and held changes read back in every state`(_ kind: StoreKind) throws {
        try withScope(kind) { store, scope in
            var random = StoreRandom(seed: 4)
            var author = TestAuthor(Self.other)
            var early = TestAuthor(Self.replica)
            let id = RecordID(high: 1, low: 1)
            let dots = [Dot(Self.other, 4), Dot(Self.replica, WireLimits.counterMax)]
            try store.setStandsFor(dots, ruling: Dot(Self.replica, 2), in: scope)
            #expect(try store.standsFor(Dot(Self.replica, 2), in: scope) == dots)
            #expect(try store.standsFor(Dot(Self.replica, 1), in: scope).isEmpty)
            let states: [HeldChange.State] = [.waiting, .accepted(dots[0]), .rejected]
            var held = states.map { state in
                HeldChange(
                    sealed: author.change(id, on: nil, value: 2, using: &random),
                    received: 8,
                    state: state
                )
            }
            for change in held { try store.setHeldChange(change, in: scope) }
            held[0].state = .rejected
            try store.setHeldChange(held[0], in: scope)
            let first = HeldChange(
                sealed: early.change(id, on: nil, value: 2, using: &random),
                received: 9
            )
            try store.setHeldChange(first, in: scope)
            #expect(try store.heldChanges(in: scope) == [first] + held)
            #expect(try store.heldChange(at: held[1].sealed.dot, in: scope) == held[1])
            #expect(try store.chainLength(of: Self.other, in: scope) == 0)
        }
    }
}
