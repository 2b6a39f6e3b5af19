import ClientCore
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

    /// One record that is not the same on both sides.
    package struct Difference {
        package let record: RecordID
        package let isHere: Bool
        package let isThere: Bool
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
        package var differences: [Difference] = []
    }

    /// How often a comparison begins anew because the server went on meanwhile.
    private static let attemptsMax = 3

    package func run() throws -> Outcome {
        var attempt = 1
        while true {
            let outcome = try compare()
            let isExplained = outcome.isEqual || !outcome.differences.isEmpty
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
            outcome.differences += try differences(tree, in: answer.scope)
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

    private func differences(
        _ tree: DigestTree,
        in scope: ScopeID
    ) throws -> [Difference] {
        let mine = tree.groups
        let theirs = try sums(.groups(scope), count: mine.count)
        let groups = mine.indices.filter { mine[$0] != theirs[$0] }
        guard !groups.isEmpty else { return [] }

        let numbers = groups.flatMap { DigestTree.buckets(of: $0) }
        let request = DigestRequest.buckets(scope, groups: groups.map { UInt16($0) })
        let sums = try sums(request, count: numbers.count)
        let buckets = zip(numbers, sums).filter { tree.bucket($0) != $1 }.map { $0.0 }
        guard !buckets.isEmpty else { return [] }

        let answer = try client.digests(.records(scope, buckets: buckets.map { UInt16($0) }))
        guard case .records(let entries) = answer else {
            throw ProtocolError("sums instead of records")
        }
        return differences(tree, entries, in: Set(buckets))
    }

    private func differences(
        _ tree: DigestTree,
        _ entries: [DigestResponse.Entry],
        in buckets: Set<Int>
    ) -> [Difference] {
        var there: Set<RecordID> = []
        var result: [Difference] = []
        for entry in entries where there.insert(entry.record).inserted {
            let digest = tree.records[entry.record]
            guard digest != entry.digest else { continue }
            result.append(
                Difference(record: entry.record, isHere: digest != nil, isThere: true)
            )
        }
        for id in tree.records.keys
        where !there.contains(id) && buckets.contains(StateDigest.bucket(of: id)) {
            result.append(Difference(record: id, isHere: true, isThere: false))
        }
        return result.sorted { $0.record.precedes($1.record) }
    }

    private func sums(_ request: DigestRequest, count: Int) throws -> [UInt64] {
        guard case .sums(let sums) = try client.digests(request), sums.count == count else {
            throw ProtocolError("another number of sums than was asked for")
        }
        return sums
    }
}
