import CryptoAdapters
import Foundation
import GRDB
import ServerApp
import ServerCore
import ServerSQL
import ServerSQLite
import Shared
import Testing

/// What administrators do, as functions over a folder.
struct CommandsTests {
    private static func lines(_ text: String) -> Data { Data(text.utf8) }

    @Test func `a register is made once`() throws {
        let register = try HTTPTestRegister()
        #expect(throws: AccountError.registerExists(register.register.info.id)) {
            try OpenRegister.create(
                at: .folder(register.folder.path),
                OpenRegister.Beginning(
                    name: "Other",
                    department: Department(code: "x", nameVi: nil, nameEn: "X"),
                    person: "An",
                    codeMilliseconds: 1
                ),
                now: HTTPTestRegister.now
            )
        }
        #expect(throws: AccountError.noRegister) {
            try OpenRegister.open(.folder(register.folder.path + "/nothing"))
        }
    }

    @Test func `people are invited to departments that exist`() throws {
        try HTTPTestRegister.with { register in
            let now = HTTPTestRegister.now
            func invite(
                _ person: String,
                _ department: String,
                isNew: Bool = false
            ) throws -> Invitation {
                try register.invite(
                    person,
                    isNew: isNew,
                    department: department,
                    role: .editor,
                    milliseconds: 1000,
                    now: now
                )
            }
            let failure = #expect(throws: CommandFailure.self) { try invite("Bình", "tourism") }
            #expect(failure?.code == "unknown_department")
            _ = try register.add(Department(code: "tourism", nameVi: "Sở", nameEn: nil), now: now)
            let again = #expect(throws: CommandFailure.self) {
                try register.add(Department(code: "tourism", nameVi: "Sở", nameEn: nil), now: now)
            }
            #expect(again?.code == "department_exists")
            #expect(again?.message == "there is a department tourism already")
            #expect(again?.hint == "run: caunoi-server department list")
            let told = again.map { CommandFailure($0, in: .vi) }
            #expect(told?.message == "đã có cơ quan tourism")
            #expect(told?.hint == "chạy: caunoi-server department list")
            let first = try invite("Bình", "tourism")
            #expect(first.stored.expires == now + 1000)
            #expect(try invite(first.person.id.text, "office").person == first.person)
            #expect(throws: AccountError.self) { try invite("An", "tourism") }
            #expect(try invite("An", "tourism", isNew: true).isNewPerson)
        }
    }

    @Test func `the sample loads whole, and every reference in it points to a record`() throws {
        try HTTPTestRegister.with { register in
            var loader = RecordLoader(register, now: HTTPTestRegister.now)
            let report = try loader.load(BuiltIn.sample)
            #expect(report.failures.isEmpty)
            #expect(report.loaded > 200)
            let statistics = try Statistics(register)
            #expect(statistics.live == report.loaded + 1)
            #expect(statistics.conflicts == 0)
            #expect(statistics.changes == UInt64(report.loaded) + 1)
            let codes = try register.store.read { try register.departments(in: $0) }.map(\.code)
            #expect(codes.contains("tourism") && codes.contains("office"))
            var verification = Verification(of: register.store)
            try verification.run()
            #expect(verification.problems.isEmpty)
            #expect(verification.changes == report.loaded + 1)
        }
    }

    @Test func `a department that was made by hand keeps its record when it is loaded`() throws {
        try HTTPTestRegister.with { register in
            let made = try register.add(
                Department(code: "tourism", nameVi: "Sở", nameEn: nil),
                now: HTTPTestRegister.now
            )
            var loader = RecordLoader(register, now: HTTPTestRegister.now)
            _ = try loader.load(BuiltIn.sample)
            let found = try register.store.read { try register.departments(in: $0) }
                .filter { $0.code == "tourism" }
            #expect(found.map(\.record) == [made.record])
            #expect(found.first?.nameVi == "Sở Du lịch")
        }
    }

    @Test func `lines that are wrong are named, and the others are loaded`() throws {
        try HTTPTestRegister.with { register in
            var loader = RecordLoader(register, now: HTTPTestRegister.now)
            let report = try loader.load(
                Self.lines(
                    """
                    {"collection":"partners","key":"a","fields":{"name":{"en":"A"}}}
                    {"collection":"partners","key":"a","fields":{"name":{"en":"B"}}}

                    {"collection":"nothing","key":"c","fields":{}}
                    {"collection":"partners","key":"d","fields":{"nonsense":1}}
                    not json
                    {"collection":"projects","key":"e","fields":{"title":"E","sources":["documents/@f"]}}
                    {"collection":"documents","key":"f","fields":{"title":"F"}}
                    {"collection":"documents","key":"g","fields":{"sources":["documents/@h"]}}
                    {"collection":"partners","fields":{"name":{"en":"no key"}}}
                    """
                )
            )
            #expect(report.failures.map(\.line) == [2, 4, 5, 6, 9])
            let told = report.failures.map { $0.message(in: .vi) }
            #expect(told.first == "khóa a đã có ở một dòng trước")
            #expect(told.contains("không có nhóm nothing"), "\(told)")
            #expect(told.contains { $0.hasPrefix("không phải JSON, từ cột ") }, "\(told)")
            #expect(report.loaded == 4)
        }
    }

    @Test func `only what is deleted can be purged, and its content is gone then`() throws {
        try HTTPTestRegister.with { register in
            let now = HTTPTestRegister.now
            var loader = RecordLoader(register, now: now)
            let line = #"{"collection":"partners","key":"a","fields":{"name":{"en":"Secret"}}}"#
            _ = try loader.load(Self.lines(line))
            var id: RecordID?
            try register.store.read { transaction in
                try transaction.visitRecords(in: .common, after: 0) { record, _ in
                    id = record
                    return true
                }
            }
            let record = try #require(id)
            let ref = "partners/\(record.text)"
            let failure = #expect(throws: CommandFailure.self) {
                try register.purge(ref, reason: "asked for", now: now)
            }
            #expect(failure?.code == "not_deleted")
            try register.store.write { transaction in
                var random = SecureRandom()
                let service = SyncService(hash: SHA256Hash.self, policy: PermissivePolicy())
                let draft = Draft(kind: .delete, record: record, collection: 2, cells: [])
                _ = try service.save(
                    draft,
                    actor: 0,
                    at: now,
                    in: .common,
                    using: &random,
                    in: &transaction
                )
            }
            _ = try register.purge("partners/#\(record.shortText)", reason: "asked for", now: now)
            let state = try register.store.read { try $0.record(record, in: .common)?.state() }
            #expect(state?.cellKeys == [.head])
        }
    }

    @Test func `a backup brings back what was there, in another epoch, and keeps what it replaces`()
        throws
    {
        let kept = try HTTPTestRegister()
        let folder = kept.folder.path
        let backup = folder + "/backup.sqlite"
        let now = HTTPTestRegister.now
        let before = try kept.register.store.read { try $0.clock(of: .common) }
        _ = try SQLiteServerStore.copy(folder: folder, to: backup)
        _ = try kept.register.add(
            Department(code: "later", nameVi: nil, nameEn: "L"),
            now: now
        )
        let busy = #expect(throws: CommandFailure.self) {
            try Restoration(place: .folder(folder), now: now).run(from: backup)
        }
        #expect(busy?.code == "serving")
        try kept.register.close()
        let result = try Restoration(place: .folder(folder), now: now).run(from: backup)
        let replaced = try #require(result.replaced)
        #expect(FileManager.default.fileExists(atPath: replaced + "/server.sqlite"))
        let register = try OpenRegister.open(.folder(folder))
        let after = try register.store.read { try $0.clock(of: .common) }
        #expect(register.info == kept.register.info)
        #expect(after?.epoch != before?.epoch && after?.replica != before?.replica)
        let codes = try register.store.read { try register.departments(in: $0) }.map(\.code)
        #expect(codes == ["office"])
        var verification = Verification(of: register.store)
        try verification.run()
        #expect(verification.problems.isEmpty)
        try register.close()
    }

    @Test func `a newer schema than the backup's is kept`() throws {
        let kept = try HTTPTestRegister()
        let folder = kept.folder.path
        let backup = folder + "/../backup-\(UInt64.random(in: 0 ... .max)).sqlite"
        defer { try? FileManager.default.removeItem(atPath: backup) }
        _ = try SQLiteServerStore.copy(folder: folder, to: backup)
        let own = try #require(try kept.register.store.read { try $0.schemaDocument() })
        let newer = SchemaDocument(version: own.version + 1, bytes: own.bytes)
        try kept.register.store.write { try $0.setSchemaDocument(newer) }
        try kept.register.close()
        let result = try Restoration(place: .folder(folder), now: 20).run(from: backup)
        #expect(result.isSchemaKept && result.schemaVersion == newer.version)
        let register = try OpenRegister.open(.folder(folder))
        #expect(try register.store.read { try $0.schemaDocument() } == newer)
        try register.close()
        // Where nothing is left of the register, the backup's is all that is known.
        let alone = try Restoration(place: .folder(folder + "/alone"), now: 30).run(from: backup)
        #expect(!alone.isSchemaKept && alone.schemaVersion == own.version)
    }

    @Test func `a record is purged by any of its names, but never by one of several`() throws {
        try HTTPTestRegister.with { register in
            let now = HTTPTestRegister.now
            var loader = RecordLoader(register, now: now)
            let made = try loader.load(
                Self.lines(
                    """
                    {"collection":"partners","key":"a","fields":{"name":{"en":"Alpha"},"abbr":"ALF"}}
                    {"collection":"partners","key":"b","fields":{"name":{"en":"Beta"}}}
                    {"collection":"partners","key":"c","fields":{"name":{"en":"Béta"}}}
                    {"collection":"partners","key":"d","fields":{"name":{"en":"Alpha"}}}
                    """
                )
            )
            #expect(made.failures.isEmpty)
            var ids: [RecordID] = []
            try register.store.read { transaction in
                try transaction.visitRecords(in: .common, after: 0) { id, record in
                    if (try? record.state().collection) == 2 { ids.append(id) }
                    return true
                }
            }
            try #require(ids.count == 4)
            try register.store.write { transaction in
                var random = SecureRandom()
                let service = SyncService(hash: SHA256Hash.self, policy: PermissivePolicy())
                for id in ids.prefix(3) {
                    let draft = Draft(kind: .delete, record: id, collection: 2, cells: [])
                    _ = try service.save(
                        draft,
                        actor: 0,
                        at: now,
                        in: .common,
                        using: &random,
                        in: &transaction
                    )
                }
            }
            let several = #expect(throws: CommandFailure.self) {
                try register.purge("partners/beta", reason: "asked for", now: now)
            }
            #expect(several?.code == "ambiguous_record" && several?.status == .failed)
            #expect(several?.hint?.contains(ids[1].shortText) == true)
            #expect(several?.hint?.contains(ids[2].shortText) == true)
            // One that lives is called the same: the deleted one is meant.
            let alpha = try register.purge("partners/alpha", reason: "asked for", now: now)
            #expect(alpha.reference == "partners/\(ids[0].text)")
            let living = #expect(throws: CommandFailure.self) {
                try register.purge("partners/Alpha", reason: "asked for", now: now)
            }
            #expect(living?.code == "not_deleted")
            let nearly = #expect(throws: CommandFailure.self) {
                try register.purge("partner/Alpha", reason: "asked for", now: now)
            }
            #expect(nearly?.code == "unknown_collection" && nearly?.status == .usage)
            #expect(nearly?.hint == "did you mean partners?")
        }
    }

    @Test func `the register's own files are known by any way to them`() throws {
        let kept = try HTTPTestRegister()
        let folder = kept.folder.path
        let link = folder + "-link"
        try FileManager.default.createSymbolicLink(
            atPath: link,
            withDestinationPath: folder + "/server.sqlite"
        )
        defer { try? FileManager.default.removeItem(atPath: link) }
        for own in ["server.sqlite", "./server.sqlite", "server.sqlite/", "server.sqlite-wal"] {
            #expect(SQLiteServerStore.isOwn("\(folder)/\(own)", in: folder), "\(own)")
        }
        #expect(SQLiteServerStore.isOwn(link, in: folder))
        #expect(!SQLiteServerStore.isOwn("\(folder)/backup.sqlite", in: folder))
        #expect(!SQLiteServerStore.isOwn("\(folder)-other/server.sqlite", in: folder))
    }

    @Test func `a place without a register tells what became of it`() throws {
        let kept = try HTTPTestRegister()
        let folder = kept.folder.path
        try kept.register.close()
        func failure() -> CommandFailure? {
            #expect(throws: CommandFailure.self) { try OpenRegister.open(.folder(folder)) }
        }
        let file = folder + "/server.sqlite"
        let manager = FileManager.default
        try manager.moveItem(atPath: file, toPath: file + ".moved-7")
        let moved = failure()
        #expect(moved?.code == "no_register")
        #expect(moved?.message.contains("server.sqlite.moved-7") == true)
        #expect(moved?.hint?.contains("init") == false)
        try manager.moveItem(atPath: file + ".moved-7", toPath: folder + "/kept")
        let replaced = URL(filePath: folder + "/replaced-8")
        try manager.createDirectory(at: replaced, withIntermediateDirectories: false)
        try manager.moveItem(atPath: folder + "/kept", toPath: folder + "/replaced-8/server.sqlite")
        #expect(failure()?.message.contains("replaced-8") == true)
        try Data().write(to: URL(filePath: file))
        let empty = failure()
        #expect(empty?.status == .damaged && empty?.message.contains("is empty") == true)
        #expect(empty?.hint?.contains("caunoi-server restore") == true)
        try Data("no database at all".utf8).write(to: URL(filePath: file))
        let foreign = failure()
        #expect(foreign?.status == .damaged)
        #expect(foreign?.message.contains("is no register's database") == true)
        #expect(foreign?.hint?.contains("caunoi-server restore") == true)
    }

    @Test func `a device that was revoked after the backup stays revoked`() async throws {
        let kept = try HTTPTestRegister()
        let folder = kept.folder.path
        let backup = folder + "/backup.sqlite"
        let code = kept.code
        let id = kept.register.info.id
        let token = try await withHTTPServer(kept) { url in
            try HTTPTestDevice(url, code, register: id).token
        }
        _ = try SQLiteServerStore.copy(folder: folder, to: backup)
        let accounts = AccountService(hash: SHA256Hash.self, verifier: Ed25519Verifier())
        try kept.register.store.write { transaction in
            let device = try transaction.devices()[0].id
            _ = try accounts.revoke(device, lostSince: 5, at: 10, in: &transaction)
        }
        try kept.register.close()
        let result = try Restoration(place: .folder(folder), now: 20).run(from: backup)
        #expect(result.revoked == 1)
        let register = try OpenRegister.open(.folder(folder))
        let caller = try register.store.read { try accounts.authenticate(token, in: $0) }
        #expect(caller?.caller.standing == .revoked)
        #expect(caller?.device.state == .revoked(at: 10, lostSince: 5))
        try register.close()
    }

    @Test func `what is no backup, and another register's, is not restored`() throws {
        let kept = try HTTPTestRegister()
        let other = try HTTPTestRegister()
        let backup = kept.folder.path + "/backup.sqlite"
        _ = try SQLiteServerStore.copy(folder: kept.folder.path, to: backup)
        try other.register.close()
        let failure = #expect(throws: CommandFailure.self) {
            try Restoration(place: .folder(other.folder.path), now: 1).run(from: backup)
        }
        #expect(failure?.code == "other_register")
        let nonsense = kept.folder.path + "/nonsense"
        try Data(repeating: 7, count: 5000).write(to: URL(filePath: nonsense))
        let told = #expect(throws: CommandFailure.self) {
            try Restoration(place: .folder(other.folder.path), now: 2).run(from: nonsense)
        }
        #expect(told?.status == .damaged)
        #expect(told?.message.contains("is no backup of a register") == true)
        #expect(told?.hint?.contains("caunoi-server backup") == true)
        let register = try OpenRegister.open(.folder(other.folder.path))
        #expect(register.info == other.register.info)
        try register.close()
    }

    @Test(arguments: [
        "UPDATE change SET body = zeroblob(length(body))",
        "UPDATE change SET salt = zeroblob(16)",
        "UPDATE change SET hash = zeroblob(32)",
        "UPDATE record SET frame = CAST(frame || x'00' AS BLOB)",
        "DELETE FROM change WHERE place IN (SELECT place FROM record WHERE length(frame) = 0)",
        "UPDATE bucket SET digest = zeroblob(32)",
        "UPDATE scope SET digest = zeroblob(32)",
    ])
    func `verify finds what has been altered`(_ sql: String) throws {
        let kept = try HTTPTestRegister()
        try kept.register.close()
        let file = "\(kept.folder.path)/\(SQLiteServerStore.fileName)"
        let queue = try DatabaseQueue(path: file)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
        let register = try OpenRegister.open(.folder(kept.folder.path))
        var verification = Verification(of: register.store)
        try verification.run()
        #expect(!verification.problems.isEmpty)
        try register.close()
    }
}
