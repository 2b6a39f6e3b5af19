import ClientCore
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
            guard let previous = previous(to: sealed.dot, known, forks, by: hash) else {
                note(sealed.dot, "the change before it is missing")
                continue
            }
            if sealed.bytes.chainHash(after: previous, by: hash) != sealed.hash {
                note(sealed.dot, "its hash is not that of its bytes")
            }
        }
    }

    private func previous<Hash: HashFunction>(
        to dot: Dot,
        _ known: [Dot: Hash256],
        _ forks: [Fork],
        by hash: Hash.Type
    ) -> Hash256? {
        var replica = dot.replica
        var counter = dot.counter - 1
        // Each fork leads to the chain it left; there are never more steps than forks.
        for _ in 0...forks.count {
            if counter > 0 { return known[Dot(replica, counter)] }
            guard let fork = forks.first(where: { $0.name == replica }) else {
                return ChangeBytes.chainSeed(of: replica, by: hash)
            }
            replica = fork.from
            counter = fork.beyond
        }
        return nil
    }

    private mutating func note(_ dot: Dot, _ problem: String) {
        problems.append("\(dot.replica.text):\(dot.counter): \(problem)")
    }
}
