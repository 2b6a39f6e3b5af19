package import Shared

/// What a device would send, and where it stands: one scope's part of a bundle carried by hand.
package struct Bundle: Hashable, Sendable {
    /// The changes without a receipt, ready to be pushed.
    package let push: PushRequest
    /// Where the device stands, asking for everything after it.
    package let pull: PullRequest

    package init(push: PushRequest, pull: PullRequest) {
        self.push = push
        self.pull = pull
    }
}

/// The server's reply to a bundle: one scope's part.
package struct BundleReply: Hashable, Sendable {
    /// The identity and the epoch of the export; a reply fits no other.
    package let replica: ReplicaID
    package let acknowledged: [Dot]
    package let received: Int64
    /// Values of the bundle's changes that the server does not take.
    package let refusals: [Refusal]
    /// One page of everything, from the device's place to the end of the history.
    package let page: PullPage
    /// What the server's state covers at the page's end.
    package let vector: VersionVector

    package init(
        replica: ReplicaID,
        acknowledged: [Dot],
        received: Int64,
        refusals: [Refusal],
        page: PullPage,
        vector: VersionVector
    ) {
        self.replica = replica
        self.acknowledged = acknowledged
        self.received = received
        self.refusals = refusals
        self.page = page
        self.vector = vector
    }
}

/// Why a reply does not fit this replica; nothing was changed, and a new export is needed.
package enum BundleRefusal: Error, Hashable, Sendable {
    /// The server has begun another epoch since the export, or this replica has moved to another.
    case otherEpoch
    /// The export was made under another identity.
    case otherIdentity
    /// This replica has been set back to a point before the export.
    case behindExport
}
