import ClientCore
import Compression
import CryptoAdapters
import Glibc
import ServerApp
import ServerCore
import ServerSQL
import ServerSQLite
import Shared
import Testing

/// Real devices against a real server: enrolment and sessions over HTTP.
struct HTTPSessionTests {
    @Test func `a device that joins pulls what is there and hands in what it makes`() async throws {
        let register = try HTTPTestRegister()
        let code = register.code
        let id = register.register.info.id
        let record = try await withHTTPServer(register) { url in
            var device = try HTTPTestDevice(url, code, register: id)
            let first = try device.sync()
            #expect(first.ending == .complete)
            #expect(first.summary.pulled == 1)
            let record = try device.create("Lyon", field: 33, in: 2)
            let second = try device.sync()
            #expect(second.ending == .complete)
            #expect(second.summary.pushed == 1)
            let third = try device.sync()
            #expect(third.ending == .complete && third.summary == SyncSummary())
            return record
        }
        let stored = try register.register.store.read { try $0.record(record, in: .common) }
        #expect(stored != nil)
    }

    @Test func `two devices come to hold the same`() async throws {
        let register = try HTTPTestRegister()
        let invitation = try register.register.invite(
            "Bình",
            isNew: false,
            department: "office",
            role: .editor,
            milliseconds: 1_000_000,
            now: HTTPTestRegister.now
        )
        let codes = (register.code, invitation.code)
        let id = register.register.info.id
        let digests = try await withHTTPServer(register) { url in
            var first = try HTTPTestDevice(url, codes.0, register: id)
            var second = try HTTPTestDevice(url, codes.1, register: id)
            for number in 0..<20 {
                _ = try first.create("A \(number)", field: 33, in: 2)
                _ = try second.create("B \(number)", field: 33, in: 2)
            }
            for _ in 0..<2 {
                #expect(try first.sync().ending == .complete)
                #expect(try second.sync().ending == .complete)
            }
            return (first.store.digest(of: .common), second.store.digest(of: .common))
        }
        let served = try register.register.store.read { try $0.digest(of: .common) }
        #expect(digests.0 == served)
        #expect(digests.1 == served)
    }

    @Test func `a revoked device is refused, and what it hands in is held`() async throws {
        let register = try HTTPTestRegister()
        let code = register.code
        let folder = register.register
        let held = try await withHTTPServer(register) { url in
            var device = try HTTPTestDevice(url, code, register: folder.info.id)
            #expect(try device.sync().ending == .complete)
            _ = try device.create("late", field: 33, in: 2)
            let id = try folder.store.read { try $0.devices() }[0].id
            try folder.store.write { transaction in
                _ = try AccountService(hash: SHA256Hash.self, verifier: Ed25519Verifier())
                    .revoke(id, lostSince: nil, at: HTTPTestRegister.now, in: &transaction)
            }
            #expect(throws: WireFailure.self) { try device.sync() }
            #expect(try device.push() == .held)
            return try folder.store.read { try $0.heldChanges(in: .common).count }
        }
        #expect(held == 1)
    }

    @Test func `an exchange that finds nothing new takes less than 600 bytes both ways`()
        async throws
    {
        let register = try HTTPTestRegister()
        let code = register.code
        let id = register.register.info.id
        let bytes = try await withHTTPServer(register) { url in
            var device = try HTTPTestDevice(url, code, register: id)
            _ = try device.sync()
            let before = device.total
            _ = try device.sync()
            return device.total - before
        }
        #expect(bytes < 600, "\(bytes)")
    }

    @Test func `a device that only reads is seen by administrators too`() async throws {
        let register = try HTTPTestRegister()
        let code = register.code
        let folder = register.register
        let device = try await withHTTPServer(register) { url in
            var device = try HTTPTestDevice(url, code, register: folder.info.id)
            _ = try device.sync()
            _ = try device.sync()
            for _ in 0..<3000 {
                let known = try folder.store.read { try $0.devices().first }
                if known?.lastSequence == 1 { return known }
                usleep(20_000)
            }
            return try folder.store.read { try $0.devices().first }
        }
        #expect(device?.lastSync != nil)
        #expect(device?.lastSequence == 1)
    }
}
