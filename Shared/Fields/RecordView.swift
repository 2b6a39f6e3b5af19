/// A record as people see it: for each field what is displayed, and where they have to choose.
///
/// A pure function of the state, the schema and the directory: every replica that holds the same
/// shows the same.
public struct RecordView: Sendable {
    public let id: RecordID
    /// What the view was made from; with what was merged into the record.
    public let state: RecordState
    /// What the record itself holds: what a change of it is made to.
    public let own: RecordState
    /// Nil when the schema does not know the collection: a newer version has it.
    public let collection: CollectionDefinition?
    public let life: RecordLife
    /// The fields that have cells, in the order of the schema.
    public let fields: [FieldView]
    /// Cells that a newer version has written and this program cannot read; they are kept.
    public let unknown: [RecordState.LiveWrite]
    /// In the order of the fields; about the record as a whole first.
    public let conflicts: [Conflict]

    /// What people see of the field of this number; nil when it has no cells.
    public func field(number: UInt16) -> FieldView? {
        fields.first { $0.definition.number == number }
    }

    public func field(id: String) -> FieldView? {
        fields.first { $0.definition.id.isSame(as: id) }
    }

    /// The displayed value of a single field; nil when it has none.
    public func value(_ id: String) -> FieldValue? {
        guard case .single(let cell) = field(id: id)?.content else { return nil }
        return cell.displayed
    }

    /// A view of `state`, which is complete with values.
    ///
    /// The directory says who the actors are, on which it depends whose candidate counts; `received`
    /// when the server received a write, in milliseconds since 1970, where that is known; `merges` where
    /// references lead. `own` is what the record itself holds where `state` is composed of several.
    public init(
        _ id: RecordID,
        _ state: RecordState,
        own: RecordState? = nil,
        schema: Schema,
        directory: Directory,
        merges: RecordMerges = RecordMerges(),
        received: @escaping (Dot) -> Int64? = { _ in nil }
    ) {
        let order = CandidateOrder(lead: nil, directory: directory, received: received)
        var builder = RecordViewBuilder(state: state, order: order, merges: merges)
        builder.build(schema.collection(number: state.collection))
        self.init(id, state, own ?? state, builder)
    }

    private init(
        _ id: RecordID,
        _ state: RecordState,
        _ own: RecordState,
        _ builder: RecordViewBuilder
    ) {
        self.id = id
        self.state = state
        self.own = own
        collection = builder.collection
        life = builder.life
        fields = builder.fieldsInOrder
        unknown = builder.unknown
        conflicts = builder.conflicts.sorted { $0.place < $1.place }.map { $0.conflict }
    }
}
