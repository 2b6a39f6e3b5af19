/// Hands in the client's own changes of one scope, in the order in which they were made.
public struct PushRequest: Hashable, Sendable {
    /// One change as its author has it.
    public struct Item: Hashable, Sendable {
        public let dot: Dot
        public let bytes: ChangeBytes
        public let renames: [Rename]

        public init(dot: Dot, bytes: ChangeBytes, renames: [Rename]) {
            self.dot = dot
            self.bytes = bytes
            self.renames = renames
        }
    }

    /// A whole record, for a server that lacks what the changes stand on.
    public struct State: Hashable, Sendable {
        public let record: RecordID
        /// The record's canonical bytes; see ``RecordState/init(frame:)``.
        public let frame: [UInt8]
        /// What this record's context has beyond ``PushRequest/vector``.
        public let extra: VersionVector

        public init(record: RecordID, frame: [UInt8], extra: VersionVector) {
            self.record = record
            self.frame = frame
            self.extra = extra
        }
    }

    public let scope: ScopeID
    public let epoch: Epoch
    public let items: [Item]
    /// The branches that the items or the chains mention.
    public let forks: [Fork]
    public let states: [State]
    /// The client's scope vector: the context of `states`; empty when there are none.
    public let vector: VersionVector
    /// What the client knows of chains beyond the server's copy; with `states` only.
    public let chains: [FeedSegment]
    /// The author's signature over the last chain hash of each replica in `items`.
    public let signatures: [Signature]

    /// A signature over the head of one chain.
    public struct Signature: Hashable, Sendable {
        public let replica: ReplicaID
        /// The chain hash of the replica's last change in this push.
        public let head: Hash256
        /// Ed25519 over ``PushRequest/signedMessage(register:scope:head:)``.
        public let bytes: [UInt8]

        public init(replica: ReplicaID, head: Hash256, bytes: [UInt8]) {
            self.replica = replica
            self.head = head
            self.bytes = bytes
        }
    }

    public init(
        scope: ScopeID,
        epoch: Epoch,
        items: [Item],
        forks: [Fork] = [],
        states: [State] = [],
        vector: VersionVector = VersionVector(),
        chains: [FeedSegment] = [],
        signatures: [Signature] = []
    ) {
        self.scope = scope
        self.epoch = epoch
        self.items = items
        self.forks = forks
        self.states = states
        self.vector = vector
        self.chains = chains
        self.signatures = signatures
    }

    /// What an author signs: the chain head stands for every change up to it.
    public static func signedMessage(
        register: [UInt8],
        scope: ScopeID,
        head: Hash256
    ) -> [UInt8] {
        var message = Array("caunoi/push/v1".utf8)
        message.append(UInt8(truncatingIfNeeded: register.count))
        message += register
        message.append(UInt8(truncatingIfNeeded: scope.name.utf8.count))
        message += Array(scope.name.utf8)
        head.append(to: &message)
        return message
    }
}

/// What became of a push.
///
/// Repeating a push changes nothing.
public struct PushResponse: Hashable, Sendable {
    /// How far it went.
    public enum Outcome: Hashable, Sendable {
        case done
        /// The server has begun another epoch: say hello again.
        case epochChanged(Epoch)
        /// A change stands on something that the server lacks: send that record's whole state too.
        /// What came before is acknowledged.
        case needState(RecordID)
        /// The pushed chain does not continue the server's copy: compare the chains.
        case chainBroken(ReplicaID)
        /// The device's access has been withdrawn: its changes are held for review.
        case held
    }

    public let outcome: Outcome
    /// For each replica in the push: up to where its changes have their effect on the server.
    public let acknowledged: [Dot]
    /// The end of the scope's history before and after this push.
    public let before: ServerSequence
    public let after: ServerSequence
    /// When the server received the changes, in milliseconds since 1970; when all were known to it,
    /// the time of the last one.
    public let received: Int64
    /// The values in this push that the server does not take, also those that it had refused before:
    /// whoever lost the answer is told again.
    public let refusals: [Refusal]

    public init(
        outcome: Outcome,
        acknowledged: [Dot],
        before: ServerSequence,
        after: ServerSequence,
        received: Int64,
        refusals: [Refusal]
    ) {
        self.outcome = outcome
        self.acknowledged = acknowledged
        self.before = before
        self.after = after
        self.received = received
        self.refusals = refusals
    }
}
