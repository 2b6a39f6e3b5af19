/// The records that a query reads; nothing else reaches it but its options.
public protocol QuerySource {
    var schema: Schema { get }
    /// The records of a collection, in the order of their ids.
    func records(of collection: UInt16) -> [RecordID]
    /// Nil where the record is not here.
    func view(_ reference: Reference) -> RecordView?
    /// Visits the records of a collection that are there for people, as far as some of their fields tell.
    func visit(_ collection: String, onlyFields: [String], _ visit: (RecordView) -> Void)
}

extension QuerySource {
    /// The records of a collection that are there for people; a disputed delete is.
    ///
    /// - Parameter collection: Its id.
    /// - Returns: In the order of their ids, each read when it is asked for; none where the schema has no
    ///   such collection.
    public func views(_ collection: String) -> RecordViews<Self> {
        let number = schema.collection(id: collection)?.number
        return RecordViews(source: self, collection: number ?? 0, ids: number.map(records) ?? [])
    }

    public func visit(_ collection: String, onlyFields: [String], _ visit: (RecordView) -> Void) {
        for view in views(collection) { visit(view) }
    }
}

/// The records in use of a collection, one after the other: a register may have more than fit in memory.
public struct RecordViews<Source: QuerySource>: Sequence, IteratorProtocol {
    private let source: Source
    private let collection: UInt16
    private let ids: [RecordID]
    private var place = 0

    init(source: Source, collection: UInt16, ids: [RecordID]) {
        self.source = source
        self.collection = collection
        self.ids = ids
    }

    public mutating func next() -> RecordView? {
        while place < ids.count {
            let reference = Reference(collection: collection, record: ids[place])
            place += 1
            if let view = source.view(reference), view.life.isInUse { return view }
        }
        return nil
    }
}

extension RecordView {
    /// How others refer to the record.
    public var reference: Reference { Reference(collection: state.collection, record: id) }

    /// The earliest of the dates that stand in a field: a disputed date counts as the earlier one.
    func date(_ id: String) -> PartialDate? {
        dates(id).min { $0.isOrdered(before: $1) }
    }

    /// The dates that stand in a field: several where it is disputed.
    func dates(_ id: String) -> [PartialDate] {
        values(id).compactMap { value in
            if case .date(let date) = value { date } else { nil }
        }
    }

    /// The value that stands in a field of one value; all of them where it is disputed.
    func values(_ id: String) -> [FieldValue] {
        guard case .single(let cell) = field(id: id)?.content else { return [] }
        return cell.standing.compactMap { $0 }
    }

    func range(_ id: String) -> DateRange? {
        guard case .range(let range) = value(id) else { return nil }
        return range
    }

    /// When a project runs: as it did, else as it is stated, else as it was planned.
    var projectPeriod: DateRange? { range("actual") ?? range("period") ?? range("planned") }

    /// When the project was to end that is said to go on; nil where that is not before `day`.
    func endBehind(_ day: Int32) -> PartialDate? {
        guard isIn("in_implementation", "completing", on: day),
            let end = (range("actual") ?? range("period"))?.untilDate, end.latestDay < day
        else { return nil }
        return end
    }

    /// The record that a single field refers to.
    ///
    /// - Parameter id: The field's id.
    /// - Returns: Nil where the record has no such field, or nothing in it.
    public func reference(_ id: String) -> Reference? { value(id)?.reference }

    /// The records that a set of references leads to.
    ///
    /// - Parameter id: The field's id.
    /// - Returns: None where the record has no such field, or nothing in it.
    public func references(_ id: String) -> [Reference] {
        elements(id).compactMap { element in
            guard case .scalar(.reference(let reference)) = element else { return nil }
            return reference
        }
    }

    /// The elements of a set.
    ///
    /// - Parameter id: The field's id.
    /// - Returns: None where the record has no such field, or nothing in it.
    public func elements(_ id: String) -> [SetElement] { elementViews(id).map { $0.element } }

    func elementViews(_ id: String) -> [ElementView] {
        guard case .set(let elements) = field(id: id)?.content else { return [] }
        return elements
    }

    /// What is claimed of a fact, without what was withdrawn.
    func claims(_ id: String) -> [Claim] {
        guard case .claims(let claims) = field(id: id)?.content else { return [] }
        return claims.entries.filter { !$0.isWithdrawn }.map { $0.claim }
    }

    func isDisputed(_ id: String) -> Bool {
        guard case .single(let cell) = field(id: id)?.content else { return false }
        return cell.isDisputed
    }
}
