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
    /// A pure function of the branch, so that all who carry it choose the same name, whatever they
    /// know of each other.
    public init<Hash: HashFunction>(
        of from: ReplicaID,
        beyond: UInt64,
        firstTag: ChainTag,
        by _: Hash.Type
    ) {
        var bytes = Array("caunoi/fork/v1".utf8) + from.bytes
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

    /// Whether the name is the one that follows from the branch.
    public func isNamed<Hash: HashFunction>(by _: Hash.Type) -> Bool {
        Fork(of: from, beyond: beyond, firstTag: firstTag, by: Hash.self).name == name
    }

    /// The renaming that gives the branch its name.
    public var rename: Rename { Rename(from: from, beyond: beyond, to: name) }
}
