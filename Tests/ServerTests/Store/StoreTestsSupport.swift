import Foundation
import ServerCore
import ServerPostgres
import ServerSQL
import ServerSQLite
import Shared
import TestSupport
import Testing

/// The stores that must not differ.
enum StoreKind: CaseIterable, Sendable {
    case memory, sqlite, postgres

    static var allCases: [StoreKind] { [.memory] + databases }

    /// Those that are kept in a database; PostgreSQL where there is one.
    static var databases: [StoreKind] {
        PostgresAtHand.url == nil ? [.sqlite] : [.sqlite, .postgres]
    }

    /// Hands `body` a transaction on a new store.
    func withTransaction(_ body: (inout any ServerTransaction) throws -> Void) throws {
        switch self {
        case .memory:
            var transaction: any ServerTransaction = MemoryServerStore()
            try body(&transaction)
        case .sqlite, .postgres:
            try withStore { open in
                let store = try open()
                try store.write { transaction in
                    var erased: any ServerTransaction = transaction
                    try body(&erased)
                }
                try store.close()
            }
        }
    }

    /// Hands `body` what opens one and the same database again and again; it is gone afterwards.
    func withStore<Result>(
        _ body: (() throws -> any SQLStore) throws -> Result
    ) throws -> Result {
        guard self == .postgres else {
            return try withStoreFolder { folder in
                try body { try SQLiteServerStore.open(folder: folder) }
            }
        }
        let url = try #require(PostgresAtHand.url)
        let name = PostgresAtHand.freshName()
        defer { try? PostgresServerStore.discard(url: url, register: name) }
        return try body {
            let store = try PostgresServerStore.open(url: url, register: name, creating: true)
            return try #require(store)
        }
    }
}

/// A folder that is gone afterwards.
func withStoreFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("caunoi-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
}

/// A generator whose whole run follows from its seed.
struct StoreRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }
}

/// A stand-in for SHA-256 that keeps a few thousand test values apart.
enum StoreHash: HashFunction {
    static func hash(_ bytes: [UInt8]) -> Hash256 {
        var words = (UInt64(1), UInt64(2), UInt64(3), UInt64(5))
        for byte in bytes {
            words.0 = (words.0 ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            words.1 = (words.1 &+ UInt64(byte) &+ words.0) &* 0x9E37_79B9_7F4A_7C15
            words.2 = (words.2 ^ words.1 >> 29) &* 0xBF58_476D_1CE4_E5B9
            words.3 = (words.3 &+ words.2) ^ words.3 << 7
        }
        return Hash256(words.1 ^ words.3, words.2, words.3, words.0)
    }
}

extension ScopeID {
    /// A name that the tests wrote themselves.
    static func named(_ name: String) throws -> ScopeID { try #require(ScopeID(name)) }
}

/// The writer of a chain: makes changes that follow one another.
struct TestAuthor {
    var replica: ReplicaID
    var counter: UInt64 = 0
    var hash: Hash256

    init(_ replica: ReplicaID) {
        self.replica = replica
        hash = ChangeBytes.chainSeed(of: replica, by: StoreHash.self)
    }

    /// The next change of the chain: saves `value` on a record whose state is `state`.
    mutating func change(
        _ record: RecordID,
        on state: RecordState?,
        value: UInt8,
        using random: inout StoreRandom
    ) -> SealedChange {
        let draft = Draft(
            kind: state == nil ? .create : .edit,
            record: record,
            collection: 1,
            cells: [Draft.Cell(key: CellKey(field: 1), value: [value % 24])]
        )
        let change = draft.change(
            on: state,
            time: HybridTimestamp(milliseconds: 1_700_000_000_000),
            actor: 7,
            schemaVersion: 1
        )
        counter += 1
        let sealed = change.sealed(
            as: Dot(replica, counter),
            after: hash,
            salt: Change.salt(using: &random),
            by: StoreHash.self
        )
        hash = sealed.hash
        return sealed
    }
}
