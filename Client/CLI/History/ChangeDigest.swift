import ClientCore
import ClientSQLite
import Shared

/// What others have changed since a moment, by partner, one's own first.
struct ChangeDigest {
    /// What was done to one record; one that was settled and changed besides has two.
    struct Entry {
        enum What: String {
            case new, changed, disputed, settled, deleted
        }

        let record: RecordID
        let what: What
        /// The fields in which something new stands.
        let fields: [FieldDefinition]
        /// Who wrote it, each once.
        let people: [String]
    }

    /// What concerns one partner; nil for what concerns none.
    struct Group {
        let partner: RecordID?
        /// Whether one's own department leads the relationship.
        let isMine: Bool
        let entries: [Entry]
    }

    /// In milliseconds since 1970, by the server's clock.
    let since: Int64
    let groups: [Group]

    /// Reads what the server has received from others after `since`.
    init(_ workspace: Workspace, _ register: Register, since: Int64) throws {
        self.since = since
        let found = try Self.entries(workspace, register, since)
        let mine = workspace.me.flatMap { register.directory[$0.number]?.department }
        var order: [RecordID?] = []
        var byPartner: [RecordID?: [Entry]] = [:]
        for entry in found {
            let partners = register.partners(of: entry.record)
            for partner in partners.isEmpty ? [nil] : partners.map({ Optional($0) }) {
                if byPartner[partner] == nil { order.append(partner) }
                byPartner[partner, default: []].append(entry)
            }
        }
        let groups = order.map { partner in
            Group(
                partner: partner,
                isMine: mine != nil && partner.flatMap { register.lead(of: $0) } == mine,
                entries: byPartner[partner] ?? []
            )
        }
        self.groups = groups.sorted { left, right in
            if left.isMine != right.isMine { return left.isMine }
            guard let a = left.partner, let b = right.partner else {
                return left.partner != nil && right.partner == nil
            }
            let (label, other) = (register.label(of: a), register.label(of: b))
            return label == other ? a.precedes(b) : label < other
        }
    }

    private static func entries(
        _ workspace: Workspace,
        _ register: Register,
        _ since: Int64
    ) throws -> [Entry] {
        var found: [(record: RecordID, dots: Set<Dot>)] = []
        try workspace.store.read { transaction in
            for scope in try transaction.scopes() {
                let first = try Self.firstNews(in: scope, since, register, transaction)
                guard !first.isEmpty else { continue }
                try transaction.visitRecords(in: scope) { id, held in
                    let dots = (RecordState.dots(inFrame: held.frame) ?? []).filter { dot in
                        first[dot.replica].map { dot.counter >= $0 } ?? false
                    }
                    if !dots.isEmpty { found.append((id, Set(dots))) }
                    return true
                }
            }
        }
        guard !found.isEmpty else { return [] }
        let settled = try SettledQuestions(workspace, register, since: since)
        var result: [RecordID: [Entry]] = [:]
        for (id, dots) in found {
            let told = entries(id, dots, register, settled)
            guard let record = told.first?.record, result[record] == nil else { continue }
            result[record] = told
        }
        return result.sorted { $0.key.precedes($1.key) }.flatMap { $0.value }
    }

    /// For each of the others the first change that the server received after `since`.
    private static func firstNews(
        in scope: ScopeID,
        _ since: Int64,
        _ register: Register,
        _ transaction: SQLiteReplicaTransaction
    ) throws -> [ReplicaID: UInt64] {
        var first: [ReplicaID: UInt64] = [:]
        for receipt in try transaction.receipts(in: scope)
        where receipt.received > since && !register.ownReplicas.contains(receipt.replica) {
            first[receipt.replica] = min(first[receipt.replica] ?? .max, receipt.first)
        }
        return first
    }

    /// What has become of a record by the writes of others: what was settled first, then the rest.
    private static func entries(
        _ id: RecordID,
        _ dots: Set<Dot>,
        _ register: Register,
        _ settled: SettledQuestions
    ) -> [Entry] {
        guard let view = register.view(id), view.life != .purged,
            view.collection != nil
        else { return [] }
        if view.life == .deleted {
            // Who wrote something before has not deleted it.
            let deletions = view.state.heads.filter { $0.value == HeadValue.deleted.encoded }
            return [entry(.deleted, Set(deletions.map { $0.dot }), view, register)]
        }
        if !view.conflicts.isEmpty { return [entry(.disputed, dots, view, register)] }
        let settling = settled.writes(in: view, among: dots)
        let others = dots.subtracting(settling)
        var result: [Entry] = []
        if !settling.isEmpty { result.append(entry(.settled, settling, view, register)) }
        if !others.isEmpty {
            let isNew = view.state.stamps.allSatisfy { dots.contains($0.dot) }
            result.append(entry(isNew ? .new : .changed, others, view, register))
        }
        return result
    }

    /// The entry of what some writes have done to a record.
    private static func entry(
        _ what: Entry.What,
        _ dots: Set<Dot>,
        _ view: RecordView,
        _ register: Register
    ) -> Entry {
        let state = view.state
        var fields: [FieldDefinition] = []
        for write in state.writes where dots.contains(write.dot) && !write.key.isHead {
            guard let field = view.collection?.field(number: write.key.field),
                !fields.contains(where: { $0.number == field.number })
            else { continue }
            fields.append(field)
        }
        var people: [String] = []
        for stamp in state.stamps where dots.contains(stamp.dot) {
            let name = register.person(stamp)?.personName ?? ""
            if !name.utf8.isEmpty, !people.contains(name) { people.append(name) }
        }
        return Entry(record: view.id, what: what, fields: fields, people: people)
    }
}

extension Register {
    /// The partners that a record concerns: itself, or those that take part in it.
    fileprivate func partners(of id: RecordID) -> [RecordID] {
        guard let view = view(id), let number = schema.collection(id: "partners")?.number else {
            return []
        }
        if view.state.collection == number { return [view.id] }
        var result: [RecordID] = []
        for reference in view.participants
        where reference.collection == number && !result.contains(reference.record) {
            result.append(reference.record)
        }
        return result
    }

    /// The department that leads the relationship with a partner.
    fileprivate func lead(of partner: RecordID) -> RecordID? {
        view(partner)?.reference("lead_department")?.record
    }
}
