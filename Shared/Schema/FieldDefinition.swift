/// A field of a collection.
public struct FieldDefinition: Sendable {
    /// Lower-case ASCII letters, digits and `_`, 1...40 bytes; never reused in its collection.
    public let id: String
    /// The field's name in cells; never reused in its collection.
    public let number: UInt16
    public let type: FieldType
    public let labels: Labels
    public let help: Labels
    /// A value as people type it.
    public let example: String
    /// Listed as incomplete where it is missing; never enforced.
    public let isExpected: Bool
    /// Whether its value identifies the record.
    public let isTitle: Bool
    /// Whether the lead department decides on it.
    public let isLead: Bool
    /// Whether a search looks in its texts.
    public let isSearched: Bool
    public let sensitivity: Sensitivity

    /// What gives the field its example, as it is typed behind the field's name: `=2025-09`, `+=tourism`.
    public var assignedExample: String {
        switch type {
        case .single, .localizedText, .longText: "=" + example
        case .set, .partsSet, .log, .claims, .counter: "+=" + example
        }
    }
}
