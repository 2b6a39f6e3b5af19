/// What the register contradicts itself about in one place.
struct Disagreement {
    private let record: Reference
    /// The path of the field: `size`, `name.vi`; nil where people have named none.
    private let path: String?
    private let field: QueryCell
    private let kind: QueryCell
    private let values: QueryCell
    private var sources: [Claim.Source] = []
    /// What people have noted of it.
    private var note: Labels?
    /// The other records that this concerns, as people have noted.
    private var others: Set<Reference> = []

    /// What follows from a record.
    ///
    /// - Parameters:
    ///   - path: The field's.
    ///   - view: The record.
    ///   - kind: What sort of contradiction it is.
    ///   - values: The values that do not agree.
    ///   - sources: Where these were read; nil for the sources of the record.
    init(
        _ path: String,
        of view: RecordView,
        _ kind: QueryCell,
        _ values: [QueryCell],
        sources: [Claim.Source]? = nil
    ) {
        record = view.reference
        self.path = path
        field = .name(ofField: path, in: view.collection)
        self.kind = kind
        self.values = .list(values)
        add(sources ?? view.sources)
    }

    /// What people have noted, and the register does not see by itself.
    ///
    /// - Parameters:
    ///   - question: What they have noted.
    ///   - collection: That of the record concerned; nil where the schema does not know it.
    ///   - values: What the record holds in the field.
    init(
        _ question: OpenQuestion,
        in collection: CollectionDefinition?,
        holding values: QueryCell
    ) {
        record = question.subject
        path = question.field
        if let path = question.field {
            field = .name(ofField: path, in: collection)
        } else {
            field = .notStated
        }
        kind = .say("noted", vi: "đã ghi nhận", en: "noted")
        self.values = values
        add(question)
    }

    /// Whether a question of the same record is about this place.
    func isPlace(of question: OpenQuestion) -> Bool {
        guard let path, let field = question.field else { return false }
        return path.isSame(as: field)
    }

    /// Whether people have noted that it concerns one of some records too.
    func concerns(_ records: Set<Reference>) -> Bool { !others.isDisjoint(with: records) }

    /// Takes in what people have noted of it.
    mutating func add(_ question: OpenQuestion) {
        others.formUnion(question.others)
        tell(question)
    }

    /// Takes in what people have noted of the other side.
    mutating func tell(_ question: OpenQuestion) {
        add(question.sources)
        guard let more = question.note else { return }
        note = note?.with(more) ?? more
    }

    private mutating func add(_ more: [Claim.Source]) {
        for source in more where !sources.contains(where: { $0.isSame(as: source) }) {
            sources.append(source)
        }
    }

    /// The row of the answer; programs read the note in English.
    var row: [QueryCell] {
        [
            .record(record), field, kind, values,
            sources.isEmpty ? .notStated : .list(sources.map { $0.cell }),
            note.map { .word($0.en, $0) } ?? .blank,
        ]
    }
}

/// A contradiction that people have noted and not decided.
struct OpenQuestion {
    /// The record that it is about; the note itself where it names none.
    let subject: Reference
    /// The other records that it concerns.
    let others: [Reference]
    /// The field's id, as it was typed.
    let field: String?
    /// Its code and what it says: `C01: …`.
    let note: Labels?
    let sources: [Claim.Source]

    /// The question that a record of the collection `resolutions` asks.
    ///
    /// - Parameters:
    ///   - view: The record.
    ///   - schema: The register's, which has the languages of texts.
    init(_ view: RecordView, in schema: Schema) {
        subject = view.reference("subject") ?? view.reference
        others = view.references("others")
        field = view.line("field")
        note = view.note(in: schema)
        sources = view.sources
    }
}

extension RecordView {
    /// Whether nobody has decided yet about what it notes, or several have, differently.
    var isUndecided: Bool {
        let decision = ["chosen", "decided_by", "decided_on"]
        return decision.allSatisfy { value($0) == nil } || decision.contains { isDisputed($0) }
    }

    /// The documents that the record rests on.
    fileprivate var sources: [Claim.Source] { references("sources").map { .document($0) } }

    /// The text of a field of one line; nil where there is none.
    fileprivate func line(_ id: String) -> String? {
        guard case .text(let text) = value(id) else { return nil }
        return text
    }

    /// The code of a question and what it says in either language; nil where it has neither.
    fileprivate func note(in schema: Schema) -> Labels? {
        let code = line("code")
        guard let question = field(id: "question"),
            let vi = question.text(in: .vi, schema: schema),
            let en = question.text(in: .en, schema: schema)
        else { return code.map { Labels(vi: $0, en: $0) } }
        let mark = code.map { $0 + ": " } ?? ""
        return Labels(vi: mark + vi, en: mark + en)
    }
}

extension Claim.Source {
    fileprivate func isSame(as other: Claim.Source) -> Bool {
        switch (self, other) {
        case (.document(let document), .document(let otherDocument)): document == otherDocument
        case (.text(let text), .text(let otherText)): text.isSame(as: otherText)
        case (.document, .text), (.text, .document): false
        }
    }
}
