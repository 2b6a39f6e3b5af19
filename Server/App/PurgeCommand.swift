import ArgumentParser
import ProgramText
import ServerCore
import ServerSQL
import Shared

/// `purge`: removes a deleted record's content for good.
struct PurgeCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: HelpText.say(
            en: "Removes a deleted record's content for good, here and on every device.",
            vi: "Xóa vĩnh viễn nội dung của một hồ sơ đã xóa, ở đây và trên mọi thiết bị."
        ),
        discussion: HelpText.discussion(
            en: """
                The record must have been deleted before, and no change of it may be waiting for \
                review. The act and its reason stay in the history. Backups, and what restore and \
                move have kept beside the register, are not touched.
                """,
            vi: """
                Hồ sơ phải được xóa từ trước, và không còn thay đổi nào của nó chờ xem xét. Việc \
                xóa và lý do vẫn còn trong lịch sử. Các bản sao lưu, và những gì restore và move \
                đã cất giữ bên cạnh sổ, vẫn giữ nguyên.
                """,
            examples: #"caunoi-server purge contacts/#7QX2KM --reason "at the person's request""#
        )
    )

    @OptionGroup var options: ServerOptions

    @Argument(
        help: ArgumentHelp(
            HelpText.say(
                en: "The record, COLLECTION/KEY: its ID, # and the end of it, its code, "
                    + "abbreviation or name.",
                vi: "Hồ sơ, COLLECTION/KEY: ID, # và đoạn cuối của ID, mã, tên viết tắt hoặc tên."
            )
        )
    )
    var ref: String

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "Why; it stays in the history.",
                vi: "Lý do; được giữ lại trong lịch sử."
            )
        )
    )
    var reason: String

    func perform(_ console: Console) throws -> ExitStatus {
        let (reference, change) = try withRegister { register in
            try register.purge(ref, reason: reason, now: Moment.now.milliseconds)
        }
        if console.isJSON {
            console.document(["ref": .string(reference), "change": .string(change)])
        } else {
            console.line(
                console.say(en: "purged \(reference)", vi: "đã xóa vĩnh viễn \(reference)")
            )
            console.message(
                console.say(
                    en: "devices erase it at their next sync; what still holds what it held: "
                        + "reasons and notes in the history, old backups, and what restore and "
                        + "move have kept (replaced-…, moved-…)",
                    vi: "thiết bị xóa nội dung ở lần đồng bộ kế tiếp; những nơi vẫn còn giữ nội "
                        + "dung cũ: lý do và ghi chú trong lịch sử, các bản sao lưu cũ, những gì "
                        + "restore và move đã cất giữ (replaced-…, moved-…)"
                )
            )
        }
        return .done
    }
}

extension OpenRegister {
    /// Purges a deleted record; returns its reference, and the name of the change.
    package func purge(
        _ text: String,
        reason: String,
        now: Int64
    ) throws -> (reference: String, change: String) {
        let note: String
        do throws(InputTextError) {
            note = try InputText.line(reason)
        } catch {
            throw CommandFailure(
                .usage,
                code: "invalid_value",
                Labels(
                    vi: "không dùng làm lý do được: \(error.labels.vi)",
                    en: "this cannot be a reason: \(error.message)"
                )
            )
        }
        guard !note.utf8.isEmpty else {
            throw CommandFailure(
                .usage,
                code: "empty_value",
                Labels(vi: "xóa vĩnh viễn phải có lý do", en: "a purge needs a reason")
            )
        }
        return try write { random, transaction in
            let (view, collection) = try record(text, in: transaction)
            // What came back with a restored backup is removed by purging again.
            let isLeft =
                try view.life == .purged && sync.hasContent(of: view.id, in: .common, transaction)
            guard view.life == .deleted || view.life == .disputedPurge || isLeft else {
                throw CommandFailure(
                    code: view.life == .purged ? "purged" : "not_deleted",
                    view.life == .purged
                        ? Labels(
                            vi: "\(text) đã bị xóa vĩnh viễn từ trước",
                            en: "\(text) has been purged already"
                        )
                        : Labels(
                            vi: "\(text) chưa bị xóa; chỉ hồ sơ đã xóa mới xóa vĩnh viễn được",
                            en: "\(text) is not deleted; only deleted records are purged"
                        )
                )
            }
            let doubles = try sync.parts(of: view.id, in: .common, transaction)
                .map { "\(collection.id)/\($0.text)" }
            guard doubles.isEmpty else {
                let names = doubles.joined(separator: ", ")
                throw CommandFailure(
                    code: "merged_records",
                    Labels(
                        vi: "còn hồ sơ đã gộp vào \(text): \(names); hãy tách ra trước",
                        en: "records are merged into \(text): \(names); take them apart first"
                    ),
                    hint: .running(
                        doubles.map { "caunoi unmerge '\($0)'" }.joined(separator: "; ")
                    )
                )
            }
            let waiting = try transaction.heldChanges(in: .common).count {
                $0.state == .waiting && $0.sealed.original.record == view.id
            }
            guard waiting == 0 else {
                throw CommandFailure(
                    code: "held_changes",
                    Labels(
                        vi: "\(waiting) thay đổi của \(text) từ thiết bị đã bị thu hồi quyền còn "
                            + "chờ xem xét; xóa vĩnh viễn sẽ làm mất chúng khi chưa ai đọc",
                        en: "\(waiting) changes of \(text) from devices whose access was withdrawn "
                            + "wait for review; a purge would erase them unread"
                    ),
                    hint: Labels(
                        vi: "chạy: caunoi-server devices review, nhận hoặc bác chúng trước",
                        en: "run: caunoi-server devices review, and accept or reject them first"
                    )
                )
            }
            let sealed = try sync.save(
                Draft(
                    kind: .purge,
                    record: view.id,
                    collection: collection.number,
                    cells: [],
                    note: note
                ),
                actor: Self.serverActor,
                at: now,
                in: .common,
                using: &random,
                in: &transaction
            )
            return ("\(collection.id)/\(view.id.text)", sealed?.dot.name ?? "")
        }
    }
}
