/// The states that a log of one collection goes through.
public struct Lifecycle: Sendable {
    public struct Transition: Hashable, Sendable {
        public let from: String
        public let to: String
    }

    /// The states, the less advanced first.
    public let states: Enumeration
    /// What is usual; other transitions are allowed too, paper reality wins.
    public let transitions: [Transition]
    /// States that nothing usually leaves.
    public let terminal: [String]

    public init(states: Enumeration, transitions: [Transition], terminal: [String]) {
        self.states = states
        self.transitions = transitions
        self.terminal = terminal
    }

    public func isTerminal(_ state: String) -> Bool {
        terminal.contains { $0.isSame(as: state) }
    }

    /// Whether the step from one state to the other is a usual one.
    public func isUsual(from: String, to: String) -> Bool {
        transitions.contains { $0.from.isSame(as: from) && $0.to.isSame(as: to) }
    }

    /// Of two entries with equal dates, whether `other` counts rather than `state`.
    ///
    /// A terminal state counts before others, then the more advanced one; a state that this schema
    /// does not know counts least.
    public func isOvertaken(_ state: String, by other: String) -> Bool {
        let isStateTerminal = isTerminal(state)
        if isStateTerminal != isTerminal(other) { return !isStateTerminal }
        return (states.index(of: state) ?? -1) < (states.index(of: other) ?? -1)
    }
}
