import ClientCore
import Shared
import Testing

/// What every replica store does: one suite for all of them.
@Suite struct ReplicaStoreTests {
    static let replica = ReplicaID(high: 1, low: 2)
    static let other = ReplicaID(high: .max, low: 0)

    func withReplica(
        _ kind: ReplicaStoreKind,
        _ body: (inout any ReplicaTransaction, ScopeID) throws -> Void
    ) throws {
        try kind.withTransaction(replica: Self.replica, scopes: [.common]) { transaction in
            try body(&transaction, .common)
        }
    }

    /// Makes `count` records, as the present identity.
    func save(
        _ count: Int,
        in scope: ScopeID,
        _ store: inout any ReplicaTransaction
    ) throws -> [SealedChange] {
        let replica = try store.replica()
        var standing = try store.standing(in: scope)
        var hash = ChangeBytes.chainSeed(of: replica, by: ReplicaHash.self)
        var result: [SealedChange] = []
        for index in 0..<count {
            let draft = Draft(
                kind: .create,
                record: RecordID(high: 9, low: UInt64(index)),
                collection: 1,
                cells: [Draft.Cell(key: CellKey(field: 1), value: [UInt8(index % 24)])]
            )
            let time = HybridTimestamp(milliseconds: 1_700_000_000_000)
            let change = draft.change(on: nil, time: time, actor: 3, schemaVersion: 1)
            let sealed = change.sealed(
                as: Dot(replica, UInt64(index + 1)),
                after: hash,
                salt: [UInt8](repeating: 7, count: 16),
                by: ReplicaHash.self
            )
            hash = sealed.hash
            standing.vector.cover(sealed.dot)
            let state = RecordState(collection: 1).applying(change, at: sealed.dot)
            try store.setRecord(
                draft.record,
                to: HeldRecord(frame: state.frame, extra: VersionVector()),
                in: scope
            )
            try store.appendOwn(OwnChange(sealed: sealed), in: scope)
            result.append(sealed)
        }
        let segment = FeedSegment(
            replica: replica,
            first: 1,
            isApplied: true,
            received: 0,
            tags: result.map(\.hash.tag)
        )
        try store.extendChain(segment, in: scope)
        try store.setStanding(standing, in: scope)
        return result
    }

    @Test(arguments: ReplicaStoreKind.allCases)
    func `identity, clock and standing read back as they were written`(
        _ kind: ReplicaStoreKind
    ) throws {
        try withReplica(kind) { store, scope in
            #expect(try store.replica() == Self.replica)
            #expect(try store.clock() == HybridClock())
            #expect(try store.standing(in: scope) == Standing())
            var standing = Standing()
            standing.vector = VersionVector([Dot(Self.replica, 4), Dot(Self.other, 9)])
            standing.epoch = Epoch(high: 5, low: 6)
            standing.base = .max
            standing.cursor = 1 << 63
            standing.pageVector = VersionVector([Dot(Self.other, WireLimits.counterMax)])
            standing.isNewEpoch = true
            try store.setStanding(standing, in: scope)
            #expect(try store.standing(in: scope) == standing)
            standing.epoch = nil
            standing.pageVector = VersionVector()
            standing.acknowledged = VersionVector([Dot(Self.replica, 1)])
            try store.setStanding(standing, in: scope)
            #expect(try store.standing(in: scope) == standing)
            let clock = HybridClock(last: HybridTimestamp(rawValue: .max))
            try store.setClock(clock)
            try store.setReplica(Self.other)
            #expect(try store.clock() == clock)
            #expect(try store.replica() == Self.other)
            #expect(try store.digest(of: scope) == StateDigest())
            try store.setDigest(StateDigest(Hash256(1, 2, 3, 4)), of: scope)
            #expect(try store.digest(of: scope).hash == Hash256(1, 2, 3, 4))
        }
    }

    @Test(arguments: ReplicaStoreKind.allCases)
    func `scopes come in the order of their bytes`(_ kind: ReplicaStoreKind) throws {
        let names = ["space/b", "common", "space-a", "space/a", "space_a"]
        let scopes = names.compactMap { ScopeID($0) }
        try kind.withTransaction(replica: Self.replica, scopes: scopes) { store in
            let found = try store.scopes().map(\.name)
            #expect(found == ["common", "space-a", "space/a", "space/b", "space_a"])
        }
    }

