/// A value of a change that the server did not take; the change itself was taken in.
public struct Refusal: Hashable, Sendable {
    public let dot: Dot
    /// The cell that the value was written to.
    public let key: CellKey
    /// The stable code of the reason: ``WriteRefusal/code`` where the schema refused.
    public let reason: String

    public init(dot: Dot, key: CellKey, reason: String) {
        self.dot = dot
        self.key = key
        self.reason = reason
    }
}
