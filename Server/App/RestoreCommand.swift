import ArgumentParser
import CryptoAdapters
import Foundation
import ProgramText
package import ServerCore
import ServerPostgres
import ServerSQL
import ServerSQLite
import Shared

/// `restore`: puts a backup in the place of the register.
struct RestoreCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: HelpText.say(
            en: "Puts a backup in the place of the register.",
            vi: "Khôi phục sổ từ một bản sao lưu."
        ),
        discussion: HelpText.discussion(
            en: """
                A register in a folder may not be served meanwhile; one in a database may. Clients \
                notice, and bring back what the backup lacks. The register that was there is kept \
                beside it; people and devices that came after the backup, and access that was \
                withdrawn since, are taken over from it. Where it is gone or cannot be read, \
                devices let themselves in with the certificates that they were enrolled with. \
                Codes that were handed out before are of no use any more.
                """,
            vi: """
                Trong lúc đó, sổ ở thư mục không được phục vụ; sổ ở cơ sở dữ liệu thì được. Các \
                thiết bị nhận ra việc khôi phục và đưa lại những gì bản sao lưu còn thiếu. Sổ cũ \
                được giữ ở bên cạnh; người và thiết bị có sau bản sao lưu, cùng những quyền bị thu \
                hồi từ đó, được lấy lại từ sổ cũ. Nếu sổ cũ đã mất hoặc không đọc được, các thiết \
                bị tự vào lại bằng chứng chỉ nhận khi ghi danh. Những mã đã cấp trước đó không còn \
                dùng được.
                """,
            examples:
                "caunoi-server restore /backup/register-2026-01-18.sqlite --data /srv/register"
        )
    )

    @OptionGroup var options: ServerOptions

    @Argument(
        help: ArgumentHelp(
            HelpText.say(en: "A file that backup wrote.", vi: "Tệp do lệnh backup ghi.")
        )
    )
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
                "schema_version": .unsigned(result.schemaVersion),
                "schema_kept": .boolean(result.isSchemaKept),
            ])
        } else {
            tell(result, console)
        }
        return .done
    }

    private func tell(_ result: Restoration.Result, _ console: Console) {
        let (name, place) = (result.info.name, options.place.shown)
        console.line(
            console.say(
                en: "restored \(name) into \(place)",
                vi: "đã khôi phục \(name) vào \(place)"
            )
        )
        console.message(
            console.say(
                en: "what devices bring back from now on: caunoi-server stats",
                vi: "những gì các thiết bị đưa lại từ nay: caunoi-server stats"
            )
        )
        if let replaced = result.replaced {
            console.message(
                console.say(
                    en: "what was there is kept in \(replaced)",
                    vi: "những gì có trước đó được giữ ở \(replaced)"
                )
            )
        }
        if !result.knowsWhatCameAfter {
            console.message(
                console.say(
                    en: "what came after the backup is not known: devices that were enrolled since "
                        + "let themselves in at their next sync, also those whose access was "
                        + "withdrawn since; look through: caunoi-server devices",
                    vi: "không rõ những gì có sau bản sao lưu: thiết bị ghi danh từ đó tự vào lại "
                        + "ở lần đồng bộ kế tiếp, kể cả thiết bị đã bị thu hồi quyền từ đó; hãy rà "
                        + "soát: caunoi-server devices"
                )
            )
        }
        tellOfSchema(result, console)
        if result.devices + result.persons > 0 {
            let (devices, people) = (result.devices, result.persons)
            console.message(
                console.say(
                    en: "kept from it: \(devices) devices and \(people) people that came after the "
                        + "backup",
                    vi: "lấy lại từ đó: \(devices) thiết bị và \(people) người có sau bản sao lưu"
                )
            )
        }
    }
}

