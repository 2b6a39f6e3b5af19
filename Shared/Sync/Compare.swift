/// After the server has begun a new epoch: everything that the client knows of all chains.
public struct CompareRequest: Hashable, Sendable {
    public let scope: ScopeID
    public let heads: [ChainHead]
    /// Every named branch that the client knows of.
    public let forks: [Fork]

    public init(scope: ScopeID, heads: [ChainHead], forks: [Fork]) {
        self.scope = scope
        self.heads = heads
        self.forks = forks
    }
}

/// How the server's chains stand against the client's.
public struct CompareResponse: Hashable, Sendable {
    /// The epoch that holds after the comparison: a branch that the client knew by name may have
    /// been renamed on the server too, which begins another one.
    public let epoch: Epoch
    /// One for each head asked about.
    public let answers: [ChainAnswer]
    public let forks: [Fork]
    /// What the server's state covers.
    public let vector: VersionVector

    public init(epoch: Epoch, answers: [ChainAnswer], forks: [Fork], vector: VersionVector) {
        self.epoch = epoch
        self.answers = answers
        self.forks = forks
        self.vector = vector
    }
}

/// Asks for a stretch of the server's copy of one chain, to find where two copies part.
public struct ChainRequest: Hashable, Sendable {
    public let scope: ScopeID
    public let replica: ReplicaID
    /// Counters, both inclusive; at most ``WireLimits/tagsMax`` of them.
    public let first: UInt64
    public let last: UInt64

    public init(scope: ScopeID, replica: ReplicaID, first: UInt64, last: UInt64) {
        self.scope = scope
        self.replica = replica
        self.first = first
        self.last = last
    }
}

/// The tags asked for; fewer when the server's chain ends earlier.
public struct ChainResponse: Hashable, Sendable {
    public let epoch: Epoch
    public let tags: [ChainTag]

    public init(epoch: Epoch, tags: [ChainTag]) {
        self.epoch = epoch
        self.tags = tags
    }
}
