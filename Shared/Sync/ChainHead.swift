/// How far somebody knows a replica's chain: its length and the tag of its last change.
public struct ChainHead: Hashable, Sendable {
    public let replica: ReplicaID
    public let counter: UInt64
    /// The tag of the change `counter`; 0 for an empty chain.
    public let tag: ChainTag

    public init(replica: ReplicaID, counter: UInt64, tag: ChainTag) {
        self.replica = replica
        self.counter = counter
        self.tag = tag
    }
}

/// The server's answer to a ``ChainHead``: how far it knows that chain itself.
public struct ChainAnswer: Hashable, Sendable {
    public let replica: ReplicaID
    /// The length of the chain that the server knows.
    public let counter: UInt64
    /// The server's tag at the shorter of both lengths; 0 when that is 0.
    public let tagAtCommon: ChainTag
    /// Up to where the effect of the changes is in the server's state: what it acknowledges.
    public let acknowledged: UInt64

    public init(
        replica: ReplicaID,
        counter: UInt64,
        tagAtCommon: ChainTag,
        acknowledged: UInt64
    ) {
        self.replica = replica
        self.counter = counter
        self.tagAtCommon = tagAtCommon
        self.acknowledged = acknowledged
    }
}

/// How two copies of one chain relate.
public enum ChainComparison: Hashable, Sendable {
    /// One is a prefix of the other, and mine is not the shorter one.
    case same
    /// Mine is a proper prefix: the other side knows more of it than I do.
    case otherKnowsMore
    /// The copies part at or before the shorter length.
    case diverged(within: UInt64)

    /// Compares my copy with the answer about the server's.
    ///
    /// `tag`: my tag at the given place of the chain.
    public init(mine: ChainHead, answer: ChainAnswer, tag: (UInt64) -> ChainTag?) {
        let common = min(mine.counter, answer.counter)
        if common > 0, tag(common) != answer.tagAtCommon {
            self = .diverged(within: common)
        } else {
            self = answer.counter > mine.counter ? .otherKnowsMore : .same
        }
    }
}
