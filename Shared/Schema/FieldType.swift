/// What a single value is.
public enum ScalarType: Sendable {
    /// One line, at most ``InputText/lineScalarsMax`` scalars.
    case text
    case enumeration(Enumeration)
    case boolean
    /// An exact decimal.
    case number
    case date
    case range
    /// The unit is what a bare number counts; nil when it must be written.
    case quantity(unit: String?)
    case money
    /// The numbers of the collections that it may point to.
    case reference(to: [UInt16])
    case url
    case email
    case telephone
}

/// What a field holds, and so how it merges.
public enum FieldType: Sendable {
    case single(ScalarType)
    /// One line in each of several languages; each merges on its own.
    case localizedText
    /// Several lines, merged by paragraph.
    case longText
    /// Elements that are added and removed; adding wins.
    case set(ScalarType)
    /// Elements of several parts each, added and removed whole.
    case partsSet(PartsDefinition)
    /// Dated states of a lifecycle.
    case log(Lifecycle)
    /// What sources and departments assert, side by side.
    case claims(ScalarType)
    /// A sum to which every device adds.
    case counter
}

/// The parts of a set's element.
public struct PartsDefinition: Sendable {
    /// The part that names the element.
    public let main: PartDefinition
    /// All parts in the order of the schema, the main one included.
    public let parts: [PartDefinition]

    public init(main: PartDefinition, parts: [PartDefinition]) {
        self.main = main
        self.parts = parts
    }

    public func part(id: String) -> PartDefinition? { parts.first { $0.id.isSame(as: id) } }
}

/// One part of a set's element.
public struct PartDefinition: Sendable {
    public let id: String
    public let type: ScalarType
    public let labels: Labels
}

extension FieldType {
    /// The type of the field's values, elements or claims; text where there is no one type.
    public var scalar: ScalarType {
        switch self {
        case .single(let type), .set(let type), .claims(let type): type
        case .localizedText, .longText, .partsSet, .log, .counter: .text
        }
    }
}
