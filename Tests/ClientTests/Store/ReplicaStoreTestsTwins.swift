import ClientCore
import ClientSQLite
import Shared
import Testing

/// A replica's life on the memory store and on SQLite at once.
private struct TwinReplicaLife {
    var random: ReplicaRandom
    let ids: [RecordID]
    let scopes = [ScopeID.common, ScopeID("space/acvn")].compactMap { $0 }
    let engine = ReplicaEngine(hash: ReplicaHash.self)
    let start: ReplicaID

    init(seed: Int) {
        var random = ReplicaRandom(seed: seed)
        ids = (0..<12).map { _ in RecordID(high: random.next(), low: random.next()) }
        start = .random(using: &random)
        self.random = random
    }

    mutating func act(_ store: inout some ReplicaTransaction) throws {
        let scope = scopes[random.below(3) / 2]
        switch random.below(13) {
        case 0..<4: try save(scope, &store)
        case 4: try store.setReplica(.random(using: &random))
        case 5, 6: try learn(scope, &store)
        case 7: try touch(scope, &store)
        case 8:
            var standing = try store.standing(in: scope)
            standing.base += 1
            standing.pageVector.merge(standing.vector)
            standing.epoch = random.below(2) == 0 ? nil : .random(using: &random)
            standing.acknowledged = try vector(scope, store)
            try store.setStanding(standing, in: scope)
        case 9: try store.stripContexts(by: try vector(scope, store), in: scope)
        case 10:
            for dot in try store.ownHeads(in: scope) where random.below(2) == 0 {
                let counter = UInt64(random.below(Int(dot.counter) + 2))
                try store.setReceived(
                    Int64(random.below(1000)),
                    through: Dot(dot.replica, counter),
                    in: scope
                )
            }
        case 11:
            for dot in try store.ownHeads(in: scope) where dot.counter > 0 {
                let refused = Dot(dot.replica, UInt64(1 + random.below(Int(dot.counter))))
                let refusal = KeptRefusal(
                    key: CellKey(field: 1, sub: [UInt8(random.below(4))]),
                    reason: "wrong_type",
                    state: random.below(2) == 0 ? .open : .dropped
                )
                let refusals = random.below(4) == 0 ? [] : [refusal]
                try store.setRefusals(refusals, of: refused, in: scope)
            }
        default: try fork(scope, &store)
        }
    }

    private mutating func save(
        _ scope: ScopeID,
        _ store: inout some ReplicaTransaction
    ) throws {
        let drafts = (0...random.below(5)).map { _ in
            Draft(
                kind: .edit,
                record: ids[random.below(ids.count)],
                collection: 1,
                cells: [Draft.Cell(key: CellKey(field: 1), value: [UInt8(random.below(24))])]
            )
        }
        _ = try engine.save(
            drafts,
            in: scope,
            by: Author(actor: 1, schemaVersion: 1),
            at: 1_700_000_000_000,
            using: &random,
            in: &store
        )
    }

    private mutating func learn(
        _ scope: ScopeID,
        _ store: inout some ReplicaTransaction
    ) throws {
        let known = try store.chainHeads(in: scope).map(\.replica)
        let replica =
            known.isEmpty || random.below(3) == 0
            ? ReplicaID.random(using: &random) : known[random.below(known.count)]
        guard try !store.ownHeads(in: scope).contains(where: { $0.replica == replica }) else {
            return
        }
        let segment = FeedSegment(
            replica: replica,
            first: try store.chainLength(of: replica, in: scope) + 1,
            isApplied: true,
            received: 4,
            tags: (0...random.below(200)).map { _ in random.next() }
        )
        try store.extendChain(segment, in: scope)
    }

    private mutating func touch(
        _ scope: ScopeID,
        _ store: inout some ReplicaTransaction
    ) throws {
        let extra = try vector(scope, store)
        for id in ids where random.below(2) == 0 {
            guard var record = try store.record(id, in: scope) else { continue }
            record.extra = random.below(4) == 0 ? VersionVector() : extra
            try store.setRecord(id, to: record, in: scope)
        }
    }

