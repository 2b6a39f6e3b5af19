import Foundation
import ServerCore
import ServerSQL
import ServerSQLite
import Shared
import Testing

@Suite struct StoreDurabilityTests {
    private struct Stop: Error {}

    private let clock = ScopeClock(
        epoch: Epoch(high: 1, low: 2),
        last: 3,
        replica: ReplicaID(high: 4, low: 5)
    )

    @Test func `a transaction that throws leaves nothing behind`() throws {
        try withStoreFolder { folder in
            let store = try SQLiteServerStore.open(folder: folder)
            try store.write { try $0.setClock(clock, of: .common) }
            #expect(throws: Stop.self) {
                try store.write { transaction in
                    try transaction.setRecord(
                        RecordID(high: 1, low: 1),
                        to: StoredRecord(frame: [1], extra: VersionVector(), sequence: 1),
                        in: .common
                    )
                    throw Stop()
                }
            }
            #expect(
                try store.read { try $0.record(RecordID(high: 1, low: 1), in: .common) } == nil
            )
            try store.close()
        }
    }

    @Test func `a failed statement spoils its transaction even when its error is ignored`() throws {
        try withStoreFolder { folder in
            let store = try SQLiteServerStore.open(folder: folder)
            try store.write { try $0.setClock(clock, of: .common) }
            let record = StoredRecord(frame: [1], extra: VersionVector(), sequence: 1)
            #expect(throws: StoreError.self) {
                try store.write { transaction in
                    try transaction.setRecord(RecordID(high: 1, low: 1), to: record, in: .common)
                    try? transaction.setRecord(RecordID(high: 2, low: 2), to: record, in: .common)
                }
            }
            #expect(
                try store.read { try $0.record(RecordID(high: 1, low: 1), in: .common) } == nil
            )
            try store.write { try $0.setRecord(RecordID(high: 2, low: 2), to: record, in: .common) }
            try store.close()
        }
    }

    @Test func `of writes made together, one that throws takes no other with it`() throws {
        try withStoreFolder { folder in
            let store = try SQLiteServerStore.open(folder: folder)
            try store.write { try $0.setClock(clock, of: .common) }
            func id(_ number: UInt64) -> RecordID { RecordID(high: number, low: number) }
            let bodies = (1...3).map { number in
                { (transaction: inout SQLTransaction) throws -> UInt64 in
                    let place = UInt64(number)
                    try transaction.setRecord(
                        id(place),
                        to: StoredRecord(frame: [1], extra: VersionVector(), sequence: place),
                        in: .common
                    )
                    if number == 2 { throw Stop() }
                    return place
                }
            }
            let outcomes = try store.writeTogether(bodies)
            #expect(try outcomes[0].get() == 1)
            #expect(throws: Stop.self) { try outcomes[1].get() }
            #expect(try outcomes[2].get() == 3)
            let kept = try store.read { transaction in
                try (1...3).map { try transaction.record(id(UInt64($0)), in: .common) != nil }
            }
            #expect(kept == [true, false, true])
            try store.close()
        }
    }

    @Test func `of writes made together, none stands when the database fails`() throws {
        try withStoreFolder { folder in
            let store = try SQLiteServerStore.open(folder: folder)
            try store.write { try $0.setClock(clock, of: .common) }
            let record = StoredRecord(frame: [1], extra: VersionVector(), sequence: 1)
            let ids = [RecordID(high: 1, low: 1), RecordID(high: 2, low: 2)]
            let bodies = ids.map { id in
                // The second takes a place that is taken.
                { (transaction: inout SQLTransaction) throws in
                    try transaction.setRecord(id, to: record, in: .common)
                }
            }
            #expect(throws: StoreError.self) { try store.writeTogether(bodies) }
            #expect(try store.read { try $0.record(ids[0], in: .common) } == nil)
            try store.close()
        }
    }

    @Test func `closing waits for whoever reads, and refuses whoever comes later`() async throws {
        let folder = try AccountTestFolder()
        let store = try SQLiteServerStore.open(folder: folder.path)
        try store.write { try $0.setClock(clock, of: .common) }
        let (began, continuation) = AsyncStream.makeStream(of: Void.self)
        let reading = Task.detached { [clock] in
            try store.read { transaction in
                continuation.finish()
                usleep(200_000)
                return try transaction.clock(of: .common) == clock
            }
        }
        for await _ in began {}
        try store.close()
        #expect(try await reading.value)
        #expect(throws: StoreError.self) { try store.read { try $0.clock(of: .common) } }
        #expect(throws: StoreError.self) { try store.write { try $0.clock(of: .common) } }
    }

    @Test func `what was committed is there after opening again`() throws {
        try withStoreFolder { folder in
            let store = try SQLiteServerStore.open(folder: folder)
            try store.write { try $0.setClock(clock, of: .common) }
            let second = try SQLiteServerStore.open(folder: folder)
            #expect(try second.read { try $0.clock(of: .common) } == clock)
            try second.close()
            try store.checkpoint()
            try store.close()
            let third = try SQLiteServerStore.open(folder: folder)
            #expect(try third.read { try $0.clock(of: .common) } == clock)
            try third.close()
        }
    }

    @Test func `a reader keeps its snapshot while others write`() throws {
        try withStoreFolder { folder in
            let store = try SQLiteServerStore.open(folder: folder)
            try store.write { try $0.setClock(clock, of: .common) }
            try store.read { transaction in
                #expect(try transaction.clock(of: .common)?.last == 3)
                var later = clock
                later.last = 4
                try store.write { try $0.setClock(later, of: .common) }
                #expect(try transaction.clock(of: .common)?.last == 3)
            }
            #expect(try store.read { try $0.clock(of: .common) }?.last == 4)
            try store.close()
        }
    }

    @Test func `who finds the folder locked is told so after a while`() throws {
        try withStoreFolder { folder in
            let store = try SQLiteServerStore.open(folder: folder)
            let lock = try FolderLock(folder: folder, name: FolderLock.serving)
            try lock.acquire(.shared)
            let other = try FolderLock(folder: folder, name: FolderLock.serving)
            try other.acquire(.shared)
            #expect(throws: StoreError.busy) {
                try other.acquire(.exclusive, waitingSeconds: 0)
            }
            lock.release()
            try other.acquire(.exclusive, waitingSeconds: 0)
            try store.close()
        }
    }

    @Test func `folder and files are for their owner alone`() throws {
        try withStoreFolder { folder in
            let store = try SQLiteServerStore.open(folder: folder)
            try store.write { try $0.setClock(clock, of: .common) }
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(files.count == 4)
            for path in [folder] + files.map({ "\(folder)/\($0)" }) {
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                let mode = try #require(attributes[.posixPermissions] as? NSNumber)
                #expect(mode.intValue == (path == folder ? 0o700 : 0o600), "\(path)")
            }
            try store.close()
        }
    }

    @Test func `a file that is not ours is refused`() throws {
        try withStoreFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            let path = "\(folder)/\(SQLiteServerStore.fileName)"
            try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: path))
            #expect { try SQLiteServerStore.open(folder: folder) } throws: { error in
                if case .corrupted = error as? StoreError { true } else { false }
            }
        }
    }
}
