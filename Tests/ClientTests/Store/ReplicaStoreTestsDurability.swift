import ClientCore
import ClientSQLite
import Foundation
import Shared
import Testing

@Suite struct ReplicaStoreDurabilityTests {
    private struct Stop: Error {}

    private let replica = ReplicaID(high: 1, low: 2)

    private func size(_ home: String, _ name: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(home)/\(name)")
        return (attributes?[.size] as? NSNumber)?.intValue
    }

    @Test func `a transaction that throws leaves nothing behind`() throws {
        try withReplicaHome { home in
            let store = try SQLiteReplicaStore.create(
                in: home,
                replica: replica,
                scopes: [.common]
            )
            let id = RecordID(high: 1, low: 1)
            #expect(throws: Stop.self) {
                try store.write { transaction in
                    let record = HeldRecord(frame: [1], extra: VersionVector())
                    try transaction.setRecord(id, to: record, in: .common)
                    try transaction.setReplica(ReplicaID(high: 8, low: 8))
                    throw Stop()
                }
            }
            #expect(try store.read { try $0.record(id, in: .common) } == nil)
            #expect(try store.read { try $0.replica() } == replica)
            #expect(!store.identityMismatch)
            try store.close()
        }
    }

    @Test func `closing leaves the log as it is, and nothing is lost`() throws {
        try withReplicaHome { home in
            var store = try SQLiteReplicaStore.create(
                in: home,
                replica: replica,
                scopes: [.common]
            )
            for round in 0..<4 {
                let id = RecordID(high: 1, low: UInt64(round))
                let before = size(home, SQLiteReplicaStore.fileName)
                try store.write {
                    let record = HeldRecord(frame: [1], extra: VersionVector())
                    try $0.setRecord(id, to: record, in: .common)
                }
                try store.close()
                #expect(size(home, SQLiteReplicaStore.fileName) == before)
                #expect(size(home, "\(SQLiteReplicaStore.fileName)-wal") ?? 0 > 0)
                store = try SQLiteReplicaStore.open(in: home)
                #expect(try store.read { try $0.record(id, in: .common) } != nil)
            }
            try store.checkpoint()
            #expect(size(home, "\(SQLiteReplicaStore.fileName)-wal") == 0)
            try store.close()
            store = try SQLiteReplicaStore.open(in: home)
            #expect(try store.read { try $0.record(RecordID(high: 1, low: 3), in: .common) } != nil)
            try store.close()
        }
    }

    @Test func `an identity that is missing or differs shows until a new one is taken`() throws {
        try withReplicaHome { home in
            let path = "\(home)/\(SQLiteReplicaStore.identityFileName)"
            var store = try SQLiteReplicaStore.create(
                in: home,
                replica: replica,
                scopes: [.common]
            )
            #expect(!store.identityMismatch)
            try store.close()
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "\(replica.text)\n")
            for content in [nil, "", "\(ReplicaID(high: 9, low: 9).text)\n"] as [String?] {
                if let content {
                    try Data(content.utf8).write(to: URL(fileURLWithPath: path))
                } else {
                    try FileManager.default.removeItem(atPath: path)
                }
                store = try SQLiteReplicaStore.open(in: home)
                #expect(store.identityMismatch)
                let renewed = ReplicaID(high: 3, low: UInt64(content?.utf8.count ?? 100))
                try store.write { try $0.setReplica(renewed) }
                #expect(!store.identityMismatch)
                try store.close()
                store = try SQLiteReplicaStore.open(in: home)
                #expect(!store.identityMismatch)
                #expect(try store.read { try $0.replica() } == renewed)
                try store.close()
            }
        }
    }

    @Test func `a second replica is not made over the first, and none is opened where none is`()
        throws
    {
        try withReplicaHome { home in
            #expect(throws: ReplicaStoreError.self) { try SQLiteReplicaStore.open(in: home) }
            #expect(!SQLiteReplicaStore.exists(in: home))
            let store = try SQLiteReplicaStore.create(in: home, replica: replica, scopes: [])
            #expect(SQLiteReplicaStore.exists(in: home))
            #expect(throws: ReplicaStoreError.self) {
                try SQLiteReplicaStore.create(in: home, replica: replica, scopes: [])
            }
            #expect(try store.read { try $0.replica() } == replica)
            try store.write { try $0.addScope(.common) }
            #expect(try store.read { try $0.scopes() } == [.common])
            try store.close()
        }
    }

    @Test func `two programs take turns`() throws {
        try withReplicaHome { home in
            let first = try SQLiteReplicaStore.create(
                in: home,
                replica: replica,
                scopes: [.common]
            )
            let second = try SQLiteReplicaStore.open(in: home)
            let record = HeldRecord(frame: [1], extra: VersionVector())
            for index in 0..<20 {
                let store = index % 2 == 0 ? first : second
                try store.write {
                    let id = RecordID(high: 1, low: UInt64(index))
                    try $0.setRecord(id, to: record, in: .common)
                }
            }
            var count = 0
            try second.read {
                try $0.visitRecords(in: .common) { _, _ in
                    count += 1
                    return true
                }
            }
            #expect(count == 20)
            try first.close()
            try second.close()
        }
    }

    @Test func `folder and files are for their owner alone`() throws {
        try withReplicaHome { home in
            let store = try SQLiteReplicaStore.create(in: home, replica: replica, scopes: [])
            let files = try FileManager.default.contentsOfDirectory(atPath: home)
            #expect(files.count == 6)
            for path in [home] + files.map({ "\(home)/\($0)" }) {
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                let mode = try #require(attributes[.posixPermissions] as? NSNumber)
                #expect(mode.intValue == (path == home ? 0o700 : 0o600), "\(path)")
            }
            try store.close()
        }
    }
}
