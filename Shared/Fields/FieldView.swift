/// What people see of one field of a record.
public struct FieldView: Sendable {
    public let definition: FieldDefinition
    public let content: FieldContent
}

/// What people see of a field, by the kind of the field.
public enum FieldContent: Sendable {
    /// A single value, or a long text as ``FieldValue/text(_:)``.
    case single(CellView)
    case localized([LanguageView])
    case set([ElementView])
    case log(LogView)
    case claims(ClaimsView)
    /// The sum of all increments; it stops at the ends of `Int64`.
    case counter(Int64)
}

/// A localised text in one language.
public struct LanguageView: Sendable {
    /// The language's code.
    public let language: String
    public let cell: CellView
}

/// An element of a set.
public struct ElementView: Sendable {
    public let element: SetElement
    /// The sub-key of its cell.
    public let key: [UInt8]
    /// The write that counts, where several added it.
    public let dot: Dot
    public let stamp: DotStamp?

    /// The name by which an element of parts can be taken out: 26 characters.
    public var id: String { Fingerprint(bytes: key)?.text ?? Fingerprint(of: key).text }
}

/// A log: its entries, and the state that counts now.
public struct LogView: Sendable {
    public struct Entry: Sendable {
        /// With the notes of all who wrote the entry.
        public let entry: LogEntry
        /// The cell's value; nil where several stand.
        public let bytes: ArraySlice<UInt8>?
        /// The write that counts, where several wrote the entry.
        public let dot: Dot
        public let stamp: DotStamp?
    }

    /// Undated entries first, then by date.
    public let entries: [Entry]
    /// The code of the state with the latest date; nil in a log without entries.
    public let current: String?
}

/// The claims about one fact.
public struct ClaimsView: Sendable {
    public struct Entry: Sendable {
        public let id: ClaimID
        public let claim: Claim
        public let isWithdrawn: Bool
        /// The cell's value.
        public let bytes: ArraySlice<UInt8>
        public let dot: Dot
        public let stamp: DotStamp?
    }

    /// In the order in which they were made.
    public let entries: [Entry]
    /// The claim that counts; nil when none was chosen.
    public let preferred: ClaimID?
    /// What stands in the cell of the preferred claim; its values are ids as text.
    public let preference: CellView?
}
