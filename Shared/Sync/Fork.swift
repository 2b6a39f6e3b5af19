/// A branch of a replica's chain that got a name of its own, so that its changes and those of the
/// branch that kept the name stay apart.
public struct Fork: Hashable, Sendable {
    /// The branch's own name.
    public let name: ReplicaID
    /// Whose chain it leaves.
    public let from: ReplicaID
    /// The last change that both branches share; 0 when they share none.
    public let beyond: UInt64
    /// The chain tag of the branch's first own change.
    public let firstTag: ChainTag

    /// Names the branch of `from` whose first own change after `beyond` has the tag `firstTag`.
    ///
    /// A pure function of the branch's content alone, which its first tag stands for, so that all who
    /// carry it choose the same name, whatever they know of each other and by whatever name they know
    /// the chain that it leaves.
    public init<Hash: HashFunction>(
        of from: ReplicaID,
        beyond: UInt64,
        firstTag: ChainTag,
        by _: Hash.Type
    ) {
        var bytes = Array("caunoi/fork/v2".utf8)
        bytes.append(bigEndian: firstTag)
        let hash = Hash.hash(bytes)
        self.init(
            name: ReplicaID(high: hash.words.0, low: hash.words.1),
            from: from,
            beyond: beyond,
            firstTag: firstTag
        )
    }

    init(name: ReplicaID, from: ReplicaID, beyond: UInt64, firstTag: ChainTag) {
        self.name = name
        self.from = from
        self.beyond = beyond
        self.firstTag = firstTag
    }

    /// Whether the name is the one that follows from the branch, which does not leave itself.
    public func isNamed<Hash: HashFunction>(by _: Hash.Type) -> Bool {
        name != from
            && Fork(of: from, beyond: beyond, firstTag: firstTag, by: Hash.self).name == name
    }

    /// The renaming that gives the branch its name.
    public var rename: Rename { Rename(from: from, beyond: beyond, to: name) }
}

extension [Fork] {
    /// The chain hashes that a change called `dot` may have: where branches of its chain have got
    /// names of their own since, it may be a change of any of them.
    ///
    /// Only one of them is the hash that the next change's tag fits. No fork is followed twice: whoever sends
    /// forks may have made a circle of them.
    ///
    /// - Parameters:
    ///   - dot: The change; with the counter 0, the place before the chain's first change.
    ///   - hash: The hash function.
    ///   - known: The hash of a change that is here, by its present name.
    /// - Returns: The hashes of those that are known.
    /// - Throws: What `known` throws.
    public func chainHashes<Hash: HashFunction, Failure: Error>(
        at dot: Dot,
        by hash: Hash.Type,
        known: (Dot) throws(Failure) -> Hash256?
    ) throws(Failure) -> [Hash256] {
        if dot.counter == 0 {
            let origins = filter { $0.name == dot.replica }
            guard !origins.isEmpty else {
                return [ChangeBytes.chainSeed(of: dot.replica, by: hash)]
            }
            var result: [Hash256] = []
            for fork in origins {
                let place = Dot(fork.from, fork.beyond)
                result += try without(fork).chainHashes(at: place, by: hash, known: known)
            }
            return result
        }
        var result: [Hash256] = []
        if let own = try known(dot) { result.append(own) }
        for fork in self where fork.from == dot.replica && fork.beyond < dot.counter {
            let name = Dot(fork.name, dot.counter - fork.beyond)
            result += try without(fork).chainHashes(at: name, by: hash, known: known)
        }
        return result
    }

    private func without(_ fork: Fork) -> [Fork] { filter { $0 != fork } }

    /// The chain hash that the first change of a replica follows.
    ///
    /// - Parameters:
    ///   - bytes: The first change.
    ///   - replica: Whose it is.
    ///   - hash: The hash function.
    ///   - known: The hash of a change that is here, by its present name.
    /// - Returns: nil when the change before it is not known.
    /// - Throws: What `known` throws.
    public func chainHash<Hash: HashFunction, Failure: Error>(
        beforeFirst bytes: ChangeBytes,
        of replica: ReplicaID,
        by hash: Hash.Type,
        known: (Dot) throws(Failure) -> Hash256?
    ) throws(Failure) -> Hash256? {
        guard let fork = first(where: { $0.name == replica }) else {
            return ChangeBytes.chainSeed(of: replica, by: hash)
        }
        let candidates = try chainHashes(at: Dot(replica, 0), by: hash, known: known)
        return candidates.first { bytes.chainHash(after: $0, by: hash).tag == fork.firstTag }
    }
}
