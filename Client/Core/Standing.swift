package import Shared

/// Where a replica stands in one scope.
package struct Standing: Hashable, Sendable {
    /// What the state covers: the invariant of the whole design is that every covered change has its
    /// effect in the state.
    package var vector = VersionVector()
    /// The server's epoch that the cursors belong to; nil before the first complete comparison.
    package var epoch: Epoch?
    /// The end of the last complete pull.
    package var base: ServerSequence = 0
    /// The end of the last page; beyond `base` while a pull is under way or was cut.
    package var cursor: ServerSequence = 0
    /// What the server's state covered at `cursor`.
    package var pageVector = VersionVector()
    /// Whether no pull has been completed in this epoch, so that `base` says nothing.
    package var isNewEpoch = false
    /// What the server last acknowledged of this replica's own chains.
    package var acknowledged = VersionVector()

    package init() {}
}

/// A record as the replica keeps it.
package struct HeldRecord: Hashable, Sendable {
    /// The record's canonical bytes.
    package var frame: [UInt8]
    /// What its context has beyond the scope's vector; empty unless a pull was cut.
    package var extra: VersionVector

    package init(frame: [UInt8], extra: VersionVector) {
        self.frame = frame
        self.extra = extra
    }
}

/// A record as it was before the server's copy took its place because the two differed for no reason
/// that a history explains.
package struct RecordAside: Hashable, Sendable {
    package let record: RecordID
    /// The record's former bytes; perhaps not readable.
    package let frame: [UInt8]
    /// When it was put aside, in milliseconds since 1970, by the server's clock.
    package let time: Int64

    package init(record: RecordID, frame: [UInt8], time: Int64) {
        self.record = record
        self.frame = frame
        self.time = time
    }
}

/// When the server received a stretch of a chain.
package struct Receipt: Hashable, Sendable {
    package let replica: ReplicaID
    /// The stretch goes from this change to the next receipt of the same chain.
    package let first: UInt64
    /// In milliseconds since 1970; 0 when the server has not said so.
    package let received: Int64

    package init(replica: ReplicaID, first: UInt64, received: Int64) {
        self.replica = replica
        self.first = first
        self.received = received
    }

    /// The receipts of one chain, `receipts`, after the branch beyond `beyond` became a chain `to`.
    package static func split(
        _ receipts: [Receipt],
        beyond: UInt64,
        to: ReplicaID
    ) -> (kept: [Receipt], moved: [Receipt]) {
        let kept = receipts.filter { $0.first <= beyond }
        var moved = receipts.filter { $0.first > beyond }.map {
            Receipt(replica: to, first: $0.first - beyond, received: $0.received)
        }
        let atBranch = receipts.last { $0.first <= beyond + 1 }
        if let atBranch, moved.first?.first != 1 {
            moved.insert(Receipt(replica: to, first: 1, received: atBranch.received), at: 0)
        }
        return (kept, moved)
    }
}

/// One of the replica's own changes; kept for ever.
package struct OwnChange: Hashable, Sendable {
    package var sealed: SealedChange
    /// When the server received it, in milliseconds since 1970; nil until it says so.
    package var received: Int64?

    package init(sealed: SealedChange, received: Int64? = nil) {
        self.sealed = sealed
        self.received = received
    }

    /// The change as the log has it.
    var logged: OwnLogEntry {
        OwnLogEntry(
            dot: sealed.dot,
            bytes: sealed.bytes,
            hash: sealed.hash,
            renames: sealed.renames
        )
    }
}

/// One of the replica's own changes as the log has it, not taken apart: all that a push needs of it.
package struct OwnLogEntry: Hashable, Sendable {
    package let dot: Dot
    package let bytes: ChangeBytes
    /// The hash of its chain up to it.
    package let hash: Hash256
    package let renames: [Rename]

    package init(dot: Dot, bytes: ChangeBytes, hash: Hash256, renames: [Rename]) {
        self.dot = dot
        self.bytes = bytes
        self.hash = hash
        self.renames = renames
    }
}

extension [OwnLogEntry] {
    var items: [PushRequest.Item] {
        map { PushRequest.Item(dot: $0.dot, bytes: $0.bytes, renames: $0.renames) }
    }

    /// The author's signatures over the last chain hash of each replica.
    func signatures(in scope: ScopeID, by sign: Signer) -> [PushRequest.Signature] {
        var heads: [ReplicaID: Hash256] = [:]
        for change in self { heads[change.dot.replica] = change.hash }
        return heads.sorted { $0.key.precedes($1.key) }.map { replica, head in
            PushRequest.Signature(replica: replica, head: head, bytes: sign(scope, head))
        }
    }
}
