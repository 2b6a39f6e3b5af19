package import Shared

/// Decides which writes of an authentic change the server refuses.
///
/// A pure function of the change, its author and the policy at hand. A refused write is answered by a
/// ruling; the change itself is always stored and acknowledged.
package protocol WritePolicy {
    /// Why the write is refused; nil when it is not. Never asked about the head cell.
    func refusal(of write: Change.CellWrite, in change: Change) -> String?
    /// Why the whole change is refused, also what it says of whether the record lives; nil when it is not.
    func refusal(ofWhole change: Change) -> String?
}

extension WritePolicy {
    package func refusal(ofWhole change: Change) -> String? { nil }
}

/// The policy that refuses nothing.
package struct PermissivePolicy: WritePolicy, Sendable {
    package init() {}
    package func refusal(of write: Change.CellWrite, in change: Change) -> String? { nil }
}

/// The policy for what one caller hands in: whoever may not write has every write refused.
struct CallerPolicy<Base: WritePolicy>: WritePolicy {
    let base: Base
    let caller: Caller

    /// The stable code of the refusal.
    private var refusal: String? { caller.mayWrite ? nil : "read_only" }

    func refusal(of write: Change.CellWrite, in change: Change) -> String? {
        refusal ?? base.refusal(of: write, in: change)
    }

    func refusal(ofWhole change: Change) -> String? {
        refusal ?? base.refusal(ofWhole: change)
    }
}
