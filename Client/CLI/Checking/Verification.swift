package import ClientCore
import ClientSQLite
import CryptoAdapters
package import Shared

/// Compares a replica with its server, down to the records in which they differ.
package struct Verification {
    private let workspace: Workspace
    private let client: ServiceClient

    package init(_ workspace: Workspace, _ client: ServiceClient) {
        self.workspace = workspace
        self.client = client
    }

    /// What a comparison found.
    package struct Outcome {
        /// The digest of the common scope, recomputed from the records, and the server's.
        package var digest = StateDigest().hash
        package var serverDigest = StateDigest().hash
        package var isEqual = true
        /// Whether what is stored as the digest is not what the records add up to.
        package var isStoredDigestWrong = false
        /// Whether the server has changes that were not received yet.
        package var isBehind = false
        /// Whether the server's records do not add up to its own sums.
        package var isServerDamaged = false
        package var differences: [Reconciliation.Difference] = []
    }

    /// How often a comparison begins anew because the server went on meanwhile.
    private static let attemptsMax = 3

    package func run() throws -> Outcome {
        var attempt = 1
        while true {
            let outcome = try compare()
            let isExplained =
                outcome.isEqual || outcome.isServerDamaged || !outcome.differences.isEmpty
            if isExplained || attempt == Self.attemptsMax { return outcome }
            attempt += 1
        }
    }

    private func compare() throws -> Outcome {
        var outcome = Outcome()
        var trees: [ScopeID: DigestTree] = [:]
        var standings: [ScopeID: Standing] = [:]
        try workspace.store.read { transaction in
            for scope in try transaction.scopes() {
                let tree = try DigestTree(of: scope, by: SHA256Hash.self, in: transaction)
                if try transaction.digest(of: scope) != tree.whole {
                    outcome.isStoredDigestWrong = true
                }
                trees[scope] = tree
                standings[scope] = try transaction.standing(in: scope)
            }
        }
        for answer in try greet(standings) {
            guard let tree = trees.removeValue(forKey: answer.scope) else { continue }
            if answer.scope == .common {
                outcome.digest = tree.whole.hash
                outcome.serverDigest = answer.digest
            }
            let standing = standings[answer.scope] ?? Standing()
            if answer.epoch != standing.epoch || answer.last != standing.base {
                outcome.isBehind = true
            }
            guard tree.whole.hash != answer.digest else { continue }
            outcome.isEqual = false
            let search = try search(answer.scope, answer.epoch, answer.last)
            if search.ending == .serverDamaged { outcome.isServerDamaged = true }
            outcome.differences += search.differences
        }
        // A scope that the server no longer gives out cannot be equal.
        if !trees.isEmpty { outcome.isEqual = false }
        return outcome
    }

    private func greet(_ standings: [ScopeID: Standing]) throws -> [HelloResponse.Scope] {
        let scopes = standings.map { scope, standing in
            HelloRequest.Scope(
                scope: scope,
                epoch: standing.epoch,
                cursor: standing.cursor,
                own: []
            )
        }
        let hello = HelloRequest(
            schemaVersion: UInt64(workspace.schema.version),
            directoryVersion: workspace.people.version,
            scopes: scopes.sorted { $0.scope.name < $1.scope.name }
        )
        guard case .hello(let answer) = try client.exchange(.hello(hello)) else {
            throw ProtocolError("no answer to the hello")
        }
        return answer.scopes
    }

    /// The records that differ; none when the server went on meanwhile.
    private func search(
        _ scope: ScopeID,
        _ epoch: Epoch,
        _ sequence: ServerSequence
    ) throws -> Reconciliation {
        var search = Reconciliation(scope, epoch: epoch, sequence: sequence)
        while let request = search.request {
            let response = try client.digests(request)
            _ = try workspace.store.read { transaction in
                try search.take(response, by: SHA256Hash.self, in: transaction)
            }
        }
        return search
    }
}
