import ClientCore
import ClientSQLite
package import Shared

/// The records of a replica as people see them, read in one snapshot.
package final class Register {
    package let schema: Schema
    package let language: DisplayLanguage
    package let people: DirectoryDocument
    private let frames: [RecordID: (scope: ScopeID, frame: [UInt8])]
    private let byCollection: [UInt16: [RecordID]]
    private var views: [RecordID: RecordView] = [:]
    private var labels: [RecordID: String] = [:]
    private var names: [UInt16: [NameKey]] = [:]
    package private(set) lazy var directory = makeDirectory()
    /// What the server has acknowledged of this replica's own changes.
    package let acknowledged: [ScopeID: VersionVector]
    package let ownReplicas: Set<ReplicaID>
    private let ownDevice: String
    /// When the server received what, by scope and replica, ascending.
    private let receipts: [ScopeID: [ReplicaID: [Receipt]]]

    /// What one record is called by.
    private struct NameKey {
        let record: RecordID
        let code: String?
        let abbreviation: String?
        let names: [String]
    }

    package init(_ workspace: Workspace, language: DisplayLanguage) throws {
        schema = workspace.schema
        people = workspace.people
        ownDevice = workspace.enrolment.deviceName
        self.language = language
        var frames: [RecordID: (scope: ScopeID, frame: [UInt8])] = [:]
        var byCollection: [UInt16: [RecordID]] = [:]
        var acknowledged: [ScopeID: VersionVector] = [:]
        var own: Set<ReplicaID> = []
        var receipts: [ScopeID: [ReplicaID: [Receipt]]] = [:]
        try workspace.store.read { transaction in
            own.insert(try transaction.replica())
            for scope in try transaction.scopes() {
                acknowledged[scope] = try transaction.standing(in: scope).acknowledged
                for dot in try transaction.ownHeads(in: scope) { own.insert(dot.replica) }
                receipts[scope] = Dictionary(
                    grouping: try transaction.receipts(in: scope)
                        + transaction.ownReceipts(in: scope)
                ) { $0.replica }
                try transaction.visitRecords(in: scope) { id, held in
                    frames[id] = (scope, held.frame)
                    if let collection = RecordState.collection(ofFrame: held.frame) {
                        byCollection[collection, default: []].append(id)
                    }
                    return true
                }
            }
        }
        self.frames = frames
        self.byCollection = byCollection
        self.acknowledged = acknowledged
        ownReplicas = own
        self.receipts = receipts
    }
}

extension ReplicaTransaction {
    /// The receipts of own changes, which count over what the feed said of the same chains.
    fileprivate func ownReceipts(in scope: ScopeID) throws(ReplicaStoreError) -> [Receipt] {
        try ownChanges(in: scope).compactMap { change in
            change.received.map { time in
                let dot = change.sealed.dot
                return Receipt(replica: dot.replica, first: dot.counter, received: time)
            }
        }
    }
}

extension Register {
    package var recordCount: Int { frames.count }

    /// The ids of a collection's records, in the order of their ids.
    package func records(of collection: UInt16) -> [RecordID] { byCollection[collection] ?? [] }

    package var allRecords: [RecordID] { frames.keys.sorted { $0.precedes($1) } }

    package func scope(of id: RecordID) -> ScopeID { frames[id]?.scope ?? .common }

    package func view(_ id: RecordID) -> RecordView? {
        if let view = views[id] { return view }
        guard let entry = frames[id], let state = try? RecordState(frame: entry.frame) else {
            return nil
        }
        let scope = entry.scope
        let view = RecordView(id, state, schema: schema, directory: directory) { [self] in
            received($0, in: scope)
        }
        views[id] = view
        return view
    }

    /// The record's name for people; never empty.
    package func label(of id: RecordID) -> String {
        if let label = labels[id] { return label }
        // A record that names itself through another that names itself through it ends here.
        labels[id] = "#" + id.shortText
        let label = view(id)?.label(in: language, schema: schema) { [self] in
            frames[$0.record] == nil ? nil : self.label(of: $0.record)
        }
        labels[id] = label ?? "#" + id.shortText
        return labels[id] ?? ""
    }

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
        // The last receipt of a chain says nothing of own changes that were not sent yet.
        if ownReplicas.contains(dot.replica), acknowledged[scope]?.covers(dot) != true {
            return nil
        }
        let known = receipts[scope]?[dot.replica]?.last {
            $0.first <= dot.counter && $0.received > 0
        }
        return known?.received
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
            entry = Directory.Entry(
                person: entry.person,
                personName: entry.personName,
                department: entry.department,
                departmentCode: entry.departmentCode,
                device: device
            )
        }
        return entry
    }

    private func makeDirectory() -> Directory {
        var departments: [String: RecordID] = [:]
        if let collection = schema.collection(id: "departments") {
            let plain = Directory()
            for id in records(of: collection.number) {
                guard let entry = frames[id], let state = try? RecordState(frame: entry.frame)
                else { continue }
                let view = RecordView(id, state, schema: schema, directory: plain)
                if case .text(let code) = view.value("code") { departments[code] = id }
            }
        }
        var result = Directory()
        for actor in people.actors {
            result[actor.number] = Directory.Entry(
                person: actor.person.text,
                personName: actor.personName,
                department: departments[actor.department],
                departmentCode: actor.department
            )
        }
        return result
    }
}