    @Test(arguments: ReplicaStoreKind.allCases)
    func `a scope that is not held answers with nothing and takes nothing`(
        _ kind: ReplicaStoreKind
    ) throws {
        try withReplica(kind) { store, _ in
            let scope = try #require(ScopeID("space/none"))
            let id = RecordID(high: 1, low: 1)
            try store.setRecord(id, to: HeldRecord(frame: [1], extra: VersionVector()), in: scope)
            try store.setStanding(Standing(), in: scope)
            try store.setDigest(StateDigest(Hash256(1, 1, 1, 1)), of: scope)
            #expect(try store.record(id, in: scope) == nil)
            #expect(try store.standing(in: scope) == Standing())
            #expect(try store.digest(of: scope) == StateDigest())
            #expect(try store.chainHeads(in: scope).isEmpty)
            #expect(try store.ownChanges(in: scope).isEmpty)
            #expect(try store.ownHeads(in: scope).isEmpty)
        }
    }

    @Test(arguments: ReplicaStoreKind.allCases)
    func `contexts go where the vector covers them, and only there`(
        _ kind: ReplicaStoreKind
    ) throws {
        try withReplica(kind) { store, scope in
            let page = VersionVector([Dot(Self.other, 5), Dot(Self.replica, 3)])
            let more = VersionVector([Dot(Self.other, 6)])
            let extras = [page, page, VersionVector(), more, page]
            for (index, extra) in extras.enumerated() {
                try store.setRecord(
                    RecordID(high: 1, low: UInt64(index)),
                    to: HeldRecord(frame: [UInt8(index)], extra: extra),
                    in: scope
                )
            }
            func held() throws -> [VersionVector] {
                var result: [VersionVector] = []
                try store.visitRecords(in: scope) { _, record in
                    result.append(record.extra)
                    return true
                }
                return result
            }
            #expect(try held() == extras)
            try store.stripContexts(by: VersionVector([Dot(Self.other, 5)]), in: scope)
            let rest = VersionVector([Dot(Self.replica, 3)])
            #expect(try held() == [rest, rest, VersionVector(), more, rest])
            try store.stripContexts(
                by: VersionVector([Dot(Self.other, 6), Dot(Self.replica, 3)]),
                in: scope
            )
            #expect(try held().allSatisfy(\.isEmpty))
            let id = RecordID(high: 1, low: 3)
            try store.setRecord(id, to: HeldRecord(frame: [9], extra: page), in: scope)
            #expect(try held().map(\.isEmpty) == [true, true, true, false, true])
            #expect(try store.record(id, in: scope)?.extra == page)
        }
    }

