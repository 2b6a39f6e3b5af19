/// Turns what a person enters for one record into the cells of one save.
///
/// Entries are applied one after another; when one throws, nothing of the save is to be kept.
public struct FieldEditor<Random: RandomNumberGenerator> {
    /// Finds the record that a text names, in one of the collections with these numbers.
    public typealias Resolver = ([UInt16], String) throws(ReferenceProblem) -> Reference

    /// Finds the record of the collection with this number that people call so; nil where none is.
    public typealias Finder = (UInt16, String) throws(ReferenceProblem) -> Reference?

    /// What decides how entries are read.
    public struct Settings {
        /// How a number is read that reads two ways.
        public var style: NumberStyle
        /// The time for the ids of new records, in milliseconds since 1970.
        public var milliseconds: Int64
        /// Today's day number where the person is; nil where nobody is there to be asked about it.
        public var today: Int32?
        /// Who asserts a claim that does not say it.
        public var ownDepartment: Reference?
        /// Whether the server has acknowledged a write: what long texts merge against.
        public var isAcknowledged: (Dot) -> Bool
        /// What there is already of the records that `new:NAME` asks for.
        public var finder: Finder

        public init(
            style: NumberStyle,
            milliseconds: Int64,
            today: Int32? = nil,
            ownDepartment: Reference? = nil,
            isAcknowledged: @escaping (Dot) -> Bool = { _ in false },
            finder: @escaping Finder = { _, _ in nil }
        ) {
            self.style = style
            self.milliseconds = milliseconds
            self.today = today
            self.ownDepartment = ownDepartment
            self.isAcknowledged = isAcknowledged
            self.finder = finder
        }
    }

    let schema: Schema
    let collection: CollectionDefinition
    /// Nil while the record is being created.
    let view: RecordView?
    let settings: Settings
    private let resolver: Resolver
    private var random: Random

    var collector: CellCollector
    /// The records that references to `new:NAME` ask for; each name once.
    public private(set) var created: [NewRecord] = []
    /// The records that `new:NAME` asks for and that are there already; each name once.
    public private(set) var linked: [NewRecord] = []
    /// What each entry was understood as.
    public internal(set) var understood: [Understood] = []
    private var lastClaim: UInt64?

    /// The cells to be saved; none when nothing has changed.
    public var cells: [Draft.Cell] { collector.cells }

    /// The generator after all that was taken from it.
    public var generator: Random { random }

    /// An editor of what the author sees in `view`, or of a record that is being created.
    ///
    /// `collection` is the record's in `schema`; `random` makes the ids of claims, increments and new
    /// records.
    public init(
        schema: Schema,
        collection: CollectionDefinition,
        view: RecordView?,
        settings: Settings,
        random: Random,
        resolver: @escaping Resolver
    ) {
        self.schema = schema
        self.collection = collection
        self.view = view
        self.settings = settings
        self.random = random
        self.resolver = resolver
        collector = CellCollector(state: view?.state)
    }

    /// Reads and applies `field=value` and its like.
    public mutating func apply(_ text: String) throws(FieldError) {
        try apply(Assignment(text, in: collection, of: schema))
    }

    public mutating func apply(_ assignment: Assignment) throws(FieldError) {
        let field = assignment.field
        try refuseWithoutRights(field)
        switch (field.type, assignment.path.part) {
        case (.single(let type), _): try setSingle(assignment, type)
        case (.localizedText, _): try setLocalized(assignment)
        case (.longText, _): try setLongText(assignment)
        case (.set(let type), _): try editSet(assignment, type)
        case (.partsSet(let parts), _): try editSet(assignment, parts)
        case (.log(let lifecycle), _): try addEntry(assignment, lifecycle)
        case (.claims(let type), .preferred): try prefer(assignment, type)
        case (.claims(let type), _): try editClaims(assignment, type)
        case (.counter, _): try count(assignment)
        }
    }

