/// Why a store could not do what it was asked; told apart by what the caller can do.
package enum StoreError: Error, Hashable, Sendable {
    /// Somebody else holds the lock; nothing was written; worth another try.
    case busy
    /// What is stored cannot be read: the file is damaged, or was written by a newer program.
    case corrupted(String)
    /// The disk, the database or the operating system refused; a write may or may not have happened.
    case failed(String)
}