    @Test(arguments: ReplicaStoreKind.allCases)
    func `a chain grows by any number of tags, and every one is found`(
        _ kind: ReplicaStoreKind
    ) throws {
        try withReplica(kind) { store, scope in
            var tags: [ChainTag] = []
            for count in [1, 126, 1, 1, 127, 128, 129, 300, 1] {
                let news = (0..<count).map { ChainTag.max - ChainTag(tags.count + $0) }
                let segment = FeedSegment(
                    replica: Self.other,
                    first: UInt64(tags.count + 1),
                    isApplied: true,
                    received: 1,
                    tags: news
                )
                try store.extendChain(segment, in: scope)
                tags += news
                #expect(try store.chainLength(of: Self.other, in: scope) == UInt64(tags.count))
                let head = try #require(try store.chainHeads(in: scope).first)
                #expect(head.counter == UInt64(tags.count))
                #expect(head.tag == tags.last)
            }
            for (index, tag) in tags.enumerated() {
                #expect(
                    try store.chainTag(at: Dot(Self.other, UInt64(index + 1)), in: scope) == tag
                )
            }
            for counter in [0, UInt64(tags.count + 1), .max] {
                #expect(try store.chainTag(at: Dot(Self.other, counter), in: scope) == nil)
            }
        }
    }

    @Test(arguments: ReplicaStoreKind.allCases)
    func `own changes read back whole, in order and up to the limit`(
        _ kind: ReplicaStoreKind
    ) throws {
        try withReplica(kind) { store, scope in
            let saved = try save(6, in: scope, &store)
            try store.setReplica(Self.other)
            let later = try save(2, in: scope, &store)
            #expect(try store.ownChanges(in: scope).map(\.sealed) == saved + later)
            #expect(
                try store.ownHeads(in: scope) == [Dot(Self.replica, 6), Dot(Self.other, 2)]
            )
            let vector = VersionVector([Dot(Self.replica, 4), Dot(Self.other, 1)])
            let rest = try store.ownChanges(in: scope, beyond: vector, bytesMax: .max)
            #expect(rest.map(\.sealed) == [saved[4], saved[5], later[1]])
            let logged = try store.ownLogEntries(in: scope, beyond: vector, bytesMax: .max)
            #expect(logged.map(\.dot) == rest.map(\.sealed.dot))
            #expect(logged.map(\.bytes) == rest.map(\.sealed.bytes))
            #expect(logged.map(\.hash) == rest.map(\.sealed.hash))
            #expect(logged.map(\.renames) == rest.map(\.sealed.renames))
            #expect(try store.ownChanges(in: scope, beyond: vector, bytesMax: 1).count == 1)
            #expect(try store.ownChanges(in: scope, beyond: vector, bytesMax: 0).isEmpty)
            let size = saved[4].bytes.count
            #expect(
                try store.ownChanges(in: scope, beyond: vector, bytesMax: size + 1).count == 2
            )
            #expect(try store.ownChange(at: saved[2].dot, in: scope)?.sealed == saved[2])
            #expect(try store.ownChange(at: Dot(Self.replica, 7), in: scope) == nil)
        }
    }

    @Test(arguments: ReplicaStoreKind.allCases)
    func `a receipt counts for the changes that have none yet`(_ kind: ReplicaStoreKind) throws {
        try withReplica(kind) { store, scope in
            _ = try save(5, in: scope, &store)
            try store.setReceived(10, through: Dot(Self.replica, 2), in: scope)
            try store.setReceived(20, through: Dot(Self.replica, 4), in: scope)
            try store.setReceived(30, through: Dot(Self.replica, 1), in: scope)
            try store.setReceived(40, through: Dot(Self.other, 9), in: scope)
            #expect(try store.ownChanges(in: scope).map(\.received) == [10, 10, 20, 20, nil])
        }
    }

    @Test(arguments: ReplicaStoreKind.allCases)
    func `a renamed branch is called by its name everywhere`(_ kind: ReplicaStoreKind) throws {
        try withReplica(kind) { store, scope in
            let saved = try save(5, in: scope, &store)
            let fork = Fork(
                of: Self.replica,
                beyond: 3,
                firstTag: saved[3].hash.tag,
                by: ReplicaHash.self
            )
            try store.addFork(fork, in: scope)
            try store.addFork(fork, in: scope)
            try store.rewrite(fork.rename, in: scope)
            #expect(try store.forks(in: scope) == [fork])
            let vector = try store.standing(in: scope).vector
            #expect(vector[Self.replica] == 3)
            #expect(vector[fork.name] == 2)
            #expect(try store.chainLength(of: Self.replica, in: scope) == 3)
            #expect(
                try store.chainTag(at: Dot(fork.name, 2), in: scope) == saved[4].hash.tag
            )
            #expect(
                try store.ownChanges(in: scope).map(\.sealed.dot.counter) == [1, 2, 3, 1, 2]
            )
            #expect(try store.ownHeads(in: scope).count == 2)
            let state = try store.record(RecordID(high: 9, low: 4), in: scope)?.state()
            #expect(state?.heads.first?.dot == Dot(fork.name, 2))
        }
    }

    @Test(arguments: ReplicaStoreKind.allCases)
    func `what a repair put aside is kept until its record is purged`(
        _ kind: ReplicaStoreKind
    ) throws {
        try kind.withTransaction(replica: Self.replica, scopes: [.common]) { store in
            let asides = (1...3).map { number in
                RecordAside(
                    record: RecordID(high: 1, low: UInt64(number % 2)),
                    frame: [UInt8(number)],
                    time: Int64(number)
                )
            }
            for aside in asides { try store.putAside(aside, in: .common) }
            #expect(try store.putAside(in: .common) == asides)
            try store.eraseTraces(of: [RecordID(high: 1, low: 1)], in: .common)
            #expect(try store.putAside(in: .common) == [asides[1]])
        }
    }
}
