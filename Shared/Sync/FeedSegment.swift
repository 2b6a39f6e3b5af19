/// A stretch of one replica's chain as the server came to know it, in the order of its sequence.
public struct FeedSegment: Hashable, Sendable {
    public let replica: ReplicaID
    /// The counter of the first tag.
    public let first: UInt64
    /// Whether the effect is in the server's state; otherwise the chain is known by hearsay only,
    /// from a client that offered what a restored server had lost.
    public let isApplied: Bool
    /// When the server received these changes, in milliseconds since 1970.
    public let received: Int64
    public var tags: [ChainTag]

    public init(
        replica: ReplicaID,
        first: UInt64,
        isApplied: Bool,
        received: Int64,
        tags: [ChainTag]
    ) {
        self.replica = replica
        self.first = first
        self.isApplied = isApplied
        self.received = received
        self.tags = tags
    }

    /// The last change of the stretch.
    public var last: Dot { Dot(replica, first + UInt64(tags.count) - 1) }
}

extension FeedSegment {
    /// The stretch, split where a branch of it got a name of its own.
    public func renamed(by rename: Rename) -> [FeedSegment] {
        guard replica == rename.from, last.counter > rename.beyond else { return [self] }
        let kept = first > rename.beyond ? 0 : Int(rename.beyond - first + 1)
        var result: [FeedSegment] = []
        if kept > 0 {
            var stays = self
            stays.tags = Array(tags[..<kept])
            result.append(stays)
        }
        result.append(
            FeedSegment(
                replica: rename.to,
                first: first + UInt64(kept) - rename.beyond,
                isApplied: isApplied,
                received: received,
                tags: Array(tags[kept...])
            )
        )
        return result
    }
}
