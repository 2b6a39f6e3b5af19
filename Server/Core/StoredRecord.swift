package import Shared

/// A record as the server keeps it.
package struct StoredRecord: Hashable, Sendable {
    /// The record's canonical bytes.
    package var frame: [UInt8]
    /// What its context has beyond the scope's vector; nearly always empty.
    package var extra: VersionVector
    /// When it was last touched.
    package var sequence: ServerSequence

    package init(frame: [UInt8], extra: VersionVector, sequence: ServerSequence) {
        self.frame = frame
        self.extra = extra
        self.sequence = sequence
    }
}

/// A scope's history: its epoch, its end, and the identity under which the server itself writes.
package struct ScopeClock: Hashable, Sendable {
    package var epoch: Epoch
    package var last: ServerSequence
    package var replica: ReplicaID

    package init(epoch: Epoch, last: ServerSequence, replica: ReplicaID) {
        self.epoch = epoch
        self.last = last
        self.replica = replica
    }
}

/// A change in the server's log: kept for ever.
package struct LoggedChange: Hashable, Sendable {
    package var sealed: SealedChange
    /// Its place in the scope's history.
    package let sequence: ServerSequence
    /// When the server received it, in milliseconds since 1970.
    package let received: Int64

    package init(sealed: SealedChange, sequence: ServerSequence, received: Int64) {
        self.sealed = sealed
        self.sequence = sequence
        self.received = received
    }
}

/// A change of a device whose access had been withdrawn: kept aside until somebody reviews it.
package struct HeldChange: Hashable, Sendable {
    /// What became of it.
    package enum State: Hashable, Sendable {
        case waiting
        /// Taken over as this change of the server's.
        case accepted(Dot)
        case rejected
    }

    package var sealed: SealedChange
    package let received: Int64
    package var state: State

    package init(sealed: SealedChange, received: Int64, state: State = .waiting) {
        self.sealed = sealed
        self.received = received
        self.state = state
    }
}
