/// Who may read a field.
public enum Sensitivity: UInt8, Hashable, Sendable {
    /// Anyone, outside of the house too.
    case `public`
    /// All departments.
    case `internal`
    /// The record's own department and whom it grants its scope.
    case restricted
    /// Personal data: who needs to know it; purged on request.
    case personal

    /// Whether the field belongs to a part of the record of its own, outside of the common scope.
    public var needsRights: Bool { self == .restricted || self == .personal }

    /// Nil when `id` is none of the four words of schemas.
    public init?(id: String) {
        switch id {
        case "public": self = .public
        case "internal": self = .internal
        case "restricted": self = .restricted
        case "personal": self = .personal
        default: return nil
        }
    }
}
