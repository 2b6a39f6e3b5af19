import ClientCore
import ClientSQLite
import Shared

/// Which writes have settled questions since a moment, as far as this device can tell.
///
/// A replica holds what stands, and not what was done. It knows of its own settlements from its own
/// log. Of those of others it knows only where it has shown a question, and one write alone stands
/// in the place of all that it showed; where more may have been written, it tells nothing.
struct SettledQuestions {
    private let register: Register
    private let shown: ShownCandidates
    private let since: Int64
    /// By record this device's own settlements, and its other changes of what has been shown.
    private let own: [RecordID: [OwnChange]]

    /// Reads the own log; `since` is in milliseconds since 1970, by the server's clock.
    init(_ workspace: Workspace, _ register: Register, since: Int64) throws {
        self.register = register
        self.since = since
        let shown = ShownCandidates(workspace)
        self.shown = shown
        var own: [RecordID: [OwnChange]] = [:]
        try workspace.store.read { transaction in
            for scope in try transaction.scopes() {
                for change in try transaction.ownChanges(in: scope) {
                    let record = register.reader.merges.root(of: change.sealed.original.record)
                    if change.sealed.original.kind == .resolve || !shown.open(in: record).isEmpty {
                        own[record, default: []].append(change)
                    }
                }
            }
        }
        self.own = own
    }

    /// The writes of the record that have settled something; of others only those among `news`.
    func writes(in view: RecordView, among news: Set<Dot>) -> Set<Dot> {
        let settled = (own[view.id] ?? []).filter { change in
            change.sealed.original.kind == .resolve && (change.received ?? .max) > since
                && view.state.stamp(of: change.sealed.dot) != nil
        }
        var result = Set(settled.map { $0.sealed.dot })
        for (path, candidates) in shown.open(in: view.id) {
            guard let key = key(path, in: view),
                !isAnsweredHere(key, candidates, in: view.id)
            else { continue }
            let standing = view.state.siblings(of: key)
            guard standing.count == 1, let write = standing.first, news.contains(write.dot),
                !candidates.contains(ShownCandidates.text(write.dot)),
                isAlone(write, in: view)
            else { continue }
            result.insert(write.dot)
        }
        return result
    }

    /// Where the question about a path is answered; nil where the schema has no such field.
    private func key(_ path: String, in view: RecordView) -> CellKey? {
        if path.isSame(as: Conflict.recordPath) { return CellKey.head }
        guard let collection = view.collection else { return nil }
        return try? FieldPath(path, in: collection, of: register.schema).cellKey
    }

    /// Whether this device itself has replaced one of the candidates.
    private func isAnsweredHere(
        _ key: CellKey,
        _ candidates: Set<String>,
        in record: RecordID
    ) -> Bool {
        (own[record] ?? []).contains { change in
            change.sealed.change.writes.contains { write in
                write.key == key
                    && write.replaced.contains { candidates.contains(ShownCandidates.text($0)) }
            }
        }
    }

    /// Whether the change did nothing else that stands: a settlement is about one thing.
    private func isAlone(_ write: RecordState.LiveWrite, in view: RecordView) -> Bool {
        view.state.writes.allSatisfy { other in
            other.dot != write.dot || other.key == write.key || other.key.isHead
        }
    }
}
