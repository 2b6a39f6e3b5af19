package import Shared

/// What one session has learned and must not outlive it.
package struct SessionMemory: Sendable {
    /// What a comparison found out about one scope.
    package struct Comparison: Sendable {
        package let epoch: Epoch
        /// What the server's state covers.
        package var vector: VersionVector
        /// How long the server's copy of each chain is.
        package let lengths: [ReplicaID: UInt64]
        /// The record after which offering goes on; nil before the first.
        package var offeredThrough: RecordID?
    }

    /// A search for records that differ, and what is done about them.
    package struct Reconciling: Sendable {
        package var search: Reconciliation
        /// The server's digest of the whole scope.
        package let digest: Hash256
        /// How many of the records that the server had lost have been offered to it.
        package var offered = 0
    }

    package var comparisons: [ScopeID: Comparison] = [:]
    package var reconciliations: [ScopeID: Reconciling] = [:]
    /// The scopes of which pages are asked for with all values, because some ought to be here and are not.
    package var askedWhole: Set<ScopeID> = []
    /// The scopes of which all chains are compared although the server is in the same epoch.
    package var comparedAnew: Set<ScopeID> = []
    /// The scopes in which a search has been begun.
    package var reconciled: Set<ScopeID> = []
    /// The server's wall clock and the actor, schema and directory of its last hello.
    package var hello: HelloResponse?
    /// Records that pages have altered, and how many pages' rows came.
    package var summary = SyncSummary()

    package init() {}
}

/// A change by the name that it has here.
package struct ScopedDot: Hashable, Sendable {
    package let scope: ScopeID
    package let dot: Dot
}

/// What a session did, for people and programs.
package struct SyncSummary: Hashable, Sendable {
    /// The own changes that the server newly acknowledged.
    package var sent: [ScopedDot] = []
    /// How many they are.
    package var pushed: Int { sent.count }
    /// Records received that were not the same here already.
    package var pulled = 0
    /// Of these, records that had not been here at all.
    package var created = 0
    /// Records received, also those that brought nothing new.
    package var received = 0
    /// Records whose own side and received side both had something new.
    package var merged = 0
    /// Own writes that the server refused in this session.
    package var refused = 0
    /// Records offered to a server that had lost them.
    package var offered = 0
    /// Whether the server had forgotten this device, and let it in again.
    package var isReadmitted = false
    /// Whether this replica took a new identity.
    package var renewedIdentity = false
    /// Records that were not as the server had them, and were mended on one of the two sides.
    package var repaired = 0
    /// Scopes whose digest differs from the server's for a reason that this session could not mend.
    package var differing: [ScopeID] = []

    package init() {}
}

/// A message to the server.
package enum SyncRequest: Hashable, Sendable {
    case hello(HelloRequest)
    case compare(CompareRequest)
    case chain(ChainRequest)
    case push(PushRequest)
    case pull(PullRequest)
    case digests(DigestRequest)
}

/// The server's answer.
package enum SyncResponse: Hashable, Sendable {
    case hello(HelloResponse)
    case compare(CompareResponse)
    case chain(ChainResponse)
    case push(PushResponse)
    case pull(PullResponse)
    case digests(DigestResponse)
}

/// What the server sent does not fit what was asked.
package struct ProtocolError: Error, Hashable, Sendable {
    package let message: String

    package init(_ message: String) { self.message = message }
}

/// Signs a chain head with the device's key.
package typealias Signer = (_ scope: ScopeID, _ head: Hash256) -> [UInt8]
