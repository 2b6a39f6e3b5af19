/// How much JSON is accepted at once.
public struct JSONLimits: Equatable, Sendable {
    /// The most bytes of a text.
    public var bytesMax: Int
    /// The most arrays and objects inside each other.
    public var depthMax: Int
    /// The most values in a text, names not counted.
    public var valuesMax: Int

    public init(bytesMax: Int = 16 << 20, depthMax: Int = 32, valuesMax: Int = 1_000_000) {
        self.bytesMax = bytesMax
        self.depthMax = depthMax
        self.valuesMax = valuesMax
    }
}
