import ClientCore
import ClientSQLite
import Shared

/// Finds out what a session has done to the deadlines of the records that it has touched.
struct ReminderComparison {
    private let before: RemindersBefore
    private let workspace: Workspace
    private let language: DisplayLanguage

    init(_ before: RemindersBefore, _ workspace: Workspace, _ language: DisplayLanguage) {
        self.before = before
        self.workspace = workspace
        self.language = language
    }

    /// The deadlines that are on another day than before, or have fallen away; the earliest first.
    ///
    /// Other records are read only where one of these has moved, and of them those alone that it is
    /// named after or merged with.
    func moved() throws -> [MovedReminder] {
        guard !before.records.isEmpty else { return [] }
        return try workspace.store.read { transaction -> [MovedReminder] in
            let touched = before.records.keys.filter { id in
                let frame = transaction.held(id)?.frame
                return isMoved(id, frame) || isMergedAnew(id, frame)
            }
            guard !touched.isEmpty else { return [] }
            let old = try reader(transaction, before.records)
            let new = try reader(transaction, [:])
            // What a record is merged into, or was, has other deadlines by that too.
            let ids = Set(
                touched.flatMap { [$0, old.merges.root(of: $0), new.merges.root(of: $0)] }
            )
            let labels = new.labels(in: language)
            var seen: Set<RecordID> = []
            var result: [MovedReminder] = []
            for id in ids.sorted(by: { $0.precedes($1) }) {
                guard let past = old.view(id), let present = new.view(id),
                    !present.state.isPurged, seen.insert(past.id).inserted
                else { continue }
                let step = RecordStep(from: (past, old), to: (present, new), language)
                result += step.moved(as: labels.label(of: present.id))
            }
            return result.sorted { $0.isTold(before: $1) }
        }
    }

    /// Whether a deadline of the record alone is no more where it was.
    private func isMoved(_ id: RecordID, _ frame: [UInt8]?) -> Bool {
        guard let held = before.records[id], let frame, frame != held.frame else { return false }
        let present = deadlines(of: id, frame)
        return deadlines(of: id, held.frame).contains { key, reminder in
            present[key]?.from != reminder.from
        }
    }

    /// Whether the record was merged into another one, or taken out of one.
    private func isMergedAnew(_ id: RecordID, _ frame: [UInt8]?) -> Bool {
        guard let held = before.records[id], let frame, frame != held.frame else { return false }
        let field = [RecordMerges.field]
        return RecordState.standing(inFrame: frame, of: field)
            != RecordState.standing(inFrame: held.frame, of: field)
    }

    private func deadlines(of id: RecordID, _ frame: [UInt8]) -> [String: Reminder] {
        guard let state = try? RecordState(frame: frame) else { return [:] }
        let schema = workspace.schema
        // Who wrote a value does not change which days stand.
        return RecordView(id, state, schema: schema, directory: Directory()).openDeadlines
    }

    /// A reader of the records as they are; of some as they were.
    private func reader(
        _ transaction: SQLiteReplicaTransaction,
        _ frames: [RecordID: (scope: ScopeID, frame: [UInt8])]
    ) throws -> RecordReader {
        RecordReader(
            schema: workspace.schema,
            people: workspace.people,
            departments: [],
            disputable: try transaction.disputable() + Array(frames.keys),
            held: { frames[$0] ?? transaction.held($0) },
            receipt: { try? transaction.receipt(of: $0, in: $1) }
        )
    }
}

extension MovedReminder {
    fileprivate func isTold(before other: MovedReminder) -> Bool {
        if was.earliestDay != other.was.earliestDay {
            return was.earliestDay < other.was.earliestDay
        }
        let (id, otherID) = (record.record, other.record.record)
        return id == otherID ? key < other.key : id.precedes(otherID)
    }
}

extension RecordView {
    /// The deadlines that have a day and are to be thought of, by their keys.
    var openDeadlines: [String: Reminder] {
        var result: [String: Reminder] = [:]
        for reminder in reminders
        where reminder.kind == .deadline && reminder.state != .cancelled && reminder.from != nil {
            result[reminder.key] = reminder
        }
        return result
    }
}

extension RecordView {
    /// The writes of the earliest date that stands in a field; none where it is no date.
    fileprivate func earliestDots(_ id: String) -> [Dot] {
        guard case .single(let cell) = field(id: id)?.content else { return [] }
        let dated = cell.candidates.compactMap { candidate -> (day: Int32, dots: [Dot])? in
            guard case .date(let date) = candidate.value else { return nil }
            return (date.earliestDay, [candidate.dot] + candidate.equalDots)
        }
        return dated.min { $0.day < $1.day }?.dots ?? []
    }
}

