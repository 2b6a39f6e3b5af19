import ClientCore
import ClientSQLite
import Foundation
import Shared
import Testing

/// The replica stores that must not differ.
enum ReplicaStoreKind: CaseIterable, Sendable {
    case memory, sqlite

    /// Hands `body` a transaction on a new replica.
    func withTransaction(
        replica: ReplicaID,
        scopes: [ScopeID],
        _ body: (inout any ReplicaTransaction) throws -> Void
    ) throws {
        switch self {
        case .memory:
            var transaction: any ReplicaTransaction = MemoryReplicaStore(
                replica: replica,
                scopes: scopes
            )
            try body(&transaction)
        case .sqlite:
            try withReplicaHome { home in
                let store = try SQLiteReplicaStore.create(
                    in: home,
                    replica: replica,
                    scopes: scopes
                )
                try store.write { transaction in
                    var erased: any ReplicaTransaction = transaction
                    try body(&erased)
                }
                try store.close()
            }
        }
    }
}

/// A folder that is gone afterwards.
func withReplicaHome<Result>(_ body: (String) throws -> Result) throws -> Result {
    let home = FileManager.default.temporaryDirectory
        .appendingPathComponent("caunoi-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: home) }
    return try body(home)
}

/// A generator whose whole run follows from its seed.
struct ReplicaRandom: RandomNumberGenerator {
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
enum ReplicaHash: HashFunction {
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
