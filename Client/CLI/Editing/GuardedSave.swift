import ClientCore
import ClientSQLite
import CryptoAdapters
import Shared

/// A draft of one record together with the state that its author saw.
struct SeenDraft {
    let draft: Draft
    /// What the change says of the record's life; nil for what its kind says.
    let head: HeadValue?
    /// The record when it was read.
    let seen: RecordState
}

extension Workspace {
    /// Saves drafts as one act, unless a record has changed since its author saw it.
    ///
    /// - Throws: a failure `changed_meanwhile` when another command was faster; nothing is saved.
    func save(
        _ drafts: [SeenDraft],
        in scope: ScopeID,
        _ language: DisplayLanguage
    ) throws -> [SealedChange] {
        var random = SecureRandom()
        let author = author
        return try store.write { transaction in
            for item in drafts {
                let held = try transaction.record(item.draft.record, in: scope)
                guard try held?.state() == item.seen else {
                    throw CommandFailure(
                        code: "changed_meanwhile",
                        language == .vi
                            ? "bản ghi vừa được một lệnh khác thay đổi; chưa lưu gì"
                            : "another command has just changed the record; nothing was saved",
                        hint: language == .vi ? "hãy chạy lại" : "run it again"
                    )
                }
            }
            return try ReplicaEngine(hash: SHA256Hash.self).save(
                drafts.map { $0.draft },
                heads: drafts.map { $0.head },
                in: scope,
                by: author,
                at: Workspace.now,
                using: &random,
                in: &transaction
            )
        }
    }
}
