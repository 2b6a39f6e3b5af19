import Shared
import Testing

/// A generator whose numbers depend on its seed alone.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

/// Someone who edits a record at a device of their own.
struct Author {
    let replica: ReplicaID
    let actor: UInt32

    static let an = Author(replica: ReplicaID(high: 1, low: 1), actor: 1)
    static let binh = Author(replica: ReplicaID(high: 2, low: 2), actor: 2)
    static let chi = Author(replica: ReplicaID(high: 3, low: 3), actor: 3)
}

/// One record and the names that references to other records go by.
struct FieldWorld {
    static let id = RecordID(high: 7, low: 7)
    let schema: Schema
    let collection: CollectionDefinition
    /// An works for department tourism, Bình for external relations, Chi for none.
    var directory = Directory([
        1: .init(
            person: "an",
            personName: "An",
            department: record("tourism"),
            departmentCode: "tourism"
        ),
        2: .init(
            person: "binh",
            personName: "Bình",
            department: record("external-relations"),
            departmentCode: "external-relations",
            device: "laptop"
        ),
        3: .init(person: "chi", personName: "Chi", department: nil, departmentCode: "none"),
    ])
    private(set) var state: RecordState?
    private var counters: [UInt32: UInt64] = [:]
    private var random = SeededRandom(seed: 1)

    init(_ collection: String, of schema: Schema = RegisterFiles.schema) throws {
        self.schema = schema
        self.collection = try #require(schema.collection(id: collection))
    }

    /// The record that stands behind a key in these tests: its name's hash.
    static func record(_ key: String) -> RecordID {
        let hash = Fingerprint(of: key.utf8)
        return RecordID(high: hash.high, low: hash.low)
    }

    var view: RecordView? {
        state.map { RecordView(Self.id, $0, schema: schema, directory: directory) }
    }

    /// The disagreements as they are counted without looking at who wrote what.
    var countedConflicts: Int {
        Conflict.paths(inFrame: state?.frame ?? [], of: Self.id, schema: schema).count
    }

    func editor(
        on view: RecordView?,
        style: NumberStyle = .undecided,
        own: Reference? = nil
    ) -> FieldEditor<SeededRandom> {
        let schema = schema
        return FieldEditor(
            schema: schema,
            collection: collection,
            view: view,
            settings: .init(
                style: style,
                milliseconds: 1_700_000_000_000,
                today: 19_675,
                ownDepartment: own,
                isAcknowledged: { _ in true }
            ),
            random: random
        ) { allowed, text throws(ReferenceProblem) in
            try Self.resolve(allowed, text, schema)
        }
    }

    /// Any `collection/key` is known but keys that begin with `no`; `two` is ambiguous.
    static func resolve(
        _ allowed: [UInt16],
        _ text: String,
        _ schema: Schema
    ) throws(ReferenceProblem) -> Reference {
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            guard allowed.count == 1, let only = allowed.first else { throw .needsCollection }
            if text.hasPrefix("no") || text.contains(" ") { throw .notFound(nearest: "yes") }
            return Reference(collection: only, record: record(text))
        }
        guard let collection = schema.collection(id: parts[0]) else {
            throw .unknownCollection(nearest: schema.nearestCollection(to: parts[0]))
        }
        guard allowed.contains(collection.number) else { throw .wrongCollection }
        var key = parts[1]
        if key.hasPrefix("no") { throw .notFound(nearest: nil) }
        if key == "two" { throw .ambiguous(["\(parts[0])/1", "\(parts[0])/2"]) }
        if let id = RecordID(text: key) {
            return Reference(collection: collection.number, record: id)
        }
        if key.hasPrefix("@") { key.removeFirst() }
        return Reference(collection: collection.number, record: record(key))
    }

    /// The draft of some entries on what `view` shows.
    mutating func draft(
        _ entries: [String],
        on view: RecordView?,
        kind: Change.Kind? = nil
    ) throws(FieldError) -> Draft {
        var editor = editor(on: view)
        for entry in entries {
            if entry.hasPrefix("--clear ") {
                try editor.clear(String(entry.dropFirst(8)))
            } else {
                try editor.apply(entry)
            }
        }
        random = editor.generator
        return Draft(
            kind: kind ?? (view == nil ? .create : .edit),
            record: Self.id,
            collection: collection.number,
            cells: editor.cells
        )
    }

    /// Saves entries as one change; `seeing` is what the author sees, by default everything.
    mutating func save(
        _ entries: [String],
        by author: Author = .an,
        at milliseconds: Int64 = 1000,
        seeing: RecordState?? = nil,
        kind: Change.Kind? = nil
    ) throws(FieldError) {
        let seen = seeing ?? state
        let view = seen.map { RecordView(Self.id, $0, schema: schema, directory: directory) }
        let draft = try draft(entries, on: view, kind: kind)
        let change = draft.change(
            on: seen,
            time: HybridTimestamp(milliseconds: milliseconds),
            actor: author.actor,
            schemaVersion: 1
        )
        let counter = counters[author.actor, default: 0] + 1
        counters[author.actor] = counter
        let before = state ?? RecordState(collection: collection.number)
        state = before.applying(change, at: Dot(author.replica, counter))
    }

    /// Loads a JSON object of fields into the record, as one change.
    mutating func load(_ fields: JSONValue) throws(FieldError) {
        var editor = editor(on: view)
        try editor.load(fields, acceptsSensitive: true)
        random = editor.generator
        let draft = Draft(
            kind: state == nil ? .create : .edit,
            record: Self.id,
            collection: collection.number,
            cells: editor.cells
        )
        let change = draft.change(
            on: state,
            time: HybridTimestamp(milliseconds: 1000),
            actor: 1,
            schemaVersion: 1
        )
        let counter = counters[1, default: 0] + 1
        counters[1] = counter
        let before = state ?? RecordState(collection: collection.number)
        state = before.applying(change, at: Dot(Author.an.replica, counter))
    }

    /// What `show --json` prints of one field.
    func json(_ field: String) -> String {
        guard let value = view?.field(id: field)?.json(in: schema) else { return "nothing" }
        return JSONWriter.string(value)
    }
}