extension RestoreCommand {
    /// Which schema is in force now, where it may be another than people think.
    private func tellOfSchema(_ result: Restoration.Result, _ console: Console) {
        let version = result.schemaVersion
        if result.isSchemaKept {
            console.message(
                console.say(
                    en: "kept from it: the schema, version \(version), which is newer than the "
                        + "backup's",
                    vi: "lấy lại từ đó: lược đồ phiên bản \(version), mới hơn phiên bản của bản "
                        + "sao lưu"
                )
            )
        } else if !result.knowsWhatCameAfter {
            console.message(
                console.say(
                    en: "the schema is version \(version), of the backup; devices may hold a newer "
                        + "one: run caunoi-server schema update FILE with that one before anything "
                        + "else changes",
                    vi: "lược đồ là phiên bản \(version), của bản sao lưu; các thiết bị có thể "
                        + "giữ phiên bản mới hơn: hãy chạy caunoi-server schema update FILE với "
                        + "phiên bản đó trước khi có thay đổi nào khác"
                )
            )
        }
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
        /// The version of the schema that is in force now, and whether it is the replaced register's, which had
        /// a newer one than the backup.
        package let schemaVersion: UInt64
        package let isSchemaKept: Bool

        fileprivate init(
            info: RegisterInfo,
            readmission: AccountService<SHA256Hash, Ed25519Verifier>.Readmission?,
            schemaVersion: UInt64,
            isSchemaKept: Bool
        ) {
            self.info = info
            self.schemaVersion = schemaVersion
            self.isSchemaKept = isSchemaKept
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
            throw CommandFailure(
                code: "unreadable_file",
                Labels(vi: "không có tệp \(file)", en: "there is no file \(file)")
            )
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
        try stage(file, in: staging)
        var result = try prepare(staging, try present())
        let kept = "\(folder)/\(RegisterPlace.replacedPrefix)\(now)"
        let replaced = try SQLiteServerStore.replace(
            folder: folder,
            by: staging,
            keepingIn: kept
        )
        result.replaced = replaced ? kept : nil
        return result
    }

    /// Puts a copy of the backup where it can be opened.
    private func stage(_ file: String, in staging: String) throws {
        do {
            try SQLiteServerStore.stage(file, in: staging)
        } catch StoreError.corrupted(let what) {
            throw CommandFailure(
                .damaged,
                code: "damaged",
                SQLiteServerStore.isDatabase(file)
                    ? Labels(vi: "bản sao lưu \(file) bị hỏng: \(what)", en: "\(file): \(what)")
                    : Labels(
                        vi: "\(file) không phải bản sao lưu của sổ: \(what)",
                        en: "\(file) is no backup of a register: \(what)"
                    ),
                hint: Labels(
                    vi: "nêu tệp khác do caunoi-server backup ghi; chưa có gì thay đổi",
                    en: "take another file that caunoi-server backup wrote; nothing was changed"
                )
            )
        }
    }

    private func restore(_ file: String, into url: String, as name: String) throws -> Result {
        let staging = FileManager.default.temporaryDirectory
            .appending(component: "caunoi-restoring-\(now)").path(percentEncoded: false)
        defer { try? FileManager.default.removeItem(atPath: staging) }
        try stage(file, in: staging)
        let old = try present()
        var result = try prepare(staging, old)
        let prepared = try SQLiteServerStore.open(folder: staging)
        defer { try? prepared.close() }
        // Tables of their own, which take the register's name once they are whole.
        let temporary = PostgresServerStore.marked(name, "RESTORING", "\(now)")
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
        let info: RegisterInfo
        let roll: AccountRoll
        let schema: SchemaDocument?
        let directoryVersion: UInt64
    }

    /// Nil where there is no register, or one in a folder that cannot be read.
    private func present() throws -> Present? {
        do {
            guard try place.isTaken() else { return nil }
            let store = try place.openStore()
            defer { try? store.close() }
            return try store.read { transaction in
                guard let info = try transaction.registerInfo() else { return nil }
                return Present(
                    info: info,
                    roll: try AccountRoll(of: transaction),
                    schema: try transaction.schemaDocument(),
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
                throw CommandFailure(
                    .damaged,
                    code: "damaged",
                    Labels(vi: "tệp không chứa sổ nào", en: "the file holds no register")
                )
            }
            if let register = old?.info, register.id != info.id {
                throw CommandFailure(
                    .damaged,
                    code: "other_register",
                    Labels(
                        vi: "bản sao lưu là của sổ \(info.name), không phải của \(register.name)",
                        en: "the backup is of the register \(info.name), not of \(register.name)"
                    ),
                    hint: Labels(
                        vi: "khôi phục vào một nơi riêng bằng --data hoặc --database",
                        en: "restore it into a place of its own with --data or --database"
                    )
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
            let own = try transaction.schemaVersion()
            let newer = old?.schema.flatMap { $0.version > own ? $0 : nil }
            if let newer { try transaction.setSchemaDocument(newer) }
            return Result(
                info: info,
                readmission: readmission,
                schemaVersion: newer?.version ?? own,
                isSchemaKept: newer != nil
            )
        }
        // Moves the log into the database, which is all that is taken over.
        try store.close()
        return prepared
    }
}
