import Dispatch
import Foundation
import Glibc
import ServerCore
import ServerPostgres
import ServerSQL
import Shared
import Synchronization
import TestSupport
import Testing

/// PostgreSQL and the way to it fail while registers are written.
@Suite(.enabled(if: PostgresAtHand.url != nil), .serialized) struct PostgresFaultTests {
    /// Tables that are gone afterwards.
    private final class Tables: Sendable {
        let url: String
        let name = PostgresAtHand.freshName()

        init() throws {
            url = try #require(PostgresAtHand.url)
            try open().write { transaction in
                try transaction.setClock(PostgresFaultTests.beginning, of: .common)
            }
        }

        deinit { try? PostgresServerStore.discard(url: url, register: name) }

        func open(by url: String? = nil) throws -> PostgresServerStore {
            try #require(
                try PostgresServerStore.open(
                    url: url ?? self.url,
                    register: name,
                    creating: true
                )
            )
        }

        /// How many records there are.
        func count() throws -> Int {
            let store = try open()
            defer { store.close() }
            return try store.read { transaction in
                var count = 0
                try transaction.visitRecords(in: .common, after: 0) { _, _ in
                    count += 1
                    return true
                }
                return count
            }
        }

        /// Asks the database something beside the store; rows are lines.
        @discardableResult
        func ask(_ question: String) async throws -> String {
            let outcome = try await Program.tool("/usr/bin/psql").run([
                url, "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", question,
            ])
            try #require(outcome.status == 0, "\(outcome.errors)")
            return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
        }

        /// The processes of the database that have begun to write to the register and wait for more.
        func writingBackends() async throws -> [Int32] {
            try await ask(
                """
                SELECT DISTINCT pg_locks.pid FROM pg_locks
                JOIN pg_class ON pg_class.oid = relation
                JOIN pg_namespace ON pg_namespace.oid = relnamespace
                WHERE nspname = 'caunoi_\(name)' AND mode = 'RowExclusiveLock' AND granted
                """
            ).split(separator: "\n").compactMap { Int32($0) }
        }
    }

    /// Where a new history stands.
    private static let beginning = ScopeClock(
        epoch: Epoch(high: 1, low: 1),
        last: 0,
        replica: ReplicaID(high: 2, low: 2)
    )

    /// Adds a record at the next place of the history, as a push does.
    ///
    /// - Returns: the place.
    private static func add(_ transaction: inout SQLTransaction) throws -> UInt64 {
        guard var clock = try transaction.clock(of: .common) else { return 0 }
        clock.last += 1
        try transaction.setClock(clock, of: .common)
        try transaction.setRecord(
            RecordID(high: clock.last, low: 7),
            to: StoredRecord(frame: [1], extra: VersionVector(), sequence: clock.last),
            in: .common
        )
        return clock.last
    }

    /// Runs what blocks on a thread of its own.
    private static func apart<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Swift.Result(catching: body)) }.start()
        }
    }

    @Test func `a line cut at any byte of a commit loses nothing and writes nothing twice`()
        async throws
    {
        let tables = try Tables()
        let parts = try #require(URLComponents(string: tables.url))
        let proxy = try CuttingProxy(to: UInt16(try #require(parts.port)))
        let through = try #require(URLComponents(string: proxy.url)?.port)
        let url = tables.url.replacingOccurrences(of: ":\(parts.port ?? 0)", with: ":\(through)")
        let store = try tables.open(by: url)
        defer { store.close() }
        // Nothing is left to be sent when the body ends but what every commit sends.
        let add = { @Sendable (transaction: inout SQLTransaction) throws -> UInt64 in
            let number = try Self.add(&transaction)
            _ = try transaction.forks(in: .common)
            return number
        }
        for _ in 0..<2 {
            _ = try await Self.apart {
                try store.write { transaction in
                    let number = try add(&transaction)
                    proxy.mend()
                    return number
                }
            }
        }
        var written = 2
        // Every place in what is sent for a commit and in what is answered, and just behind them.
        let lengths = [
            (CuttingProxy.Direction.up, proxy.passed(.up)), (.down, proxy.passed(.down)),
        ]
        for (direction, length) in lengths {
            try #require((10...2000).contains(length))
            for place in 0...length + 1 {
                let endings = CuttingProxy.Ending.allCases
                let isFirst = Atomic(true)
                let number = try await Self.apart {
                    try store.write { transaction in
                        let number = try add(&transaction)
                        if isFirst.exchange(false, ordering: .relaxed) {
                            proxy.cut(direction, after: place, endings[place % endings.count])
                            DispatchQueue.global().asyncAfter(deadline: .now() + 0.03) {
                                proxy.mend()
                            }
                        }
                        return number
                    }
                }
                written += 1
                #expect(number == UInt64(written), "\(direction) \(place)")
                proxy.mend()
            }
        }
        #expect(try tables.count() == written)
    }

    @Test func `a backend that is killed in the middle of a write does not lose it`() async throws {
        let tables = try Tables()
        let store = try tables.open()
        defer { store.close() }
        for round in 1...4 {
            let began = DispatchSemaphore(value: 0)
            let killed = DispatchSemaphore(value: 0)
            let isFirst = Atomic(true)
            async let number = Self.apart {
                try store.write { transaction in
                    let number = try Self.add(&transaction)
                    if isFirst.exchange(false, ordering: .relaxed) {
                        began.signal()
                        killed.wait()
                    }
                    // The connection is used again, after it was cut.
                    _ = try transaction.vector(of: .common)
                    return number
                }
            }
            try await Self.apart { began.wait() }
            let backends = try await tables.writingBackends()
            #expect(backends.count == 1)
            for backend in backends {
                try await tables.ask("SELECT pg_terminate_backend(\(backend))")
            }
            killed.signal()
            #expect(try await number == UInt64(round))
        }
        #expect(try tables.count() == 4)
    }

    @Test func `while a backend is frozen in a write, others read, and no reader misses a row`()
        async throws
    {
        let tables = try Tables()
        let frozen = try tables.open()
        let other = try tables.open()
        defer {
            frozen.close()
            other.close()
        }
        let began = DispatchSemaphore(value: 0)
        let goesOn = DispatchSemaphore(value: 0)
        async let first = Self.apart {
            try frozen.write { transaction in
                let number = try Self.add(&transaction)
                began.signal()
                goesOn.wait()
                return number
            }
        }
        try await Self.apart { began.wait() }
        let backends = try await tables.writingBackends()
        for backend in backends { #expect(kill(backend, SIGSTOP) == 0) }
        goesOn.signal()
        // Readers go on, and see nothing of what is not committed.
        let last = try await Self.apart {
            try other.read { try $0.clock(of: .common)?.last }
        }
        #expect(last == 0)
        // Writers are told to come again; they do not take the number of the one that is frozen.
        await #expect(throws: StoreError.busy) {
            try await Self.apart { try other.write { try Self.add(&$0) } }
        }
        for backend in backends { kill(backend, SIGCONT) }
        #expect(try await first == 1)
        #expect(try await Self.apart { try other.write { try Self.add(&$0) } } == 2)
        #expect(try tables.count() == 2)
    }

    @Test func `readers that follow two writers see every place, in order`() async throws {
        let tables = try Tables()
        let stores = [try tables.open(), try tables.open()]
        let reader = try tables.open()
        defer { for store in stores + [reader] { store.close() } }
        let writes = 150
        async let seen = Self.apart {
            var seen: [UInt64] = []
            while seen.count < writes * 2 {
                try reader.read { transaction in
                    try transaction.visitRecords(in: .common, after: seen.last ?? 0) { _, record in
                        seen.append(record.sequence)
                        return true
                    }
                }
            }
            return seen
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in stores {
                group.addTask {
                    try await Self.apart {
                        for _ in 0..<writes { _ = try store.write { try Self.add(&$0) } }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await seen == (1...UInt64(writes * 2)).map { $0 })
    }

    @Test func `writers that are under way when another register takes the name do not touch it`()
        async throws
    {
        let tables = try Tables()
        let other = try Tables()
        let epoch = Epoch(high: 9, low: 9)
        try other.open().write { transaction in
            let clock = ScopeClock(epoch: epoch, last: 5, replica: ReplicaID(high: 3, low: 3))
            try transaction.setClock(clock, of: .common)
            try transaction.setDirectoryVersion(7)
        }
        let store = try tables.open()
        defer { store.close() }
        let began = DispatchSemaphore(value: 0)
        let goesOn = DispatchSemaphore(value: 0)
        async let first = Self.apart {
            try store.write { transaction in
                _ = try transaction.clock(of: .common)
                began.signal()
                goesOn.wait()
                return try Self.add(&transaction)
            }
        }
        try await Self.apart { began.wait() }
        async let second = Self.apart { try store.write { try Self.add(&$0) } }
        try await Task.sleep(for: .milliseconds(300))
        let (url, name, replacement) = (tables.url, tables.name, other.name)
        // People who changed meanwhile stop the exchange.
        await #expect(throws: StoreError.busy) {
            async let exchange = Self.apart {
                try PostgresServerStore.replace(
                    url: url,
                    register: name,
                    by: replacement,
                    suffix: "1",
                    directoryVersion: 3
                )
            }
            try await Task.sleep(for: .milliseconds(300))
            goesOn.signal()
            _ = try await exchange
        }
        #expect(try await [first, second] == [1, 2])
        let kept = try await Self.apart {
            try PostgresServerStore.replace(
                url: url,
                register: name,
                by: replacement,
                suffix: "2",
                directoryVersion: 0
            )
        }
        #expect(kept == "caunoi_\(name)_REPLACED_2")
        // The same connections find the new tables.
        let clock = try await Self.apart { try store.read { try $0.clock(of: .common) } }
        #expect(clock?.epoch == epoch && clock?.last == 5)
        #expect(try await Self.apart { try store.write { try Self.add(&$0) } } == 6)
        #expect(try tables.count() == 1)
        try await tables.ask("DROP SCHEMA \"\(kept ?? "")\" CASCADE")
    }

    @Test func `a database that crashes and comes back keeps what was acknowledged`() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("caunoi-postgres-\(UUID().uuidString)").path
        let script = URL(fileURLWithPath: #filePath)
            .appending(path: "../../../../scripts/postgres").standardized.path
        func postgres(_ arguments: String...) async throws -> String {
            let outcome = try await Program.tool(script).run(arguments)
            try #require(outcome.status == 0, "\(outcome.errors)")
            return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let url = try await postgres("start", folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            let store = try #require(
                try PostgresServerStore.open(url: url, register: "crash", creating: true)
            )
            try store.write { transaction in
                try transaction.setClock(PostgresFaultTests.beginning, of: .common)
            }
            let ends = Atomic(false)
            async let acknowledged = Self.apart {
                var acknowledged: [UInt64] = []
                while !ends.load(ordering: .relaxed) {
                    // While the database is away, writes fail; later they succeed again by themselves.
                    if let number = try? store.write({ try Self.add(&$0) }) {
                        acknowledged.append(number)
                    }
                }
                return acknowledged
            }
            for _ in 0..<3 {
                try await Task.sleep(for: .milliseconds(300))
                _ = try await postgres("stop", folder, "immediate")
                _ = try await postgres("start", folder)
            }
            try await Task.sleep(for: .milliseconds(300))
            ends.store(true, ordering: .relaxed)
            let told = try await acknowledged
            #expect(told.count > 3)
            #expect(Set(told).count == told.count)
            let kept = try store.read { transaction in
                var kept: Set<UInt64> = []
                try transaction.visitRecords(in: .common, after: 0) { _, record in
                    kept.insert(record.sequence)
                    return true
                }
                return kept
            }
            #expect(kept.isSuperset(of: told))
            store.close()
        } catch {
            Issue.record(error)
        }
        _ = try await postgres("stop", folder)
    }
}
