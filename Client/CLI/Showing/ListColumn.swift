import Shared

/// What a list can show, compare and sort by: a field, a part of one, or what every record has.
enum ListColumn {
    /// - Parameters:
    ///   - language: of a localised text; nil for all of them.
    ///   - part: of a set's elements; nil for the main one.
    case field(FieldDefinition, language: String?, part: PartDefinition?)
    case ref
    case id
    case label
    /// Whether the record lives; in collections without a field `state`.
    case life

    static let otherNames = ["ref", "id", "label", "state"]

    /// Reads a name: `valid_until`, `name.vi`, `parties.ref`.
    init(_ name: String, in collection: CollectionDefinition, of schema: Schema) throws {
        let bytes = Array(name.utf8)
        let point = bytes.firstIndex(of: UInt8(ascii: "."))
        let field = String(decoding: bytes[..<(point ?? bytes.count)], as: UTF8.self)
        guard let definition = collection.field(id: field) else {
            switch name {
            case "ref": self = .ref
            case "id": self = .id
            case "label": self = .label
            case "state": self = .life
            // The reader of paths has the message with what was probably meant.
            default:
                let path = try FieldPath(name, in: collection, of: schema)
                self = .field(path.field, language: nil, part: nil)
            }
            return
        }
        guard let point else {
            self = .field(definition, language: nil, part: nil)
            return
        }
        let rest = String(decoding: bytes[(point + 1)...], as: UTF8.self)
        if case .partsSet(let parts) = definition.type, let part = parts.part(id: rest) {
            self = .field(definition, language: nil, part: part)
            return
        }
        let path = try FieldPath(name, in: collection, of: schema)
        var code: String?
        if case .language(let language) = path.part { code = language }
        self = .field(definition, language: code, part: nil)
    }

    /// The columns of a list that names none.
    static func standard(
        of collection: CollectionDefinition
    ) -> [(name: String, column: ListColumn)] {
        var result: [(name: String, column: ListColumn)] = [("ref", .ref), ("label", .label)]
        for field in collection.fields where result.count < 5 {
            switch field.type {
            case .log, .single(.date), .single(.range), .single(.money):
                result.append((field.id, .field(field, language: nil, part: nil)))
            default: break
            }
        }
        if let number = collection.leadDepartment, let field = collection.field(number: number) {
            result.append((field.id, .field(field, language: nil, part: nil)))
        }
        return result
    }

    /// The column's heading.
    func title(_ name: String, in language: DisplayLanguage) -> String {
        switch self {
        case .field(let field, let code, let part):
            let suffix = code ?? part.map { $0.labels[language] }
            return field.labels[language] + (suffix.map { " " + $0 } ?? "")
        case .ref: return language == .vi ? "mã" : "ref"
        case .id: return "id"
        case .label: return language == .vi ? "tên" : "name"
        case .life: return language == .vi ? "tình trạng" : "state"
        }
    }
}
