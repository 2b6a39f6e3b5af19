import ArgumentParser
import ServerCore
import ServerSQL
import Shared

/// `purge`: removes a deleted record's content for good.
struct PurgeCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Removes a deleted record's content for good, here and on every device.",
        discussion: """
            The record must have been deleted before, and no change of it may be waiting for review. The \
            act and its reason stay in the history.

            EXAMPLE: caunoi-server purge contacts/#7QX2KM --reason "at the person's request"
            """
    )

    @OptionGroup var options: ServerOptions

    @Argument(help: "The record: COLLECTION/ID, or COLLECTION/# and the end of the ID.")
    var ref: String

    @Option(help: "Why; it stays in the history.")
    var reason: String

    func perform(_ console: Console) throws -> ExitStatus {
        let (reference, change) = try withRegister { register in
            try register.purge(ref, reason: reason, now: Moment.now.milliseconds)
        }
        if console.isJSON {
            console.document(["ref": .string(reference), "change": .string(change)])
        } else {
            console.line("purged \(reference)")
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
                "this cannot be a reason: \(error.message)"
            )
        }
        guard !note.utf8.isEmpty else {
            throw CommandFailure(.usage, code: "empty_value", "a purge needs a reason")
        }
        return try write { random, transaction in
            let (view, collection) = try record(text, in: transaction)
            guard view.life == .deleted || view.life == .disputedPurge else {
                throw CommandFailure(
                    code: view.life == .purged ? "purged" : "not_deleted",
                    view.life == .purged
                        ? "\(text) has been purged already"
                        : "\(text) is not deleted; only deleted records are purged"
                )
            }
            let waiting = try transaction.heldChanges(in: .common).count {
                $0.state == .waiting && $0.sealed.original.record == view.id
            }
            guard waiting == 0 else {
                throw CommandFailure(
                    code: "held_changes",
                    "\(waiting) changes of \(text) from devices whose access was withdrawn wait for "
                        + "review; a purge would erase them unread",
                    hint: "run: caunoi-server devices review, and accept or reject them first"
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
