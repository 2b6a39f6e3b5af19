import ClientCore
import ClientSQLite
import CryptoAdapters
import Shared

/// Recomputes the hashes of a replica's own changes from their bytes.
///
/// A branch that was renamed continues the chain that it left: its first change follows the last one
/// that both branches share.
struct ChainAudit {
    /// How many own changes there are.
    private(set) var count = 0
    /// What does not fit, the name of the change first.
    private(set) var problems: [String] = []

    mutating func check<Hash: HashFunction>(
        _ scope: ScopeID,
        by hash: Hash.Type,
        in transaction: some ReplicaTransaction
    ) throws(ReplicaStoreError) {
        let own = try transaction.ownChanges(in: scope)
        var known: [Dot: Hash256] = [:]
        for change in own { known[change.sealed.dot] = change.sealed.hash }
        let forks = try transaction.forks(in: scope)
        count += own.count
        for change in own {
            let sealed = change.sealed
            if try transaction.chainTag(at: sealed.dot, in: scope) != sealed.hash.tag {
                note(sealed.dot, "the chain has another tag for it")
            }
            // Of a purged change only the hash is left.
            if sealed.bytes.salt.isEmpty, sealed.bytes.body.isEmpty { continue }
            let before = Dot(sealed.dot.replica, sealed.dot.counter - 1)
            let previous =
                before.counter > 0
                ? known[before]
                : forks.chainHash(beforeFirst: sealed.bytes, of: before.replica, by: hash) {
                    known[$0]
                }
            guard let previous else {
                note(sealed.dot, "the change before it is missing")
                continue
            }
            if sealed.bytes.chainHash(after: previous, by: hash) != sealed.hash {
                note(sealed.dot, "its hash is not that of its bytes")
            }
        }
    }

    private mutating func note(_ dot: Dot, _ problem: String) {
        problems.append("\(dot.replica.text):\(dot.counter): \(problem)")
    }
}

extension ChainAudit {
    /// Checks the own changes of all scopes.
    ///
    /// - Parameter store: The replica.
    /// - Throws: `ReplicaStoreError` where it cannot be read.
    init(of store: SQLiteReplicaStore) throws {
        self = try store.read { transaction in
            var audit = ChainAudit()
            for scope in try transaction.scopes() {
                try audit.check(scope, by: SHA256Hash.self, in: transaction)
            }
            return audit
        }
    }

    /// Refuses to go on with own changes that are not as they were saved.
    ///
    /// - Parameter store: The replica.
    /// - Throws: `ReplicaStoreError.corrupted`, with the first of them.
    static func require(_ store: SQLiteReplicaStore) throws {
        guard let problem = try ChainAudit(of: store).problems.first else { return }
        throw ReplicaStoreError.corrupted("an own change is not as it was saved: " + problem)
    }
}
