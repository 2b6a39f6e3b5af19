/// What a replica has incorporated of one record: its scope's vector and, where a session was cut,
/// something more for this record alone.
///
/// Kept as two vectors that share their storage with the scope's, so that filling costs nothing.
public struct CausalContext: Hashable, Sendable {
    public let scope: VersionVector
    public let extra: VersionVector

    public init(scope: VersionVector, extra: VersionVector = VersionVector()) {
        self.scope = scope
        self.extra = extra
    }

    /// The context of a record that a replica does not hold: nothing is inferred from absence.
    public static let empty = CausalContext(scope: VersionVector())

    public func covers(_ dot: Dot) -> Bool {
        extra.isEmpty ? scope.covers(dot) : scope.covers(dot) || extra.covers(dot)
    }

    /// Both parts as one vector.
    public var vector: VersionVector { scope.merged(with: extra) }
}
