import ArgumentParser
import CryptoAdapters
import Foundation
package import ServerCore
import ServerSQLite
import Shared

/// `restore`: puts a backup in the place of the register.
struct RestoreCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Puts a backup in the place of the register; no server may be running.",
        discussion: """
            Clients notice, and bring back what the backup lacks. The register that was there is kept \
            in a folder beside it. Codes that were handed out before are of no use any more.

            EXAMPLE: caunoi-server restore /backup/register-2026-01-18.sqlite --data /srv/register
            """
    )

    @OptionGroup var options: ServerOptions

    @Argument(help: "A file that backup wrote.")
    var file: String

    func perform(_ console: Console) throws -> ExitStatus {
        let restoration = Restoration(folder: options.folder, now: Moment.now.milliseconds)
        let result = try restoration.run(from: file)
        if console.isJSON {
            console.document([
                "register": .string(result.info.id.text),
                "name": .string(result.info.name),
                "replaced": .optional(result.replaced),
                "revoked": .count(result.revoked),
            ])
        } else {
            console.line("restored \(result.info.name) into \(options.folder)")
            if let replaced = result.replaced {
                console.message("what was there is kept in \(replaced)")
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
        package let replaced: String?
        /// Devices whose access had been withdrawn after the backup.
        package let revoked: Int
    }

    /// Numbers of actors that may have been given out after the backup.
    private static let actorNumbersSkipped: UInt32 = 10_000

    private let folder: String
    private let now: Int64

    package init(folder: String, now: Int64) {
        self.folder = folder
        self.now = now
    }

    package func run(from file: String) throws -> Result {
        guard FileManager.default.fileExists(atPath: file) else {
            throw CommandFailure(code: "unreadable_file", "there is no file \(file)")
        }
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let serving = try FolderLock(folder: folder, name: FolderLock.serving)
        do throws(StoreError) {
            try serving.acquire(.exclusive, waitingSeconds: 1)
        } catch .busy {
            throw CommandFailure(
                code: "serving",
                "a server or another command is using the register",
                hint: "stop it, and run this again"
            )
        }
        defer { serving.release() }
        let staging = "\(folder)/restoring-\(now)"
        defer { try? FileManager.default.removeItem(atPath: staging) }
        try SQLiteServerStore.stage(file, in: staging)
        let old = present()
        let prepared = try prepare(staging, withdrawn: old.withdrawn, register: old.info)
        let replaced = try SQLiteServerStore.replace(
            folder: folder,
            by: staging,
            keepingIn: "\(folder)/replaced-\(now)"
        )
        return Result(
            info: prepared.info,
            replaced: replaced ? "\(folder)/replaced-\(now)" : nil,
            revoked: prepared.revoked
        )
    }

    /// What the register that is there knows and the backup may not; nothing where it cannot be read.
    private func present() -> (info: RegisterInfo?, withdrawn: [Device]) {
        guard FileManager.default.fileExists(atPath: "\(folder)/\(SQLiteServerStore.fileName)"),
            let store = try? SQLiteServerStore.open(folder: folder)
        else { return (nil, []) }
        defer { try? store.close() }
        let found = try? store.read { transaction in
            (try transaction.registerInfo(), try transaction.devices().filter { !$0.isActive })
        }
        return found ?? (nil, [])
    }

    /// Begins another epoch, and withdraws again what had been withdrawn.
    private func prepare(
        _ staging: String,
        withdrawn: [Device],
        register: RegisterInfo?
    ) throws -> (info: RegisterInfo, revoked: Int) {
        let store = try SQLiteServerStore.open(folder: staging)
        let prepared = try store.write { transaction in
            var random = SecureRandom()
            guard let info = try transaction.registerInfo() else {
                throw CommandFailure(.damaged, code: "damaged", "the file holds no register")
            }
            if let register, register.id != info.id {
                throw CommandFailure(
                    .damaged,
                    code: "other_register",
                    "the backup is of the register \(info.name), not of \(register.name)",
                    hint: "restore it into a folder of its own with --data"
                )
            }
            let accounts = RegisterFolder.accountService
            var revoked = 0
            for device in withdrawn {
                guard case .revoked(let at, let lostSince) = device.state,
                    try transaction.device(device.id)?.isActive == true
                else { continue }
                try accounts.revoke(device.id, lostSince: lostSince, at: at, in: &transaction)
                revoked += 1
            }
            let sync = SyncService(hash: SHA256Hash.self, policy: PermissivePolicy())
            try sync.beginEpoch(of: .common, using: &random, in: &transaction)
            if let clock = try transaction.clock(of: .common) {
                try accounts.reserve(clock.replica, in: &transaction)
            }
            try accounts.skipActorNumbers(Self.actorNumbersSkipped, in: &transaction)
            return (info: info, revoked: revoked)
        }
        // Moves the log into the database, which is all that is taken over.
        try store.close()
        return prepared
    }
}
