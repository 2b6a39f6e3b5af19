import ClientCore
import ClientSQLite
package import Shared

/// The records of a replica as people see them, read in one snapshot.
///
/// Records are read when they are asked for, and found through the replica's catalogue.
package final class Register {
    package let language: DisplayLanguage
    /// What the server has acknowledged of this replica's own changes.
    package let acknowledged: [ScopeID: VersionVector]
    package let ownReplicas: Set<ReplicaID>
    let reader: RecordReader
    private let reading: CatalogueUpdate.Reading
    private let ownDevice: String

    /// Reads the replica as it is now; `texts` where its texts will be searched.
    ///
    /// What a catalogue lacks is entered first, with a word to `console` where that takes a while.
    package init(
        _ workspace: Workspace,
        language: DisplayLanguage,
        texts: Bool = false,
        telling console: Console? = nil
    ) throws {
        let reading = try CatalogueUpdate(workspace, console).reading(texts: texts)
        self.reading = reading
        self.language = language
        ownDevice = workspace.enrolment.deviceName
        var acknowledged: [ScopeID: VersionVector] = [:]
        var own: Set<ReplicaID> = []
        try reading.snapshot.read { transaction in
            own.insert(try transaction.replica())
            for scope in try transaction.scopes() {
                acknowledged[scope] = try transaction.standing(in: scope).acknowledged
                for dot in try transaction.ownHeads(in: scope) { own.insert(dot.replica) }
            }
        }
        self.acknowledged = acknowledged
        ownReplicas = own
        let departments = try workspace.schema.collection(id: "departments").map { collection in
            try reading.ask { try $0.catalogued(in: collection.number) }.map { $0.record }
        }
        reader = RecordReader(
            schema: workspace.schema,
            people: workspace.people,
            departments: departments ?? [],
            disputable: ReadTrouble.noting([]) {
                try reading.snapshot.read { try $0.disputable() }
            },
            held: { [snapshot = reading.snapshot] id in
                ReadTrouble.noting(nil) { try snapshot.read { $0.held(id) } }
            },
            receipt: { [snapshot = reading.snapshot] dot, scope in
                // The last receipt of a chain says nothing of own changes that were not sent yet.
                if own.contains(dot.replica), acknowledged[scope]?.covers(dot) != true {
                    return nil
                }
                return ReadTrouble.noting(nil) {
                    try snapshot.read { try $0.receipt(of: dot, in: scope) }
                }
            }
        )
    }
}

extension Register {
    package var schema: Schema { reader.schema }
    package var people: DirectoryDocument { reader.people }
    package var directory: Directory { reader.directory }

    /// The ids of a collection's records, in the order of their ids.
    package func records(of collection: UInt16) -> [RecordID] {
        catalogued { try $0.catalogued(in: collection) }.map { $0.record }
    }

    /// The records that people may have to settle something about, each once.
    package var disputable: [RecordID] {
        let found = ReadTrouble.noting([]) { try reading.snapshot.read { try $0.disputable() } }
        return reader.merges.roots(of: found)
    }

    package var recordCount: Int {
        ReadTrouble.noting(0) {
            try reading.snapshot.read { transaction in
                try transaction.scopes().reduce(0) {
                    try $0 + transaction.recordCount(in: $1)
                }
            }
        }
    }

    package func scope(of id: RecordID) -> ScopeID { reader.scope(of: id) }

    package func view(_ id: RecordID) -> RecordView? { reader.view(id) }

    /// The record's name for people; never empty.
    package func label(of id: RecordID) -> String { reader.labels(in: language).label(of: id) }

    /// `partners/01JD…`.
    package func ref(_ id: RecordID) -> String {
        let collection = view(id)?.state.collection ?? 0
        return Reference(collection: collection, record: id).text(in: schema)
    }

    /// `partners/#7QX2KM`, as lists print it.
    package func shortRef(_ id: RecordID) -> String {
        let name = view(id)?.collection?.id ?? "\(view(id)?.state.collection ?? 0)"
        return name + "/#" + id.shortText
    }

    /// Whether one of this replica's own changes on the record has no receipt yet.
    package func isPending(_ id: RecordID) -> Bool {
        guard let view = view(id) else { return false }
        let known = acknowledged[scope(of: id)] ?? VersionVector()
        return view.state.stamps.contains {
            ownReplicas.contains($0.dot.replica) && !known.covers($0.dot)
        }
    }

    /// When the server received a change, in milliseconds since 1970; nil when it has not said so.
    package func received(_ dot: Dot, in scope: ScopeID) -> Int64? {
        reader.received(dot, in: scope)
    }

    /// Who made a write: person, department and device.
    package func person(_ stamp: DotStamp) -> Directory.Entry? {
        guard var entry = directory[stamp.actor] else {
            return stamp.actor == 0
                ? Directory.Entry(
                    person: "",
                    personName: language == .vi ? "máy chủ" : "server",
                    department: nil,
                    departmentCode: ""
                ) : nil
        }
        let device =
            ownReplicas.contains(stamp.dot.replica)
            ? ownDevice : people.device(of: stamp.dot.replica)?.name
        if let device {
            entry = entry.at(device)
        }
        return entry
    }

    /// Asks the catalogue.
    func catalogued<Answer>(
        _ ask: (any CatalogueTransaction) throws -> [Answer]
    ) -> [Answer] {
        ReadTrouble.noting([]) { try reading.ask(ask) }
    }

    /// Searches the texts; the register was opened with them.
    ///
    /// - Throws: `SearchQueryError` for a text that is no query.
    func search(_ typed: String, _ wanted: CatalogueSearch) throws -> RecordSearch.Result {
        try reading.ask { catalogue in
            try RecordSearch(typed, wanted, reader: reader, in: catalogue).run(in: catalogue)
        }
    }

    /// Visits the records of a collection in the order of their ids: whole, or as far as some fields
    /// tell of them; of these only those whose bytes are `wanted`.
    func visitViews(
        of collection: UInt16,
        onlyFields fields: Set<UInt16>?,
        where wanted: ([UInt8]) -> Bool,
        _ visit: (RecordView) -> Void
    ) {
        guard let fields else {
            for case let view? in records(of: collection).lazy.map({ self.view($0) }) {
                visit(view)
            }
            return
        }
        ReadTrouble.noting(()) {
            try reading.visitFrames(of: collection) { id, scope, frame in
                if !reader.merges.parts(of: id).isEmpty {
                    if let view = reader.view(id) { visit(view) }
                    return
                }
                guard wanted(frame) else { return }
                if let view = reader.view(id, frame, in: scope, onlyFields: fields) { visit(view) }
            }
        }
    }

    /// Visits the records in use of a collection as far as some fields tell of them.
    package func visit(
        _ collection: String,
        onlyFields: [String],
        _ visit: (RecordView) -> Void
    ) {
        guard let definition = schema.collection(id: collection) else { return }
        let fields = onlyFields.compactMap { definition.field(id: $0)?.number }
        visitViews(of: definition.number, onlyFields: Set(fields), where: { _ in true }) { view in
            if view.life.isInUse { visit(view) }
        }
    }

    /// Visits the bytes of every record.
    func visitFrames(_ visit: (RecordID, [UInt8]) -> Void) {
        ReadTrouble.noting(()) {
            try reading.snapshot.read { transaction in
                for scope in try transaction.scopes() {
                    try transaction.visitRecords(in: scope) { id, held in
                        visit(id, held.frame)
                        return true
                    }
                }
            }
        }
    }
}
