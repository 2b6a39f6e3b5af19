/// Why the replica's store could not do what it was asked; told apart by what the caller can do.
package enum ReplicaStoreError: Error, Hashable, Sendable {
    /// Another program holds the replica's lock; nothing was written; worth another try.
    case busy
    /// What is stored cannot be read: the file is damaged, or was written by a newer program.
    case corrupted(String)
    /// The disk is full; nothing was written.
    case full(String)
    /// A commit failed: what it wrote may be there or not, as only opening the replica anew can tell.
    case uncertain(String)
    /// The disk or the operating system refused; nothing was written.
    case failed(String)
}
