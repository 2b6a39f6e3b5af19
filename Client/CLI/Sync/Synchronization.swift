package import ClientCore
import ClientSQLite
package import Shared

/// A sync as people and programs see it: a session, and what it means for the register.
package struct Synchronization {
    private let workspace: Workspace
    private let client: ServiceClient
    private let console: Console

    package init(_ workspace: Workspace, _ client: ServiceClient, _ console: Console) {
        self.workspace = workspace
        self.client = client
        self.console = console
    }

    /// What came of it.
    package struct Outcome {
        package let summary: SyncSummary
        package let ending: SyncSession.Ending
        /// Disagreements that there were not before.
        package let conflictsOpened: Int
        let questions: OpenQuestions
        /// Records whose changes went to the department that one's own has been merged into.
        let handedOver: HandedOver?
        /// The deadlines that are on another day now, or fell away.
        let reminders: [MovedReminder]
        package let digest: Hash256
        package let waiting: Int
    }

    /// Runs one session, after any other of this replica that is under way.
    package func run() throws -> Outcome {
        let lock = try workspace.beginSession(console)
        defer { lock.release() }
        return try exchange()
    }

    private func exchange() throws -> Outcome {
        let before = try workspace.openConflicts()
        defer { console.clearProgress() }
        let (ending, memory, reminders) = try session()
        WithdrawnAccess.note(ending, at: Workspace.now, in: workspace.folder)
        try workspace.update { settings in
            if ending == .complete { settings.lastSync = Workspace.now }
            if let hello = memory.hello { settings.actor = hello.actor }
            if ending == .complete, memory.summary.pulled > 0, let time = memory.hello?.time {
                settings.digestFrom = settings.lastNews
                settings.lastNews = time
            }
        }
        let isSame = memory.hello?.schema == nil && memory.hello?.directory == nil
        let after =
            isSame ? workspace : try Workspace.open(console.options(of: workspace))
        let moved = try reminders.moved(in: after, at: memory.hello?.time, console.language)
        let digest = try after.store.read { try $0.digest(of: .common).hash }
        let conflicts = try after.openConflicts()
        return Outcome(
            summary: memory.summary,
            ending: ending,
            conflictsOpened: conflicts.subtracting(before).count,
            questions: OpenQuestions(
                corrections: try after.correctionCount(),
                conflicts: conflicts.count
            ),
            handedOver: try HandedOver(memory.summary.sent, in: after, console),
            reminders: ReminderNotes(client).added(
                to: moved,
                first: console.isJSON ? MovedReminder.notesMax : MovedReminder.shownMax
            ),
            digest: digest,
            waiting: try after.pendingCount()
        )
    }

    /// Runs the steps of a session.
    private func session() throws -> (SyncSession.Ending, SessionMemory, RemindersBefore) {
        var reminders = RemindersBefore(workspace.schema)
        var runner = SyncRunner(workspace, client)
        runner.onProgress = { [console] summary in
            console.showProgress("  ↑ \(summary.pushed)  ↓ \(summary.pulled)")
        }
        // To a device that has had nothing yet, nothing is another than it was.
        if try workspace.hasPulled() {
            runner.onPage = { page, scope, transaction in
                try reminders.note(page, in: scope, transaction)
            }
        }
        do {
            let (ending, memory) = try runner.run()
            return (ending, memory, reminders)
        } catch {
            // What came until then stays, and no later session brings it again.
            _ = try? reminders.moved(in: workspace, at: nil, console.language)
            throw error
        }
    }
}

extension Console {
    /// The options that open the same workspace again.
    func options(of workspace: Workspace) -> GlobalOptions {
        var options = GlobalOptions()
        options.home = workspace.folder
        options.lang = language.code
        return options
    }
}

/// A disagreement by where it is.
package struct ConflictPlace: Hashable, Sendable {
    let record: RecordID
    let path: String
}

extension Workspace {
    /// How long to wait for another session of the same replica.
    private static let waitingSeconds = 60

    /// Waits until no other session of this replica is under way; the caller lets the lock go.
    func beginSession(_ console: Console) throws -> FolderLock {
        let lock = try FolderLock(folder: folder, name: FolderLock.session)
        do throws(ReplicaStoreError) {
            try lock.acquire(waitingSeconds: Self.waitingSeconds)
        } catch .busy {
            throw CommandFailure(
                code: "syncing",
                console.say(
                    en: "another sync of this replica is under way",
                    vi: "một lần đồng bộ khác của bản sao này đang chạy"
                ),
                hint: console.say(
                    en: "it goes on by itself; run this again when it is done",
                    vi: "cứ để nó chạy xong rồi chạy lại lệnh này"
                )
            )
        }
        return lock
    }

    package func recordCount() throws -> Int {
        try store.read { transaction in
            try transaction.scopes().reduce(0) { try $0 + transaction.recordCount(in: $1) }
        }
    }

    /// Where people have to settle something.
    package func openConflicts() throws -> Set<ConflictPlace> {
        try store.read { transaction in
            let disputable = try transaction.disputable()
            // Each record is read once, for both questions.
            var places: Set<ConflictPlace> = []
            let merges = RecordMerges(among: disputable) { id in
                guard let frame = transaction.held(id)?.frame else { return nil }
                for path in Conflict.paths(inFrame: frame, of: id, schema: schema) {
                    places.insert(ConflictPlace(record: id, path: path))
                }
                return RecordState(frame: frame, onlyFields: [RecordMerges.field])
            }
            let composed = merges.roots(of: disputable).filter { !merges.parts(of: $0).isEmpty }
            if composed.isEmpty { return places }
            // Of merged records the whole counts. Who wrote a value does not change where they are.
            let reader = RecordReader(
                schema: schema,
                people: DirectoryDocument(version: 0, actors: [], devices: [], replicas: []),
                departments: [],
                disputable: disputable,
                held: { transaction.held($0) },
                receipt: { _, _ in nil }
            )
            let whole = Set(composed)
            places = places.filter { place in
                !whole.contains(place.record) && !merges.isMerged(place.record)
            }
            for id in composed {
                for conflict in reader.view(id)?.conflicts ?? [] {
                    places.insert(ConflictPlace(record: id, path: conflict.path))
                }
            }
            return places
        }
    }

    /// How many disagreements are open.
    package func conflictCount() throws -> Int { try openConflicts().count }

    /// Whether anything has come from the server yet.
    func hasPulled() throws -> Bool {
        try store.read { transaction in
            try transaction.scopes().contains { try transaction.standing(in: $0).base > 0 }
        }
    }

    /// How many own changes have no receipt.
    package func pendingCount() throws -> Int {
        try store.read { transaction in
            try transaction.scopes().reduce(0) { count, scope in
                let standing = try transaction.standing(in: scope)
                return try count
                    + transaction.ownCount(in: scope, beyond: standing.acknowledged)
            }
        }
    }
}
