import ArgumentParser
import CryptoAdapters
import Foundation
package import ServerCore
import ServerPostgres
import ServerSQL
import ServerSQLite
import Shared

/// `restore`: puts a backup in the place of the register.
struct RestoreCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Puts a backup in the place of the register.",
        discussion: """
            A register in a folder may not be served meanwhile; one in a database may. Clients notice, \
            and bring back what the backup lacks. The register that was there is kept beside it; people \
            and devices that came after the backup, and access that was \
            withdrawn since, are taken over from it. Where it is gone or cannot be read, devices let \
            themselves in with the certificates that they were enrolled with. Codes that were handed \
            out before are of no use any more.

            EXAMPLE: caunoi-server restore /backup/register-2026-01-18.sqlite --data /srv/register
            """
    )

    @OptionGroup var options: ServerOptions

    @Argument(help: "A file that backup wrote.")
    var file: String

    func perform(_ console: Console) throws -> ExitStatus {
        let restoration = Restoration(place: options.place, now: Moment.now.milliseconds)
        let result = try restoration.run(from: file)
        if console.isJSON {
            console.document([
                "register": .string(result.info.id.text),
                "name": .string(result.info.name),
                "replaced": .optional(result.replaced),
                "revoked": .count(result.revoked),
                "devices_readmitted": .count(result.devices),
                "persons_readmitted": .count(result.persons),
                "knows_what_came_after": .boolean(result.knowsWhatCameAfter),
            ])
        } else {
            console.line("restored \(result.info.name) into \(options.place.shown)")
            console.message("what devices bring back from now on: caunoi-server stats")
            if let replaced = result.replaced {
                console.message("what was there is kept in \(replaced)")
            }
            if !result.knowsWhatCameAfter {
                console.message(
                    "what came after the backup is not known: devices that were enrolled since let "
                        + "themselves in at their next sync, also those whose access was withdrawn "
                        + "since; look through: caunoi-server devices"
                )
            }
            if result.devices + result.persons > 0 {
                console.message(
                    "kept from it: \(result.devices) devices and \(result.persons) people that came "
                        + "after the backup"
                )
            }
        }
        return .done
    }
}

