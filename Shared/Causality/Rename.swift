/// A branch that got a name of its own: the changes of `from` beyond `beyond` are the first of `to`.
public struct Rename: Hashable, Sendable {
    public let from: ReplicaID
    public let beyond: UInt64
    public let to: ReplicaID

    public init(from: ReplicaID, beyond: UInt64, to: ReplicaID) {
        self.from = from
        self.beyond = beyond
        self.to = to
    }

    /// The dot's name after the renaming.
    public func callAsFunction(_ dot: Dot) -> Dot {
        dot.replica == from && dot.counter > beyond ? Dot(to, dot.counter - beyond) : dot
    }
}
