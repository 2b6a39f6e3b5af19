package import Shared

/// The search for the records in which a replica and its server differ: sums of groups, of buckets,
/// digests of records, and then the server's records themselves.
///
/// It decides what to ask next; what is done with the records is the caller's business.
package struct Reconciliation: Sendable {
    /// A record that is not the same on both sides.
    package struct Difference: Hashable, Sendable {
        package let record: RecordID
        package let isHere: Bool
        package let isThere: Bool

        package init(record: RecordID, isHere: Bool, isThere: Bool) {
            self.record = record
            self.isHere = isHere
            self.isThere = isThere
        }
    }

    /// How a search ended.
    package enum Ending: Hashable, Sendable {
        /// Every difference has been found.
        case complete
        /// The server's history went on: what was found is of a state that is gone.
        case movedOn
        /// The server's records do not add up to its own sums: it is the server that is damaged.
        case serverDamaged
    }

    private enum Step: Hashable, Sendable {
        case groups
        case buckets(groups: [Int])
        case records(buckets: [Int])
        case states
        case ended(Ending)
    }

    package let scope: ScopeID
    package let epoch: Epoch
    package let sequence: ServerSequence
    private var step = Step.groups
    /// The records here whose digest is not among the server's.
    private var here: Set<RecordID> = []
    /// The server's digests that are of no record here, by bucket.
    private var wanted: [(bucket: Int, digest: UInt64)] = []
    private var there: Set<RecordID> = []
    /// What the records here add up to.
    package private(set) var tree: DigestTree?

    /// Begins a search in what the server has at `sequence` of `epoch`.
    package init(_ scope: ScopeID, epoch: Epoch, sequence: ServerSequence) {
        self.scope = scope
        self.epoch = epoch
        self.sequence = sequence
    }

    /// How many records are asked for at once.
    private static let statesMax = 4096

    /// What to ask next; nil at the end.
    package var request: DigestRequest? {
        let level: DigestRequest.Level
        switch step {
        case .groups: level = .groups
        case .buckets(let groups): level = .buckets(groups.map { UInt16($0) })
        case .records(let buckets): level = .records(buckets.map { UInt16($0) })
        case .states:
            let next = wanted.prefix(Self.statesMax)
            level = .states(
                Set(next.map { UInt16($0.bucket) }).sorted(),
                digests: next.map(\.digest)
            )
        case .ended: return nil
        }
        return DigestRequest(scope: scope, epoch: epoch, sequence: sequence, level: level)
    }

    /// How the search ended; nil while it goes on.
    package var ending: Ending? {
        if case .ended(let ending) = step { return ending }
        return nil
    }

    /// What was found, in the order of the ids.
    package var differences: [Difference] {
        here.union(there).sorted { $0.precedes($1) }.map { id in
            Difference(record: id, isHere: here.contains(id), isThere: there.contains(id))
        }
    }

    /// The records that only the replica has.
    package var onlyHere: [RecordID] { differences.filter { !$0.isThere }.map(\.record) }

    /// Takes in the answer to ``request``.
    ///
    /// - Returns: Records of the server that are not the same here.
    /// - Throws: ``ProtocolError`` when the answer is not one to the request.
    package mutating func take<Hash: HashFunction>(
        _ response: DigestResponse,
        by hash: Hash.Type,
        in transaction: some ReplicaTransaction
    ) throws -> [PullPage.Row] {
        switch (step, response) {
        case (_, .movedOn): step = .ended(.movedOn)
        case (_, .damaged): step = .ended(.serverDamaged)
        case (.groups, .sums(let sums)):
            let tree = try DigestTree(of: scope, by: hash, in: transaction)
            self.tree = tree
            let mine = tree.groups
            guard sums.count == mine.count else { throw Self.wrongCount }
            let groups = mine.indices.filter { mine[$0] != sums[$0] }
            step = groups.isEmpty ? .ended(.complete) : .buckets(groups: groups)
        case (.buckets(let groups), .sums(let sums)):
            let numbers = groups.flatMap { DigestRequest.buckets(ofGroup: $0) }
            guard sums.count == numbers.count, let tree else { throw Self.wrongCount }
            let buckets = zip(numbers, sums).filter { tree.bucket($0) != $1 }.map { $0.0 }
            step = buckets.isEmpty ? .ended(.complete) : .records(buckets: buckets)
        case (.records(let buckets), .records(let digests)):
            guard !digests.isEmpty, digests.count <= buckets.count else { throw Self.wrongCount }
            let answered = Array(buckets.prefix(digests.count))
            try compare(answered, digests, by: hash, in: transaction)
            let rest = Array(buckets.dropFirst(digests.count))
            step =
                rest.isEmpty
                ? (wanted.isEmpty ? .ended(.complete) : .states) : .records(buckets: rest)
        case (.states, .states(let rows)):
            try take(rows, by: hash)
            return rows
        default:
            throw ProtocolError("digests of another kind than was asked for")
        }
        return []
    }

    private static var wrongCount: ProtocolError {
        ProtocolError("another number of digests than was asked for")
    }

    /// Compares the digests of the records of some buckets.
    private mutating func compare<Hash: HashFunction>(
        _ buckets: [Int],
        _ digests: [[UInt64]],
        by hash: Hash.Type,
        in transaction: some ReplicaTransaction
    ) throws {
        var theirs = Dictionary(
            zip(buckets, digests.map(Set.init)),
            uniquingKeysWith: { first, _ in first }
        )
        var differing: Set<RecordID> = []
        try transaction.visitRecords(in: scope) { id, held in
            let bucket = StateDigest.bucket(of: id)
            guard theirs[bucket] != nil else { return true }
            let digest = StateDigest.ofRecord(id, frame: held.frame, by: hash).hash.tag
            if theirs[bucket]?.remove(digest) == nil { differing.insert(id) }
            return true
        }
        here.formUnion(differing)
        for bucket in buckets {
            for digest in (theirs[bucket] ?? []).sorted() { wanted.append((bucket, digest)) }
        }
    }

    private mutating func take<Hash: HashFunction>(
        _ rows: [PullPage.Row],
        by _: Hash.Type
    ) throws {
        var missing = Set(wanted.map(\.digest))
        for row in rows {
            let digest = StateDigest.ofRecord(row.record, frame: row.frame, by: Hash.self).hash.tag
            guard missing.remove(digest) != nil else {
                throw ProtocolError("a record that was not asked for")
            }
            there.insert(row.record)
        }
        guard !rows.isEmpty else { throw ProtocolError("none of the records asked for") }
        wanted.removeAll { !missing.contains($0.digest) }
        if wanted.isEmpty { step = .ended(.complete) }
    }
}