/// Replaces a register by a backup of it.
///
/// The backup is prepared in a folder of its own, so that a crash leaves either the old register or
/// the new one, or none: then it is run again.
package struct Restoration {
    package struct Result {
        package let info: RegisterInfo
        /// Where the register is kept that was there; nil when there was none.
        package fileprivate(set) var replaced: String?
        /// Devices whose access had been withdrawn after the backup.
        package let revoked: Int
        /// Devices, and people, that had come after the backup.
        package let devices: Int
        package let persons: Int
        /// Whether there was a register that tells who came and who was withdrawn after the backup.
        package let knowsWhatCameAfter: Bool

        fileprivate init(
            info: RegisterInfo,
            readmission: AccountService<SHA256Hash, Ed25519Verifier>.Readmission?
        ) {
            self.info = info
            revoked = readmission?.revoked ?? 0
            devices = readmission?.devices ?? 0
            persons = readmission?.persons ?? 0
            knowsWhatCameAfter = readmission != nil
        }
    }

    /// Numbers of actors that may have been given out after the backup.
    private static let actorNumbersSkipped: UInt32 = 10_000

    private let place: RegisterPlace
    private let now: Int64

    package init(place: RegisterPlace, now: Int64) {
        self.place = place
        self.now = now
    }

    package func run(from file: String) throws -> Result {
        guard FileManager.default.fileExists(atPath: file) else {
            throw CommandFailure(code: "unreadable_file", "there is no file \(file)")
        }
        switch place {
        case .folder(let folder): return try restore(file, into: folder)
        case .database(let url, let name): return try restore(file, into: url, as: name)
        }
    }

    private func restore(_ file: String, into folder: String) throws -> Result {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let serving = try place.lock(.exclusive)
        defer { serving?.release() }
        let staging = "\(folder)/restoring-\(now)"
        defer { try? FileManager.default.removeItem(atPath: staging) }
        try SQLiteServerStore.stage(file, in: staging)
        var result = try prepare(staging, try present())
        let replaced = try SQLiteServerStore.replace(
            folder: folder,
            by: staging,
            keepingIn: "\(folder)/replaced-\(now)"
        )
        result.replaced = replaced ? "\(folder)/replaced-\(now)" : nil
        return result
    }

    private func restore(_ file: String, into url: String, as name: String) throws -> Result {
        let staging = FileManager.default.temporaryDirectory
            .appending(component: "caunoi-restoring-\(now)").path(percentEncoded: false)
        defer { try? FileManager.default.removeItem(atPath: staging) }
        try SQLiteServerStore.stage(file, in: staging)
        let old = try present()
        var result = try prepare(staging, old)
        let prepared = try SQLiteServerStore.open(folder: staging)
        defer { try? prepared.close() }
        // Tables of their own, which take the register's name once they are whole.
        let temporary = "restoring_\(now)"
        let filling = RegisterPlace.database(url: url, name: temporary)
        let target = try filling.openStore(isPatient: true)
        defer { try? target.close() }
        do {
            try RegisterCopy(from: prepared, to: target).run()
            result.replaced = try PostgresServerStore.replace(
                url: url,
                register: name,
                by: temporary,
                suffix: "\(now)",
                directoryVersion: old?.directoryVersion
            )
        } catch {
            try? PostgresServerStore.discard(url: url, register: temporary)
            throw error
        }
        return result
    }

    /// What the register that is there knows and the backup may not.
    private struct Present {
        let info: RegisterInfo?
        let roll: AccountRoll
        let directoryVersion: UInt64
    }

    /// Nil where there is no register, or one in a folder that cannot be read.
    private func present() throws -> Present? {
        do {
            guard try place.isTaken() else { return nil }
            let store = try place.openStore()
            defer { try? store.close() }
            return try store.read { transaction in
                Present(
                    info: try transaction.registerInfo(),
                    roll: try AccountRoll(of: transaction),
                    directoryVersion: try transaction.directoryVersion()
                )
            }
        } catch {
            // A database that does not answer now may hold a register all the same.
            if case .database = place { throw error }
            return nil
        }
    }

    /// Begins another epoch, and enters who came or was withdrawn after the backup.
    private func prepare(
        _ staging: String,
        _ old: Present?
    ) throws -> Result {
        let store = try SQLiteServerStore.open(folder: staging)
        let prepared = try store.write { transaction in
            var random = SecureRandom()
            guard let info = try transaction.registerInfo() else {
                throw CommandFailure(.damaged, code: "damaged", "the file holds no register")
            }
            if let register = old?.info, register.id != info.id {
                throw CommandFailure(
                    .damaged,
                    code: "other_register",
                    "the backup is of the register \(info.name), not of \(register.name)",
                    hint: "restore it into a place of its own with --data or --database"
                )
            }
            try transaction.noteRestoration(at: now)
            let accounts = OpenRegister.accountService
            let readmission = try old.map { try accounts.readmit($0.roll, in: &transaction) }
            let sync = SyncService(hash: SHA256Hash.self, policy: PermissivePolicy())
            try sync.beginEpoch(of: .common, using: &random, in: &transaction)
            if let clock = try transaction.clock(of: .common) {
                try accounts.reserve(clock.replica, in: &transaction)
            }
            try accounts.skipActorNumbers(Self.actorNumbersSkipped, in: &transaction)
            // Clients may hold a directory of a version that the backup has yet to reach.
            let version = UInt64(clamping: max(0, now))
            try accounts.skipDirectoryVersions(through: version, in: &transaction)
            return Result(info: info, readmission: readmission)
        }
        // Moves the log into the database, which is all that is taken over.
        try store.close()
        return prepared
    }
}
