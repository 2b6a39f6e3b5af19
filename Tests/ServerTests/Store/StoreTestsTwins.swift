import ServerCore
import ServerSQL
import Shared
import Testing

/// Refuses what ends in 7, so that rulings come about.
private struct SevenPolicy: WritePolicy {
    func refusal(of write: Change.CellWrite, in change: Change) -> String? {
        write.value?.last == 7 ? "seven" : nil
    }
}

/// A register's life on the memory store and on SQLite at once.
private struct TwinLife {
    var random: StoreRandom
    var authors: [TestAuthor] = []
    var ids: [RecordID] = []
    let service = SyncService(hash: StoreHash.self, policy: SevenPolicy())
    let scopes = [ScopeID.common, ScopeID("space/acvn")].compactMap { $0 }

    init(seed: Int) {
        random = StoreRandom(seed: seed)
        for _ in 0..<3 { authors.append(TestAuthor(.random(using: &random))) }
        for _ in 0..<12 { ids.append(RecordID(high: random.next(), low: random.next())) }
    }

    /// One act, as a server would carry it out.
    mutating func act(_ store: inout some ServerTransaction) throws {
        let scope = scopes[0]
        switch random.below(13) {
        case 0..<7: try push(scope, &store)
        case 7: try hearsay(scope, &store)
        case 8: try fork(scope, &store)
        case 9: try hold(scope, &store)
        case 10:
            let draft = Draft(
                kind: .edit,
                record: ids[random.below(ids.count)],
                collection: 1,
                cells: [Draft.Cell(key: CellKey(field: 1), value: [UInt8(random.below(24))])]
            )
            _ = try service.save(
                draft,
                actor: 1,
                at: 90,
                in: scopes[1],
                using: &random,
                in: &store
            )
        case 11:
            let draft = Draft(
                kind: .purge,
                record: ids[random.below(ids.count)],
                collection: 1,
                cells: []
            )
            _ = try service.save(draft, actor: 0, at: 91, in: scope, using: &random, in: &store)
        default: try service.beginEpoch(of: scope, using: &random, in: &store)
        }
    }

    private mutating func push(
        _ scope: ScopeID,
        _ store: inout some ServerTransaction
    ) throws {
        let index = random.below(authors.count)
        guard let epoch = try store.clock(of: scope)?.epoch else { return }
        guard try store.vector(of: scope)[authors[index].replica] == authors[index].counter else {
            return
        }
        var items: [PushRequest.Item] = []
        for _ in 0...random.below(3) {
            let id = ids[random.below(ids.count)]
            let state = try store.record(id, in: scope)?.state()
            let sealed = authors[index].change(
                id,
                on: random.below(4) == 0 ? nil : state,
                value: UInt8(random.below(24)),
                using: &random
            )
            items.append(PushRequest.Item(dot: sealed.dot, bytes: sealed.bytes, renames: []))
        }
        let request = PushRequest(
            scope: scope,
            epoch: epoch,
            items: items,
            forks: [],
            signatures: [
                PushRequest.Signature(
                    replica: authors[index].replica,
                    head: authors[index].hash,
                    bytes: []
                )
            ]
        )
        let response = try service.push(
            request,
            from: Caller(standing: .active, actor: 7),
            at: Int64(random.below(3)),
            check: { _ in true },
            using: &random,
            in: &store
        )
        guard case .done = response?.outcome else {
            throw StoreError.failed("a push was not taken: \(String(describing: response))")
        }
    }

    private mutating func hearsay(
        _ scope: ScopeID,
        _ store: inout some ServerTransaction
    ) throws {
        guard var writer = try ScopeWriter<StoreHash>(scope, in: store) else { return }
        let replica = ReplicaID.random(using: &random)
        for part in 0..<2 {
            let segment = FeedSegment(
                replica: replica,
                first: UInt64(part) * 2 + 1,
                isApplied: false,
                received: 4,
                tags: [random.next(), random.next()]
            )
            try store.appendHearsay(segment, at: writer.advance(), in: scope)
        }
        try writer.finish(in: &store)
    }

    /// Calls the end of a chain by another name, also where the log has part of it already.
    private mutating func fork(
        _ scope: ScopeID,
        _ store: inout some ServerTransaction
    ) throws {
        let index = random.below(authors.count)
        let old = authors[index]
        guard var writer = try ScopeWriter<StoreHash>(scope, in: store), old.counter > 0,
            writer.vector[old.replica] == old.counter
        else { return }
        let beyond = UInt64(random.below(Int(old.counter)))
        guard let tag = try store.chainTag(at: Dot(old.replica, beyond + 1), in: scope) else {
            return
        }
        let fork = Fork(of: old.replica, beyond: beyond, firstTag: tag, by: StoreHash.self)
        try store.addFork(fork, in: scope)
        if random.below(2) == 0 {
            let twin = try store.change(at: Dot(old.replica, beyond + 1), in: scope)
            if var sealed = twin?.sealed {
                sealed.dot = Dot(fork.name, 1)
                try store.append(
                    LoggedChange(sealed: sealed, sequence: writer.advance(), received: 4),
                    in: scope
                )
                writer.cover(sealed.dot)
            }
        }
        try writer.rename(fork.rename, in: &store)
        try writer.finish(in: &store)
        authors[index] = TestAuthor(.random(using: &random))
    }

