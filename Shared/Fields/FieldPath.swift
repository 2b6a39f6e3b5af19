/// A field, or what can be addressed within one: `abbr`, `name.vi`, `size.preferred`.
public struct FieldPath: Sendable {
    public enum Part: Sendable {
        /// The whole field.
        case whole
        /// A localised text in the language of this code.
        case language(String)
        /// The claim that counts.
        case preferred
    }

    public let field: FieldDefinition
    public let part: Part

    /// The path as people write it.
    public var text: String {
        switch part {
        case .whole: field.id
        case .language(let code): field.id + "." + code
        case .preferred: field.id + ".preferred"
        }
    }

    /// Reads a path.
    ///
    /// - Throws: ``FieldError`` for an unknown field, and for a part that the field does not have.
    public init(
        _ text: String,
        in collection: CollectionDefinition,
        of schema: Schema
    ) throws(FieldError) {
        let (name, part) = text.cut(at: UInt8(ascii: "."))
        guard let field = collection.field(id: name) else {
            let nearest = collection.nearestField(to: name)
            throw FieldError(
                path: text,
                .unknownField(collection: collection.id, nearest: nearest)
            )
        }
        self.field = field
        self.part =
            try part.map { part throws(FieldError) in
                try Self.part(part, of: field, in: schema, text)
            } ?? .whole
    }

    private static func part(
        _ part: String,
        of field: FieldDefinition,
        in schema: Schema,
        _ path: String
    ) throws(FieldError) -> Part {
        switch field.type {
        case .localizedText:
            guard schema.hasLanguage(part) else {
                let nearest = nearest(part, in: schema.languages)
                throw FieldError(path: path, .unknownLanguage(nearest: nearest))
            }
            return .language(part)
        case .claims:
            guard part.isSame(as: "preferred") else {
                throw FieldError(
                    path: path,
                    .unknownSubfield(allowed: [field.id + ".preferred"])
                )
            }
            return .preferred
        default: throw FieldError(path: path, .unknownSubfield(allowed: [field.id]))
        }
    }
}

extension String {
    /// What stands before the first `separator`, and after it; nil after it when there is none.
    func cut(at separator: UInt8) -> (String, String?) {
        guard let index = utf8.firstIndex(of: separator) else { return (self, nil) }
        let after = utf8.index(after: index)
        return (String(self[..<index]), String(self[after...]))
    }

    /// Without the spaces and tabs at both ends.
    var trimmed: String {
        var bytes = utf8[...]
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return String(decoding: Array(bytes), as: UTF8.self)
    }
}
