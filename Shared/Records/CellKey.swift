/// The address of one cell within a record: a field, and within it a language, an element, a claim
/// or an entry.
public struct CellKey: Hashable, Sendable {
    /// The field's number in the schema; 0 is the head cell.
    public let field: UInt16
    /// Empty for a single value; at most ``WireLimits/cellSubkeyBytesMax`` bytes.
    public let sub: [UInt8]

    @inlinable
    public init(field: UInt16, sub: [UInt8] = []) {
        self.field = field
        self.sub = sub
    }

    /// The head cell `@`: every change writes it, so its live dots are the record's versions.
    public static let head = CellKey(field: 0)

    @inlinable public var isHead: Bool { field == 0 }

    /// The canonical order of cells.
    @inlinable
    public func precedes(_ other: CellKey) -> Bool {
        if field != other.field { return field < other.field }
        if sub.isEmpty || other.sub.isEmpty { return sub.isEmpty && !other.sub.isEmpty }
        return sub.lexicographicallyPrecedes(other.sub)
    }
}
