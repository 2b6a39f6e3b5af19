import ClientCore
import Shared

/// An act that is to be taken back: one's own, all of its changes.
struct UndoneAct {
    let scope: ScopeID
    /// In the order of making; never empty.
    let changes: [OwnChange]
    /// The dots of all its changes.
    let dots: Set<Dot>

    /// The act of the last own change, or of the one that `name` names.
    init(
        _ name: String?,
        _ reader: HistoryReader,
        in scopes: [ScopeID],
        _ language: DisplayLanguage
    )
        throws
    {
        var candidates: [(scope: ScopeID, change: OwnChange)] = []
        for scope in scopes { candidates += try reader.own(in: scope).map { (scope, $0) } }
        let chosen: (scope: ScopeID, change: OwnChange)
        if let name {
            let query = ChangeNameQuery(name)
            let found = candidates.filter { item in
                query?.matches(ChangeName(item.change.sealed.dot, in: item.scope)) ?? false
            }
            guard let only = found.first, found.count == 1 else {
                throw Self.notFound(name, isName: query != nil, count: found.count, language)
            }
            chosen = only
        } else {
            let last = scopes.compactMap { scope in candidates.last { $0.scope == scope } }
                .max {
                    $0.change.sealed.original.time.rawValue
                        < $1.change.sealed.original.time.rawValue
                }
            guard let last else {
                throw CommandFailure(
                    code: "nothing_to_undo",
                    language == .vi
                        ? "máy này chưa có thay đổi nào" : "this device has made no change yet"
                )
            }
            chosen = last
        }
        let first = Self.first(of: chosen.change)
        let changes = candidates.filter {
            $0.scope == chosen.scope && Self.first(of: $0.change) == first
        }
        .map { $0.change }
        scope = chosen.scope
        self.changes = changes
        dots = Set(changes.map { $0.sealed.dot })
    }

    /// The dot with which a change's act began.
    private static func first(of change: OwnChange) -> Dot {
        let dot = change.sealed.dot
        let distance = UInt64(change.sealed.original.actDistance)
        return Dot(dot.replica, dot.counter > distance ? dot.counter - distance : 1)
    }

    private static func notFound(
        _ name: String,
        isName: Bool,
        count: Int,
        _ language: DisplayLanguage
    ) -> CommandFailure {
        if !isName {
            return CommandFailure(
                .usage,
                code: "not_a_change",
                language == .vi ? "\(name) không phải là tên thay đổi" : "\(name) names no change",
                hint: "7QX2KM:12; caunoi history REF"
            )
        }
        if count > 1 {
            return CommandFailure(
                code: "ambiguous_change",
                language == .vi
                    ? "\(name) có thể là nhiều thay đổi" : "\(name) may be several changes",
                hint: "caunoi history REF --json"
            )
        }
        return CommandFailure(
            code: "not_own",
            language == .vi
                ? "\(name) không phải là thay đổi của máy này"
                : "\(name) is no change of this device; only one's own can be taken back",
            hint: "caunoi set REF FIELD=VALUE"
        )
    }

    /// The changes by record, records in the order in which the act came to them.
    var byRecord: [(record: RecordID, changes: [SealedChange])] {
        var order: [RecordID] = []
        var groups: [RecordID: [SealedChange]] = [:]
        for change in changes {
            let record = change.sealed.original.record
            if groups[record] == nil { order.append(record) }
            groups[record, default: []].append(change.sealed)
        }
        return order.map { ($0, groups[$0] ?? []) }
    }

    /// The act's name: that of its first change.
    var name: ChangeName? { changes.first.map { ChangeName($0.sealed.dot, in: scope) } }
}

/// Works out what takes an act back: for each record the values that it replaced.
struct UndoPlanner {
    let workspace: Workspace
    let register: Register
    let saving: Saving
    let reader: HistoryReader
    let act: UndoneAct
    let note: String?
    let console: Console

    /// The changes to save, those of the act's last record first.
    ///
    /// - Throws: a failure when later changes depend on the act, or what it replaced is not known.
    func drafts() throws -> [SeenDraft] {
        let groups = act.byRecord
        let created = groups.filter { $0.changes.first?.change.isFirstOfRecord == true }
            .map { $0.record }
        let mentions = register.records(mentioning: Set(created))
        let others = writesOfOthers(in: Set(mentions.values.joined()))
        defer { console.clearProgress() }
        return try groups.reversed().enumerated().compactMap { index, group in
            if index.isMultiple(of: 500), index > 0 {
                console.showProgress("  \(index) / \(groups.count)")
            }
            let (record, changes) = group
            // A change is of one record, whatever that has been merged into since.
            let view = try register.reader.alone(record) ?? register.seen(record)
            if let failure = register.failureOfChanging(view) { throw failure }
            let undo = RecordUndo(
                planner: self,
                view: view,
                changes: changes,
                referring: (mentions[record] ?? []).flatMap { others[$0] ?? [] }
            )
            return try undo.draft()
        }
    }

    /// What the records in use among these hold that the act did not write.
    ///
    /// Each record is read once: one that an import makes may refer to all the others.
    private func writesOfOthers(
        in records: Set<RecordID>
    ) -> [RecordID: [RecordState.LiveWrite]] {
        var result: [RecordID: [RecordState.LiveWrite]] = [:]
        for id in records {
            // Of a record that has been merged, too, what it holds itself: that it leads to another one.
            guard let view = register.reader.alone(id), view.life.isInUse else { continue }
            let writes = view.state.writes.filter { !act.dots.contains($0.dot) }
            if !writes.isEmpty { result[id] = writes }
        }
        return result
    }

    func failure(_ view: RecordView, dependingOn dots: [Dot], at path: String?) -> CommandFailure {
        let names = dots.map { register.name(of: $0, in: act.scope) }.joined(separator: ", ")
        let ref = register.shortRef(view.id)
        let isVietnamese = register.language == .vi
        let place = path.map { " " + $0 } ?? ""
        return CommandFailure(
            code: "later_changes",
            isVietnamese
                ? "\(ref)\(place): thay đổi sau đó phụ thuộc vào nó: \(names)"
                : "\(ref)\(place): later changes depend on it: \(names)",
            field: path,
            hint: isVietnamese
                ? "hoàn tác các thay đổi đó trước, hoặc sửa bằng caunoi set"
                : "take those back first, or change the field with: caunoi set"
        )
    }
}
