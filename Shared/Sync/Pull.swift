/// Asks for the next page of a scope.
public struct PullRequest: Hashable, Sendable {
    /// What the client completely holds, so that values which it must have can be left out.
    public enum Base: Hashable, Sendable {
        /// Everything up to its last complete pull of this epoch.
        case sequence(ServerSequence)
        /// After a change of epoch: its scope vector.
        case vector(VersionVector)
    }

    public let scope: ScopeID
    public let epoch: Epoch
    /// Where the last page ended.
    public let cursor: ServerSequence
    public let base: Base
    /// The chain of the client's present identity: a twin shows itself on any page.
    public let own: ChainHead
    public let bytesMax: UInt64

    public init(
        scope: ScopeID,
        epoch: Epoch,
        cursor: ServerSequence,
        base: Base,
        own: ChainHead,
        bytesMax: UInt64
    ) {
        self.scope = scope
        self.epoch = epoch
        self.cursor = cursor
        self.base = base
        self.own = own
        self.bytesMax = bytesMax
    }
}

/// The answer to a pull.
public enum PullResponse: Hashable, Sendable {
    case page(PullPage)
    /// The server has begun another epoch: say hello again.
    case epochChanged(Epoch)
}

/// A self-contained part of a pull: the records last changed between two positions.
public struct PullPage: Hashable, Sendable {
    /// One record's whole skeleton.
    public struct Row: Hashable, Sendable {
        public let record: RecordID
        /// The record's canonical bytes, with values left out that the client must have.
        public let frame: [UInt8]
        /// What the record's context has beyond the page's vector.
        public let extra: VersionVector

        public init(record: RecordID, frame: [UInt8], extra: VersionVector) {
            self.record = record
            self.frame = frame
            self.extra = extra
        }
    }

    public let epoch: Epoch
    public let from: ServerSequence
    /// The cursor after this page.
    public let to: ServerSequence
    /// Whether this page ends the pull.
    public let isLast: Bool
    /// All that the server learned of chains in (from, to]; added to what the client knew at `from`
    /// it gives the context of the page's records.
    public let feed: [FeedSegment]
    public let rows: [Row]
    /// The branches that have names of their own; as good as always none.
    public let forks: [Fork]
    /// How far the server knows the client's own chain: a twin shows itself here, before the page is
    /// applied.
    public let own: ChainAnswer
    /// The digest of the server's state at `to`; on the last page only.
    public let digest: Hash256?

    public init(
        epoch: Epoch,
        from: ServerSequence,
        to: ServerSequence,
        isLast: Bool,
        feed: [FeedSegment],
        rows: [Row],
        forks: [Fork] = [],
        own: ChainAnswer,
        digest: Hash256?
    ) {
        self.epoch = epoch
        self.from = from
        self.to = to
        self.isLast = isLast
        self.feed = feed
        self.rows = rows
        self.forks = forks
        self.own = own
        self.digest = digest
    }
}
