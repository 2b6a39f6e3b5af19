import ClientCore
import ClientSQLite
import Shared

/// Makes sure that a replica's catalogue is up to date before it is asked.
struct CatalogueUpdate {
    /// What a register is read from.
    struct Reading {
        let snapshot: SQLiteReplicaSnapshot
        /// A catalogue made for this reading; nil where the one that is kept serves.
        let own: MemoryCatalogue?

        /// Asks the catalogue.
        func ask<Answer>(
            _ question: (any CatalogueTransaction) throws -> Answer
        ) throws -> Answer {
            if let own { return try question(own) }
            return try snapshot.read { try question($0) }
        }

        /// Visits the bytes of a collection's records.
        func visitFrames(
            of collection: UInt16,
            _ visit: (RecordID, ScopeID, [UInt8]) -> Void
        ) throws {
            try snapshot.read { transaction in
                guard let own else {
                    return try transaction.visitCatalogued(in: collection, visit)
                }
                for found in own.catalogued(in: collection) {
                    guard let (scope, frame) = transaction.held(found.record) else { continue }
                    visit(found.record, scope, frame)
                }
            }
        }
    }

    /// How often others may write between the update and the reading.
    private static let attemptsMax = 3
    /// Fewer records than this are entered before anybody wonders what takes so long.
    private static let silentCount = 5_000

    private let workspace: Workspace
    private let console: Console?
    private let keeper: CatalogueKeeper

    init(_ workspace: Workspace, _ console: Console?) {
        self.workspace = workspace
        self.console = console
        keeper = CatalogueKeeper(schema: workspace.schema, people: workspace.people)
    }

    /// The replica as it is now, with a catalogue that is true of it.
    ///
    /// Where none can be kept (a full disk, a lock that is not given up), one is made in memory.
    func reading(texts: Bool) throws -> Reading {
        for _ in 0..<Self.attemptsMax {
            if let reading = try current(texts: texts) { return reading }
            do {
                try update(texts: texts)
            } catch {
                break
            }
        }
        let snapshot = try workspace.store.snapshot()
        return Reading(
            snapshot: snapshot,
            own: try snapshot.read { try catalogue(of: $0, texts: texts) }
        )
    }

    /// Nil when the catalogue is behind; nothing is held then that would keep the log from shrinking.
    private func current(texts: Bool) throws -> Reading? {
        let snapshot = try workspace.store.snapshot()
        let isCurrent = try snapshot.read { try keeper.isCurrent(texts: texts, $0) }
        return isCurrent ? Reading(snapshot: snapshot, own: nil) : nil
    }

    private func update(texts: Bool) throws {
        var left = 0
        var total = 0
        repeat {
            left = try workspace.store.write { transaction in
                let reading = transaction
                return try keeper.advance(texts: texts, reading, &transaction)
            }
            total = max(total, left)
            if total >= Self.silentCount {
                let what = console?.say(en: "preparing the records", vi: "đang chuẩn bị bản ghi")
                console?.showProgress(what ?? "", total - left, of: total)
            }
        } while left > 0
        if total >= Self.silentCount { try workspace.store.checkpoint() }
    }

    private func catalogue(
        of transaction: SQLiteReplicaTransaction,
        texts: Bool
    ) throws -> MemoryCatalogue {
        var records: [(record: RecordID, scope: ScopeID)] = []
        for scope in try transaction.scopes() {
            try transaction.visitRecords(in: scope) { id, _ in
                records.append((id, scope))
                return true
            }
        }
        var result = MemoryCatalogue(records: records)
        while try keeper.advance(texts: texts, transaction, &result) > 0 {}
        return result
    }
}
