import ClientCore
import Shared
import Testing

/// What a replica keeps of the values that the server refused.
@Suite struct CorrectionTests {
    private let engine = ReplicaEngine(hash: ReplicaHash.self)
    private let record = RecordID(high: 9, low: 1)

    private func save(
        _ field: UInt16,
        _ store: inout any ReplicaTransaction
    ) throws -> SealedChange {
        var random = ReplicaRandom(seed: Int(field))
        var transaction = store
        defer { store = transaction }
        let draft = Draft(
            kind: .edit,
            record: record,
            collection: 1,
            cells: [Draft.Cell(key: CellKey(field: field), value: [5])]
        )
        return try save(draft, &random, &transaction)
    }

    private func save(
        _ draft: Draft,
        _ random: inout ReplicaRandom,
        _ transaction: inout some ReplicaTransaction
    ) throws -> SealedChange {
        let made = try engine.save(
            [draft],
            in: .common,
            by: Author(actor: 1, schemaVersion: 1),
            at: 1_700_000_000_000,
            using: &random,
            in: &transaction
        )
        return try #require(made.first)
    }

    private func refuse(
        _ change: SealedChange,
        _ field: UInt16,
        _ store: inout any ReplicaTransaction
    ) throws {
        let refusal = KeptRefusal(key: CellKey(field: field), reason: "wrong_type")
        try store.setRefusals([refusal], of: change.dot, in: .common)
    }

    @Test(arguments: ReplicaStoreKind.allCases)
    func `only writing the field anew settles a correction`(_ kind: ReplicaStoreKind) throws {
        try kind.withTransaction(replica: ReplicaStoreTests.replica, scopes: [.common]) { store in
            let bad = try save(1, &store)
            try refuse(bad, 1, &store)
            #expect(try engine.corrections(in: .common, store).map(\.dot) == [bad.dot])
            _ = try save(2, &store)
            #expect(try engine.corrections(in: .common, store).count == 1)
            _ = try save(1, &store)
            #expect(try engine.corrections(in: .common, store).isEmpty)
            #expect(try store.refusedChanges(in: .common).first?.refusals.first?.state == .settled)
        }
    }

    @Test(arguments: ReplicaStoreKind.allCases)
    func `a dropped correction stays in the log and off the list`(
        _ kind: ReplicaStoreKind
    ) throws {
        try kind.withTransaction(replica: ReplicaStoreTests.replica, scopes: [.common]) { store in
            let bad = try save(1, &store)
            try refuse(bad, 1, &store)
            #expect(try engine.dropCorrections(of: bad.dot, in: .common, in: &store) == 1)
            #expect(try engine.dropCorrections(of: bad.dot, in: .common, in: &store) == 0)
            #expect(try engine.corrections(in: .common, store).isEmpty)
            #expect(try store.ownChange(at: bad.dot, in: .common)?.sealed == bad)
        }
    }
}
