import ArgumentParser
import Foundation
import ServerCore
import ServerPostgres
import ServerSQL
import ServerSQLite
import Shared

/// `move`: puts the register into another place, from SQLite to PostgreSQL or back.
struct MoveCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Moves the register from SQLite to PostgreSQL, or back; stop its servers first.",
        discussion: """
            Everything goes with it: records, history, devices, keys. The copy is compared with the \
            register before the old place is taken out of use; what was there is kept under another \
            name. Devices notice nothing once a server serves the new place at the old address.

            EXAMPLE: caunoi-server move postgresql://caunoi@db/registers --data /srv/register
            EXAMPLE: caunoi-server move /srv/register --database postgresql://caunoi@db/registers
            """
    )

    @OptionGroup var options: ServerOptions

    @Argument(help: "The new place: a folder, or postgresql://user@host/name.")
    var target: String

    @Option(help: ArgumentHelp("What the register is called in that database.", valueName: "name"))
    var asRegister = "main"

    func validate() throws { try RegisterPlace.check(name: asRegister, of: "--as-register") }

    func perform(_ console: Console) throws -> ExitStatus {
        let source = options.place
        let target = RegisterPlace(target, name: asRegister)
        guard try source.isTaken() else { throw AccountError.noRegister }
        if try target.isTaken() {
            throw CommandFailure(
                code: "register_exists",
                "there is a register in \(target.shown) already",
                hint: "choose another place"
            )
        }
        let serving = try source.lock(.exclusive)
        defer { serving?.release() }
        let old = try source.openStore(isPatient: true)
        let new = try target.openStore(isPatient: true)
        var kept = ""
        var copy = RegisterCopy(from: old, to: new)
        copy.onProgress = { console.progress("\($0) rows") }
        let suffix = "\(Moment.now.milliseconds)"
        let copied: Verification
        var isSettingAside = false
        do {
            copied = try copy.run {
                isSettingAside = true
                // A database's tables change their name before anybody else gets the lock.
                if case .database(let url, let name) = source {
                    kept = try PostgresServerStore.setAside(
                        url: url,
                        register: name,
                        suffix: suffix
                    )
                }
            }
        } catch {
            console.progress("")
            // What others made there meanwhile is not ours to remove; nor is the only copy.
            let isOurs = copy.isFilled || (try? new.read { try $0.registerInfo() }) == nil
            try? new.close()
            try? old.close()
            guard !isSettingAside else {
                throw CommandFailure(
                    code: "move_uncertain",
                    "the register was copied to \(target.shown) whole, and then the database failed: "
                        + "\(error)",
                    hint: "look where it is: stats \(source.options); stats \(target.options)"
                )
            }
            if isOurs { try? discard(target) }
            throw error
        }
        console.progress("")
        try new.close()
        try old.close()
        if case .folder(let path) = source {
            kept = try SQLiteServerStore.setAside(folder: path, suffix: suffix)
        }
        report(copied, in: target, kept, console)
        return .done
    }

    /// Removes a copy that did not become whole, so that the command can be run again.
    private func discard(_ place: RegisterPlace) throws {
        switch place {
        case .folder(let path): try SQLiteServerStore.discard(folder: path)
        case .database(let url, let name):
            try PostgresServerStore.discard(url: url, register: name)
        }
    }

    private func report(
        _ copied: Verification,
        in target: RegisterPlace,
        _ kept: String,
        _ console: Console
    ) {
        if console.isJSON {
            console.document([
                "place": .string(target.shown),
                "kept": .string(kept),
                "digest": .string(copied.digest.text),
                "records": .count(copied.records),
                "changes": .count(copied.changes),
            ])
            return
        }
        console.line(
            "moved \(copied.records) records and \(copied.changes) changes to \(target.shown)"
        )
        console.line("digest \(copied.digest.text), the same as before")
        console.message("what was there is kept as \(kept)")
        console.message("next: caunoi-server serve \(target.options)")
    }
}
