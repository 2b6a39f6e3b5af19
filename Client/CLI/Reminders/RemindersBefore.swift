import ClientCore
import ClientSQLite
import Shared

/// The records with deadlines that a session touches, as they were before it did.
///
/// Of a register only what a page brings is looked at.
struct RemindersBefore {
    /// Of more records than this nobody reads what one session has moved.
    static let recordsMax = 10_000

    private let schema: Schema
    /// By collection the fields that say when something is to be done, as far as pages asked.
    private var dates: [UInt16: [UInt16]] = [:]
    private(set) var records: [RecordID: (scope: ScopeID, frame: [UInt8])] = [:]
    /// All that pages have brought.
    private(set) var touched: Set<RecordID> = []

    init(_ schema: Schema) { self.schema = schema }

    /// Notes the records of a page that is about to be taken in; what is new here has no past.
    mutating func note(
        _ page: PullPage,
        in scope: ScopeID,
        _ transaction: SQLiteReplicaTransaction
    ) throws {
        for row in page.rows where touched.insert(row.record).inserted {
            guard records.count < Self.recordsMax,
                let collection = RecordState.collection(ofFrame: row.frame),
                let fields = dateFields(of: collection),
                let held = try transaction.record(row.record, in: scope),
                let standing = RecordState.standing(inFrame: held.frame, of: fields),
                standing.contains(where: { $0 != .nothing })
            else { continue }
            records[row.record] = (scope, held.frame)
        }
    }

    /// Nil where the records of a collection have no deadlines.
    private mutating func dateFields(of collection: UInt16) -> [UInt16]? {
        let fields = dates[collection] ?? schema.collection(number: collection)?.deadlineFields
        dates[collection] = fields
        return fields?.isEmpty == false ? fields : nil
    }
}

extension RemindersBefore {
    /// The deadlines that what was taken in has moved, kept for digests too.
    ///
    /// - Parameters:
    ///   - workspace: The replica afterwards.
    ///   - time: When the session began, by the server's clock in milliseconds since 1970; nil for a session
    ///     that was cut.
    ///   - language: Of the values that are told.
    /// - Returns: The earliest first.
    /// - Throws: `ReplicaStoreError` where the replica cannot be read.
    func moved(
        in workspace: Workspace,
        at time: Int64?,
        _ language: DisplayLanguage
    ) throws -> [MovedReminder] {
        let settings = workspace.settings
        let moved = try ReminderComparison(self, workspace, language).moved()
        // A session that was cut came after the last one with news, whatever the clock says.
        let now = max(Workspace.now - settings.clockAhead, (settings.lastNews ?? 0) + 1)
        try KeptReminders.keep(moved, at: time ?? now, touching: touched, in: workspace)
        return moved
    }
}
