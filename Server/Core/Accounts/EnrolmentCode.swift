package import Shared

/// A one-time code as the server keeps it; the code itself is known to nobody but its holder.
package struct EnrolmentCode: Hashable, Sendable {
    package let hash: Hash256
    /// The first millisecond since 1970 at which it is of no use any more.
    package let expires: Int64
    /// The actor that a device enrolled with it becomes.
    package var actor: UInt32
    /// The epoch of scope `common` in which it was issued, and with which it ends; nil for no such
    /// bound.
    package let epoch: Epoch?
    /// The device that used it.
    package var usedBy: RecordID?

    package init(
        hash: Hash256,
        expires: Int64,
        actor: UInt32,
        epoch: Epoch?,
        usedBy: RecordID? = nil
    ) {
        self.hash = hash
        self.expires = expires
        self.actor = actor
        self.epoch = epoch
        self.usedBy = usedBy
    }
}