// MARK: - Naming a record

extension Register {
    /// The collection of this name.
    package func collection(_ name: String) throws -> CollectionDefinition {
        if let collection = schema.collection(id: name) { return collection }
        let nearest = schema.nearestCollection(to: name)
        throw CommandFailure(
            .usage,
            code: "unknown_collection",
            language == .vi ? "không có nhóm \(name)" : "there is no collection \(name)",
            hint: nearest.map { language == .vi ? "có phải \($0)?" : "did you mean \($0)?" }
        )
    }

    /// The record that `collection/KEY` names.
    package func find(_ text: String) throws -> RecordID {
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else {
            throw CommandFailure(
                .usage,
                code: "not_a_reference",
                language == .vi
                    ? "\(text) không phải là một mã chỉ bản ghi"
                    : "\(text) does not name a record",
                hint: "collection/KEY, for example partners/AIMF"
            )
        }
        let collection = try collection(String(text[..<slash]))
        let key = String(text[text.utf8.index(after: slash)...])
        do throws(ReferenceProblem) {
            return try resolve([collection.number], key).record
        } catch {
            throw failure(error, text)
        }
    }

    /// The record that a key, or a full reference, names in one of these collections.
    package func resolve(
        _ collections: [UInt16],
        _ text: String
    ) throws(ReferenceProblem) -> Reference {
        var collections = collections
        var key = text
        if let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")),
            let collection = schema.collection(id: String(text[..<slash]))
        {
            guard collections.contains(collection.number) else { throw .wrongCollection }
            collections = [collection.number]
            key = String(text[text.utf8.index(after: slash)...])
        }
        for tier in 0..<4 {
            let found = collections.flatMap { collection in
                matches(key, tier: tier, in: collection)
                    .map { Reference(collection: collection, record: $0) }
            }
            if found.count > 1 {
                throw .ambiguous(found.map { shortRef($0.record) + " " + label(of: $0.record) })
            }
            if let reference = found.first { return reference }
        }
        let known = collections.flatMap { keys(of: $0) }.flatMap { key in
            [key.code, key.abbreviation].compactMap { $0 } + key.names
        }
        throw .notFound(nearest: nearest(key, in: known))
    }

    private func matches(_ key: String, tier: Int, in collection: UInt16) -> [RecordID] {
        switch tier {
        case 0:
            if let id = RecordID(text: key), records(of: collection).contains(id) { return [id] }
            guard key.utf8.first == UInt8(ascii: "#") else { return [] }
            let short = key.dropFirst().uppercased()
            return records(of: collection).filter { $0.shortText == short }
        case 1: return keys(of: collection).filter { same($0.code, key) }.map { $0.record }
        case 2: return keys(of: collection).filter { same($0.abbreviation, key) }.map { $0.record }
        default:
            let folded = foldedName(key)
            return keys(of: collection)
                .filter { $0.names.contains { foldedName($0) == folded } }
                .map { $0.record }
        }
    }

    private func same(_ a: String?, _ b: String) -> Bool {
        guard let a else { return false }
        return foldedName(a) == foldedName(b)
    }

    private func keys(of collection: UInt16) -> [NameKey] {
        if let known = names[collection] { return known }
        let result = records(of: collection).compactMap { id -> NameKey? in
            guard let view = view(id), view.life != .deleted, view.life != .purged else {
                return nil
            }
            func text(_ field: String) -> String? {
                if case .text(let text) = view.value(field) { return text }
                return nil
            }
            return NameKey(
                record: id,
                code: text("code"),
                abbreviation: text("abbr"),
                names: view.names
            )
        }
        names[collection] = result
        return result
    }

    func failure(_ problem: ReferenceProblem, _ text: String) -> CommandFailure {
        let error = FieldError(path: text, .reference(problem, given: text))
        return CommandFailure(
            problem == .needsCollection ? .usage : .failed,
            code: error.code,
            error.message(in: language),
            hint: error.hint(in: language)
        )
    }
}

extension RecordView {
    /// Every name and alias that the record is known by, in all languages.
    package var names: [String] {
        var result: [String] = []
        for field in fields where field.definition.isTitle || field.definition.id == "aliases" {
            switch field.content {
            case .single(let cell):
                if case .text(let text) = cell.displayed { result.append(text) }
            case .localized(let views):
                for view in views {
                    for candidate in view.cell.candidates {
                        if case .text(let text) = candidate.value { result.append(text) }
                    }
                }
            case .set(let elements):
                for element in elements {
                    switch element.element {
                    case .scalar(.text(let text)): result.append(text)
                    case .parts(let parts):
                        if case .text(let text) = parts.first(where: { $0.id == "text" })?.value {
                            result.append(text)
                        }
                    default: break
                    }
                }
            case .log, .claims, .counter: break
            }
        }
        return result
    }
}