    private mutating func hold(
        _ scope: ScopeID,
        _ store: inout some ServerTransaction
    ) throws {
        var author = TestAuthor(.random(using: &random))
        let id = ids[random.below(ids.count)]
        let state = try store.record(id, in: scope)?.state()
        let sealed = author.change(id, on: state, value: 3, using: &random)
        try store.setHeldChange(HeldChange(sealed: sealed, received: 6), in: scope)
        if random.below(2) == 0 {
            _ = try service.accept(sealed.dot, at: 9, in: scope, using: &random, in: &store)
        } else {
            try service.reject(sealed.dot, in: scope, in: &store)
        }
    }

    /// Reads everything there is to read; the mirror compares.
    func look(_ store: some ServerTransaction) throws {
        for scope in scopes {
            guard let last = try store.clock(of: scope)?.last else { continue }
            let vector = try store.vector(of: scope)
            let chains = try store.feed(in: scope, after: 0, through: .max).map(\.replica)
            for replica in Set(vector.entries.map(\.replica) + chains) {
                let length = try store.chainLength(of: replica, in: scope)
                for counter in 0...length + 1 {
                    _ = try store.chainTag(at: Dot(replica, counter), in: scope)
                    _ = try store.change(at: Dot(replica, counter), in: scope)
                    _ = try store.standsFor(Dot(replica, counter), in: scope)
                }
            }
            for id in ids {
                _ = try store.changes(of: id, in: scope)
                _ = try store.digest(ofBucket: StateDigest.bucket(of: id), in: scope)
            }
            for after in 0...last {
                try store.visitRecords(in: scope, after: after) { _, _ in true }
                _ = try store.feed(in: scope, after: after, through: last - after / 2)
            }
            _ = try store.digest(of: scope)
            _ = try store.forks(in: scope)
            _ = try store.heldChanges(in: scope)
        }
    }
}

@Suite struct StoreTwinTests {
    @Test(arguments: StoreKind.databases)
    func `a database answers every call of a register's life as the memory store does`(
        _ kind: StoreKind
    ) throws {
        for seed in 0..<12 {
            try kind.withStore { open in
                var memory = MemoryServerStore()
                var life = TwinLife(seed: seed)
                do {
                    var store = try open()
                    for act in 0..<40 {
                        if act % 16 == 15 {
                            try store.close()
                            store = try open()
                        }
                        try store.write { transaction in
                            var mirror = MirrorTransaction(left: memory, right: transaction)
                            if act == 0 {
                                for scope in life.scopes {
                                    try life.service.createScope(
                                        scope,
                                        using: &life.random,
                                        in: &mirror
                                    )
                                }
                            }
                            try life.act(&mirror)
                            memory = mirror.left
                        }
                        try store.read { transaction in
                            try life.look(MirrorTransaction(left: memory, right: transaction))
                        }
                    }
                    try store.close()
                } catch {
                    Issue.record("seed \(seed): \(error)")
                }
            }
        }
    }

    @Test func `the feed does not depend on how it was learned`() {
        for seed in 0..<200 {
            var random = StoreRandom(seed: seed)
            let replica = ReplicaID(high: 1, low: 1)
            var first: UInt64 = 1
            var whole = FeedCollector()
            var single = FeedCollector()
            for _ in 0..<random.below(6) {
                if random.below(3) == 0 { first += 1 }
                let segment = FeedSegment(
                    replica: replica,
                    first: first,
                    isApplied: random.below(4) > 0,
                    received: Int64(random.below(2)),
                    tags: (0..<random.below(5000) + 1).map { UInt64($0) }
                )
                first += UInt64(segment.tags.count)
                whole.append(segment)
                for (offset, tag) in segment.tags.enumerated() {
                    single.append(
                        Dot(replica, segment.first + UInt64(offset)),
                        tag: tag,
                        isApplied: segment.isApplied,
                        received: segment.received
                    )
                }
            }
            #expect(whole.segments == single.segments, "seed \(seed)")
            #expect(
                whole.segments.allSatisfy { $0.tags.count <= WireLimits.tagsMax },
                "seed \(seed)"
            )
        }
    }
}
