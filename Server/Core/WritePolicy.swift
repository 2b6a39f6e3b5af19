package import Shared

/// Decides which writes of an authentic change the server refuses.
///
/// A pure function of the change, its author and the policy at hand. A refused write is answered by a
/// ruling; the change itself is always stored and acknowledged.
package protocol WritePolicy {
    /// Why the write is refused; nil when it is not. Never asked about the head cell.
    func refusal(of write: Change.CellWrite, in change: Change) -> String?
}

/// The policy that refuses nothing.
package struct PermissivePolicy: WritePolicy, Sendable {
    package init() {}
    package func refusal(of write: Change.CellWrite, in change: Change) -> String? { nil }
}