/// One record before and after a session.
private struct RecordStep {
    /// A write that stands now and did not before.
    private struct News {
        let record: RecordID
        let write: RecordState.LiveWrite
        let stamp: DotStamp
    }

    private let past: RecordView
    private let present: RecordView
    private let reader: RecordReader
    private let language: DisplayLanguage
    /// Of the record and of all that is or was merged with it, the oldest first.
    private let news: [News]

    init(
        from old: (view: RecordView, reader: RecordReader),
        to new: (view: RecordView, reader: RecordReader),
        _ language: DisplayLanguage
    ) {
        past = old.view
        present = new.view
        reader = new.reader
        self.language = language
        let members =
            [old.view.id, new.view.id] + old.reader.merges.parts(of: old.view.id)
            + new.reader.merges.parts(of: new.view.id)
        var news: [News] = []
        for id in Set(members) {
            guard let state = new.reader.state(of: id) else { continue }
            let known = Set((old.reader.state(of: id)?.stamps ?? []).map { $0.dot })
            for write in state.writes where !known.contains(write.dot) {
                guard let stamp = state.stamp(of: write.dot) else { continue }
                news.append(News(record: id, write: write, stamp: stamp))
            }
        }
        self.news = news.sorted { $0.stamp.time.rawValue < $1.stamp.time.rawValue }
    }

    /// The deadlines that were to be thought of and have another day now, or none.
    func moved(as label: String) -> [MovedReminder] {
        let still = present.openDeadlines
        return past.openDeadlines.values.compactMap { reminder -> MovedReminder? in
            let now = still[reminder.key]?.from
            guard let was = reminder.from, now != was else { return nil }
            return MovedReminder(
                record: present.reference,
                label: label,
                key: reminder.key,
                what: reminder.what,
                was: was,
                now: now,
                cause: cause(of: reminder)
            )
        }
    }

    private func cause(of reminder: Reminder) -> MovedReminder.Cause? {
        guard present.life.isInUse else {
            return news.last { $0.write.key.isHead }
                .map { cause($0, .deleted, Conflict.recordPath) }
        }
        // What has ended needs no other reason.
        let isCancelled = present.reminders.contains { other in
            other.key == reminder.key && other.state == .cancelled
        }
        let fields = isCancelled ? Array(reminder.fields.reversed()) : reminder.fields
        for id in fields {
            guard let field = present.collection?.field(id: id) else { continue }
            let written = news.filter { $0.write.key.field == field.number }
            // Of several days in question the earliest one counts: whoever wrote that moved it.
            let counting = present.earliestDots(id)
            guard
                let found = written.last(where: { counting.contains($0.write.dot) })
                    ?? written.last
            else { continue }
            return cause(found, act(found.write.dot, field), id)
        }
        if let merge = news.last(where: { $0.write.key.field == RecordMerges.field }) {
            return cause(merge, .merged, RecordMerges.fieldID)
        }
        // What only took something out has left no other trace.
        return news.last { $0.write.key.isHead }
            .map { cause($0, .changed, fields.first ?? Conflict.recordPath) }
    }

    private func cause(
        _ news: News,
        _ act: MovedReminder.Cause.Act,
        _ field: String
    ) -> MovedReminder.Cause {
        MovedReminder.Cause(
            act: act,
            field: field,
            actor: news.stamp.actor,
            author: reader.directory[news.stamp.actor],
            place: MovedReminder.Cause.Place(
                scope: reader.scope(of: news.record),
                record: news.record,
                dot: news.write.dot
            )
        )
    }

    /// What a write did to a field.
    private func act(_ dot: Dot, _ field: FieldDefinition) -> MovedReminder.Cause.Act {
        switch (present.field(number: field.number)?.content, field.type) {
        case (.single(let cell)?, let type):
            let found = cell.candidates.first { $0.dot == dot || $0.equalDots.contains(dot) }
            guard let found else { return .changed }
            guard let value = found.value else { return .cleared }
            return .wrote(value.display(in: language, type: type.scalar) { _ in nil })
        case (.log(let log)?, .log(let lifecycle)):
            guard let found = log.entries.first(where: { $0.dot == dot }) else { return .changed }
            return .wrote(lifecycle.states.label(of: found.entry.state, in: language))
        default: return .changed
        }
    }
}
