/// Why two states could not be joined.
///
/// Each is evidence of damage or of an undetected fork: nothing
/// is chosen, nothing is written.
public enum MergeError: Error, Hashable, Sendable {
    /// One dot carries two different values: two writers share an identity.
    case sameDotDifferentValue(Dot, CellKey)
    /// A value was left out that this replica does not hold.
    case omittedValueNotHeld(Dot, CellKey)
}
