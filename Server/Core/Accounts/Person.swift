package import Shared

/// Somebody who works, or worked, with the register; never removed, as old changes are theirs.
package struct Person: Hashable, Sendable {
    package let id: RecordID
    /// One line in NFC; two people may have one name.
    package var name: String
    /// Whether the person has left: none of their devices is let in.
    package var isDisabled: Bool

    package init(id: RecordID, name: String, isDisabled: Bool = false) {
        self.id = id
        self.name = name
        self.isDisabled = isDisabled
    }
}