    /// Empties a field, one language of it, or the choice of a claim.
    ///
    /// What has no value stays as it is. Logs and counters only grow: they are refused.
    public mutating func clear(_ text: String) throws(FieldError) {
        let path = try FieldPath(text, in: collection, of: schema)
        try refuseWithoutRights(path.field)
        let number = path.field.number
        switch (path.field.type, path.part) {
        case (.log, _): throw FieldError(path: text, .onlyGrows)
        case (.counter, _): throw FieldError(path: text, .notClearable)
        case (.localizedText, .language(let code)):
            clearCell(CellLayout.language(code, of: number))
        case (.claims, .preferred): clearCell(CellLayout.preferred(of: number))
        case (.set, _), (.partsSet, _):
            for key in keys(of: number) { collector.remove(key) }
        case (.claims, _):
            for entry in claims(of: number) where !entry.isWithdrawn { withdraw(entry.id, number) }
            clearCell(CellLayout.preferred(of: number))
        case (.single, _), (.localizedText, _), (.longText, _):
            for key in keys(of: number) { clearCell(key) }
        }
        report(path.text, .remove, nil)
    }

    private func refuseWithoutRights(_ field: FieldDefinition) throws(FieldError) {
        guard field.sensitivity.needsRights else { return }
        throw FieldError(path: field.id, .needsRights(field.sensitivity))
    }

    private mutating func clearCell(_ key: CellKey) {
        guard view?.state.siblings(of: key).isEmpty == false else { return }
        collector.write(CellLayout.null, to: key)
    }

    /// The field's cells that have values.
    private func keys(of field: UInt16) -> [CellKey] {
        view?.state.cellKeys.filter { $0.field == field } ?? []
    }
}

// MARK: - Shared by all kinds of fields

extension FieldEditor {
    mutating func report(
        _ path: String,
        _ operation: Assignment.Operation,
        _ value: FieldValue?,
        _ parts: [SetElement.Part] = [],
        isChange: Bool = true
    ) {
        understood.append(
            Understood(
                path: path,
                operation: operation,
                value: value,
                parts: parts,
                isChange: isChange
            )
        )
    }

    /// The record that a text names, or one that is to be created.
    mutating func reference(
        _ text: String,
        to collections: [UInt16],
        at path: String
    ) throws(FieldError) -> Reference {
        do throws(ReferenceProblem) {
            if let name = nameOfNew(text) { return try newReference(name, to: collections) }
            return try resolver(collections, text)
        } catch {
            throw FieldError(path: path, .reference(error, given: text))
        }
    }

    /// What `new:` stands before, with the collection in front where one is named on either side.
    ///
    /// Nil where no new record is asked for.
    private func nameOfNew(_ text: String) -> String? {
        if let name = text.askedForAnew { return name }
        let (before, after) = text.cut(at: UInt8(ascii: "/"))
        guard let name = after?.askedForAnew, schema.collection(id: before) != nil else {
            return nil
        }
        return before + "/" + name
    }

    private mutating func newReference(
        _ text: String,
        to collections: [UInt16]
    ) throws(ReferenceProblem) -> Reference {
        var name = text
        var target = collections.count == 1 ? collections.first : nil
        let (before, after) = text.cut(at: UInt8(ascii: "/"))
        if let after, let named = schema.collection(id: before) {
            guard collections.contains(named.number) else { throw .wrongCollection }
            name = after.trimmed
            target = named.number
        }
        guard let target else { throw .needsCollection }
        guard !name.utf8.isEmpty else { throw .notFound(nearest: nil) }
        let asked = (created + linked).first {
            $0.reference.collection == target && $0.name.isSame(as: name)
        }
        if let asked { return asked.reference }
        if let reference = try settings.finder(target, name) {
            linked.append(NewRecord(reference: reference, name: name))
            return reference
        }
        let id = RecordID(milliseconds: settings.milliseconds, using: &random)
        let reference = Reference(collection: target, record: id)
        created.append(NewRecord(reference: reference, name: name))
        return reference
    }

    /// The command that shows what the record has.
    ///
    /// - Parameter forIDs: Whether ids are looked for, which are shown to programs only.
    /// - Returns: Nil while the record is being created.
    func commandToLook(forIDs: Bool) -> String? {
        guard let view else { return nil }
        let command = "caunoi show '" + collection.id + "/#" + view.id.shortText + "'"
        return forIDs ? command + " --json" : command
    }

    /// A fresh id: those of one save follow each other, so that its claims keep their order.
    mutating func newClaimID() -> ClaimID {
        let value = lastClaim.map { $0 &+ 1 } ?? random.next()
        lastClaim = value
        return ClaimID(rawValue: value)
    }
}