    /// Some vector of replicas that are known.
    private mutating func vector(
        _ scope: ScopeID,
        _ store: some ReplicaTransaction
    ) throws -> VersionVector {
        var result = VersionVector()
        for head in try store.chainHeads(in: scope) {
            result[head.replica] = UInt64(random.below(Int(head.counter) + 1))
        }
        return result
    }

    private mutating func fork(
        _ scope: ScopeID,
        _ store: inout some ReplicaTransaction
    ) throws {
        let heads = try store.chainHeads(in: scope)
        guard !heads.isEmpty else { return }
        let head = heads[random.below(heads.count)]
        let beyond = UInt64(random.below(Int(head.counter)))
        guard let tag = try store.chainTag(at: Dot(head.replica, beyond + 1), in: scope) else {
            return
        }
        let fork = Fork(of: head.replica, beyond: beyond, firstTag: tag, by: ReplicaHash.self)
        try store.addFork(fork, in: scope)
        try store.rewrite(fork.rename, in: scope)
        if try store.replica() == head.replica { try store.setReplica(.random(using: &random)) }
    }

    /// Reads everything there is to read; the mirror compares.
    mutating func look(_ store: some ReplicaTransaction) throws {
        _ = try store.replica()
        _ = try store.clock()
        for scope in try store.scopes() {
            _ = try store.standing(in: scope)
            _ = try store.digest(of: scope)
            _ = try store.forks(in: scope)
            let heads = try store.chainHeads(in: scope)
            for head in heads {
                _ = try store.chainLength(of: head.replica, in: scope)
                for counter in 0...head.counter + 1 {
                    _ = try store.chainTag(at: Dot(head.replica, counter), in: scope)
                }
            }
            for dot in try store.ownHeads(in: scope) + heads.map({ Dot($0.replica, $0.counter) }) {
                for counter in 0...dot.counter + 1 {
                    _ = try store.ownChange(at: Dot(dot.replica, counter), in: scope)
                    _ = try store.receipt(of: Dot(dot.replica, counter), in: scope)
                }
            }
            _ = try store.ownChanges(in: scope)
            _ = try store.ownCount(in: scope, beyond: try vector(scope, store))
            _ = try store.recordCount(in: scope)
            _ = try store.disputable(in: scope)
            _ = try store.refusedChanges(in: scope)
            for bytesMax in [0, 1, 500, Int.max] {
                let vector = try vector(scope, store)
                _ = try store.ownChanges(in: scope, beyond: vector, bytesMax: bytesMax)
                _ = try store.ownChangesWithoutReceipt(
                    in: scope,
                    through: vector,
                    bytesMax: bytesMax
                )
            }
            try store.visitRecords(in: scope) { _, _ in true }
        }
    }
}

@Suite struct ReplicaStoreTwinTests {
    @Test func `SQLite answers every call of a replica's life as the memory store does`() throws {
        for seed in 0..<12 {
            try withReplicaHome { home in
                var life = TwinReplicaLife(seed: seed)
                var memory = MemoryReplicaStore(replica: life.start, scopes: life.scopes)
                do {
                    var store = try SQLiteReplicaStore.create(
                        in: home,
                        replica: life.start,
                        scopes: life.scopes
                    )
                    for act in 0..<60 {
                        if act % 8 == 7 {
                            try store.close()
                            store = try SQLiteReplicaStore.open(in: home)
                        }
                        try store.write { transaction in
                            var mirror = MirrorReplica(left: memory, right: transaction)
                            try life.act(&mirror)
                            memory = mirror.left
                        }
                        try store.read { transaction in
                            try life.look(MirrorReplica(left: memory, right: transaction))
                        }
                    }
                    try store.close()
                } catch {
                    Issue.record("seed \(seed): \(error)")
                }
            }
        }
    }
}
