import ClientCore
import ClientSQLite
import Shared

/// Puts together the history of records: from the replica, and from the server where it can be reached.
final class HistoryReader {
    /// How long people wait for a server that does not answer.
    static let deadline: Duration = .seconds(8)

    private let workspace: Workspace
    private let register: Register
    private var client: ServiceClient?
    /// Why the server is not asked again.
    private var reason: String?
    private var ownChanges: [ScopeID: [OwnChange]] = [:]
    private var ownDots: [ScopeID: Set<Dot>] = [:]
    private var ownByRecord: [ScopeID: [RecordID: [OwnChange]]] = [:]
    private var histories: [RecordID: RecordHistory] = [:]

    /// A reader that asks the server only if `reachesOut`.
    init(_ workspace: Workspace, _ register: Register, reachesOut: Bool) {
        self.workspace = workspace
        self.register = register
        if !reachesOut { reason = "" }
    }

    /// The record's history, as complete as it can be had.
    func history(of view: RecordView) throws -> RecordHistory {
        if let known = histories[view.id] { return known }
        let history = try readHistory(of: view)
        histories[view.id] = history
        return history
    }

    /// Whether this device made all of these changes.
    func areOwn(_ dots: [Dot], in scope: ScopeID) throws -> Bool {
        let known = try ownDots[scope] ?? Set(own(in: scope).map { $0.sealed.dot })
        ownDots[scope] = known
        return dots.allSatisfy { known.contains($0) }
    }

    /// The history of the record alone, without what has been merged into it since.
    func history(ofAlone id: RecordID) throws -> RecordHistory? {
        try register.reader.alone(id).map { try readHistory(of: $0, [$0.id]) }
    }

    private func readHistory(of view: RecordView) throws -> RecordHistory {
        // What was merged into the record is a part of its history.
        try readHistory(of: view, [view.id] + register.reader.merges.parts(of: view.id))
    }

    private func readHistory(
        of view: RecordView,
        _ records: [RecordID]
    ) throws -> RecordHistory {
        let scope = register.scope(of: view.id)
        var changes: [HistoryChange] = []
        var known: Set<Dot> = []
        var isComplete = true
        _ = try own(in: scope)
        for record in records {
            let server = serverChanges(of: record, in: scope)
            if server == nil { isComplete = false }
            changes += server ?? []
            known.formUnion((server ?? []).map { $0.dot })
            for own in ownByRecord[scope]?[record] ?? [] where !known.contains(own.sealed.dot) {
                let sealed = own.sealed
                known.insert(sealed.dot)
                changes.append(
                    HistoryChange(
                        sealed.change,
                        sealed.bytes,
                        as: sealed.dot,
                        received: own.received
                    )
                )
            }
        }
        for stamp in view.state.stamps where !known.contains(stamp.dot) {
            isComplete = false
            changes.append(
                HistoryChange(
                    stamp,
                    standing: view.state.writes.filter { $0.dot == stamp.dot },
                    received: register.received(stamp.dot, in: scope)
                )
            )
        }
        return RecordHistory(view, in: scope, changes, isComplete: isComplete, reason: reason)
    }

    /// This replica's own changes in the order of making.
    func own(in scope: ScopeID) throws -> [OwnChange] {
        if let known = ownChanges[scope] { return known }
        let changes = try workspace.store.read { try $0.ownChanges(in: scope) }
        ownChanges[scope] = changes
        ownByRecord[scope] = Dictionary(grouping: changes) { $0.sealed.original.record }
        return changes
    }

    /// Nil when the server could not be asked, or did not answer as it should.
    private func serverChanges(of record: RecordID, in scope: ScopeID) -> [HistoryChange]? {
        guard reason == nil else { return nil }
        do {
            let client = try client ?? ServiceClient(workspace.enrolment)
            client.deadline = Self.deadline
            self.client = client
            let answer = try client.history(HistoryRequest(scope: scope, record: record))
            return try answer.items.map { item in
                let original = try Change(item.bytes)
                guard original.record == record else {
                    throw ProtocolError("the history is another record's")
                }
                let change = original.mappingDots { dot in item.renames.reduce(dot) { $1($0) } }
                return HistoryChange(change, item.bytes, as: item.dot, received: item.received)
            }
        } catch {
            reason = CommandFailure(error, in: register.language).message
            return nil
        }
    }
}
