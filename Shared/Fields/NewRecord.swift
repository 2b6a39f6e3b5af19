/// A record that an entry asks for with `new:NAME`: the same save creates it where there is none.
public struct NewRecord: Sendable {
    public let reference: Reference
    /// For the record's ``CollectionDefinition/titleField``.
    public let name: String
}

extension String {
    /// What stands behind `new:` at the beginning; nil where that does not stand there.
    var askedForAnew: String? {
        guard utf8.starts(with: "new:".utf8) else { return nil }
        return String(unicodeScalars.dropFirst(4)).trimmed
    }
}

extension CollectionDefinition {
    /// The field that a bare name goes to: the first text that identifies a record.
    public var titleField: FieldDefinition? {
        fields.first { field in
            guard field.isTitle else { return false }
            switch field.type {
            case .localizedText, .single(.text): return true
            default: return false
            }
        }
    }
}
