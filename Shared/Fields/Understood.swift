/// What an entry was understood as, to be shown to its author.
public struct Understood: Sendable {
    public let path: String
    public let operation: Assignment.Operation
    /// The main value, of a claim that is withdrawn or chosen too; nil for what was cleared.
    public let value: FieldValue?
    /// The parts beside it, in the order of writing.
    public let parts: [SetElement.Part]
    /// False when the record holds it already, so that nothing is written.
    public let isChange: Bool
}
