package import Shared

extension SyncService {
    /// The records that are shown as parts of this one because they were merged into it: what they hold is
    /// seen there, and stays when that record goes.
    ///
    /// - Returns: Them in the order of their ids.
    package func parts(
        of record: RecordID,
        in scope: ScopeID,
        _ transaction: some ServerTransaction
    ) throws -> [RecordID] {
        var merged: [RecordID: [UInt8]] = [:]
        try transaction.visitRecords(in: scope, after: 0) { id, stored in
            let field = RecordState.standing(inFrame: stored.frame, of: [RecordMerges.field])
            if field != [.nothing] { merged[id] = stored.frame }
            return true
        }
        let merges = RecordMerges(among: Array(merged.keys)) { id in
            if let frame = merged[id] { return try? RecordState(frame: frame) }
            return try? transaction.record(id, in: scope)?.state()
        }
        return merges.parts(of: record)
    }
}
