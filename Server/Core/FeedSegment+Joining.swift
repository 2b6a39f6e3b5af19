package import Shared

/// Gathers what was learned of chains, change by change, into as few segments as possible.
///
/// Neighbours are joined that continue one chain, were received at the same time and stand in the
/// same way; a segment ends at `WireLimits.tagsMax` tags. The result does not depend on how the
/// input was cut, so that every store gives out the same feed.
package struct FeedCollector {
    package private(set) var segments: [FeedSegment] = []
    /// The dot that would continue the last segment; kept here because counting is the hot path.
    private var next: Dot?

    package init() {}

    /// Adds the change `dot` of a chain after everything added before.
    package mutating func append(
        _ dot: Dot,
        tag: ChainTag,
        isApplied: Bool,
        received: Int64
    ) {
        let end = segments.count - 1
        if dot == next, segments[end].isApplied == isApplied, segments[end].received == received,
            segments[end].tags.count < WireLimits.tagsMax
        {
            segments[end].tags.append(tag)
        } else {
            segments.append(
                FeedSegment(
                    replica: dot.replica,
                    first: dot.counter,
                    isApplied: isApplied,
                    received: received,
                    tags: [tag]
                )
            )
        }
        next = Dot(dot.replica, dot.counter + 1)
    }

    /// Adds a whole segment.
    package mutating func append(_ segment: FeedSegment) {
        for (offset, tag) in segment.tags.enumerated() {
            append(
                Dot(segment.replica, segment.first + UInt64(offset)),
                tag: tag,
                isApplied: segment.isApplied,
                received: segment.received
            )
        }
    }
}
