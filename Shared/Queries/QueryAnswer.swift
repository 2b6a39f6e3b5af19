/// What a query found: a table whose cells say what they are.
public struct QueryAnswer: Sendable {
    public struct Column: Sendable {
        /// The key of the cell in output for programs.
        public let id: String
        public let labels: Labels
    }

    public let columns: [Column]
    public internal(set) var rows: [[QueryCell]] = []
    /// Sums of the rows; cells that a sum has nothing for are ``QueryCell/blank``.
    public internal(set) var totals: [[QueryCell]] = []
    /// What the table cannot say.
    public internal(set) var remarks: [Labels] = []

    /// Leaves out rows.
    ///
    /// - Parameter isWanted: Whether a row stays.
    public mutating func keepRows(_ isWanted: ([QueryCell]) -> Bool) {
        rows = rows.filter(isWanted)
    }

    init(_ columns: [(id: String, vi: String, en: String)]) {
        self.columns = columns.map { Column(id: $0.id, labels: Labels(vi: $0.vi, en: $0.en)) }
    }
}

/// One cell of an answer.
public indirect enum QueryCell: Sendable {
    /// The sources do not say.
    case notStated
    /// Nothing belongs here.
    case blank
    case record(Reference)
    /// A value as a field holds it, with its type's labels.
    case value(FieldValue, ScalarType)
    /// A word of the query itself.
    case word(String, Labels)
    case number(Int)
    case text(String)
    case list([QueryCell])
    /// A claim: value, when it held, its source, how certain.
    case claim(Claim, ScalarType)
    /// A value about which people have to decide; see `caunoi conflicts`.
    case disputed([QueryCell])
}

extension QueryCell {
    static func date(_ date: PartialDate?) -> QueryCell {
        date.map { .value(.date($0), .date) } ?? .notStated
    }

    static func range(_ range: DateRange?) -> QueryCell {
        range.map { .value(.range($0), .range) } ?? .notStated
    }

    static func reference(_ reference: Reference?) -> QueryCell {
        reference.map { .record($0) } ?? .notStated
    }

    static func references(_ references: [Reference]) -> QueryCell {
        references.isEmpty ? .notStated : .list(references.map { .record($0) })
    }

    static func say(_ code: String, vi: String, en: String) -> QueryCell {
        .word(code, Labels(vi: vi, en: en))
    }

    /// A single field as it is displayed, with every candidate where it is disputed.
    static func field(_ id: String, of view: RecordView) -> QueryCell {
        guard let field = view.field(id: id) else { return .notStated }
        switch (field.content, field.definition.type) {
        case (.single(let cell), .single(let type)):
            if cell.isDisputed {
                return .disputed(
                    cell.candidates.map { $0.value.map { .value($0, type) } ?? .notStated }
                )
            }
            return cell.displayed.map { .value($0, type) } ?? .notStated
        case (.log(let log), .log(let lifecycle)):
            return log.current.map { .value(.code($0), .enumeration(lifecycle.states)) }
                ?? .notStated
        case (.claims, .claims(let type)):
            let claims = view.claims(id)
            return claims.isEmpty ? .notStated : .list(claims.map { .claim($0, type) })
        case (.set(let elements), .set(let type)):
            let values: [QueryCell] = elements.compactMap { element in
                guard case .scalar(let value) = element.element else { return nil }
                if case .reference(let reference) = value { return .record(reference) }
                return .value(value, type)
            }
            return values.isEmpty ? .notStated : .list(values)
        default: return .notStated
        }
    }
}
