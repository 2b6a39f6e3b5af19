import ClientCore
import CryptoAdapters
import ServerCore
import Shared
import Simulator
import Testing

/// An exchange that is cut after every byte of every message, in either direction.
struct CutSweepTests {
    private static let service = SyncService(hash: SHA256Hash.self, policy: PermissivePolicy())
    private static let engine = ReplicaEngine(hash: SHA256Hash.self)

    /// One side each, and the bytes that have gone between them.
    private struct World {
        var device: MemoryReplicaStore
        var server: MemoryServerStore
        var random = SplitMix64(seed: 11)
        /// Records and changes that were sent again although they had arrived.
        var rowsReceived = 0
        var changesSent = 0
    }

    /// Where an exchange is cut: the message counted from 0, and in which direction.
    private enum Cut: Hashable {
        case request(Int)
        case response(Int)
    }

    private static func save(
        _ count: Int,
        from first: Int,
        into store: inout MemoryReplicaStore,
        _ random: inout SplitMix64
    ) throws {
        for number in first..<first + count {
            var writer = CBORWriter()
            writer.text("record number \(number)")
            let draft = Draft(
                kind: .create,
                record: RecordID(high: UInt64(number), low: random.next()),
                collection: 7,
                cells: [.init(key: CellKey(field: 1), value: ArraySlice(writer.bytes))]
            )
            _ = try engine.save(
                [draft],
                in: .common,
                by: Author(actor: 1, schemaVersion: 1),
                at: 1_700_000_000_000,
                using: &random,
                in: &store
            )
        }
    }

    /// A device with 40 changes to send and 60 records of somebody else's to fetch.
    private static func world() throws -> World {
        var random = SplitMix64(seed: 5)
        var server = MemoryServerStore()
        try service.createScope(.common, using: &random, in: &server)
        func device() -> MemoryReplicaStore {
            MemoryReplicaStore(replica: .random(using: &random), scopes: [.common])
        }
        var other = World(device: device(), server: server)
        var mine = device()
        try exchange(&other)
        var first = World(device: mine, server: other.server)
        try exchange(&first)
        mine = first.device
        try save(60, from: 1000, into: &other.device, &other.random)
        other.server = first.server
        try exchange(&other)
        try save(40, from: 1, into: &mine, &other.random)
        return World(device: mine, server: other.server)
    }

    /// One session up to its end or a cut.
    ///
    /// - Returns: The request and the response of every step.
    @discardableResult
    private static func exchange(
        _ world: inout World,
        cut: Cut? = nil
    ) throws -> [(request: [UInt8], response: [UInt8], kind: SyncRequest)] {
        var session = SyncSession()
        var memory = SessionMemory()
        var messages: [(request: [UInt8], response: [UInt8], kind: SyncRequest)] = []
        var action = session.start()
        while true {
            if case .finish(let ending) = action {
                #expect(ending == .complete)
                return messages
            }
            let made = try engine.prepare(
                action,
                &memory,
                sign: { _, _ in [UInt8](repeating: 0, count: 64) },
                in: world.device
            )
            let request = small(try #require(made))
            if cut == .request(messages.count) { return messages }
            let (sent, answered, response) = try answer(request, &world)
            if case .push(let push) = request { world.changesSent += push.items.count }
            messages.append((sent, answered, request))
            if cut == .response(messages.count - 1) { return messages }
            if case .pull(.page(let page)) = response { world.rowsReceived += page.rows.count }
            let event = try engine.conclude(
                action,
                request,
                response,
                &memory,
                using: &world.random,
                in: &world.device
            )
            action = session.next(after: event)
        }
    }

    /// The same request for smaller pages, so that there are several.
    private static func small(_ request: SyncRequest) -> SyncRequest {
        guard case .pull(let pull) = request else { return request }
        return .pull(
            PullRequest(
                scope: pull.scope,
                epoch: pull.epoch,
                cursor: pull.cursor,
                base: pull.base,
                own: pull.own,
                bytesMax: 600
            )
        )
    }

    /// What the server answers, bytes to bytes.
    private static func answer(
        _ request: SyncRequest,
        _ world: inout World
    ) throws -> ([UInt8], [UInt8], SyncResponse) {
        switch request {
        case .hello(let hello):
            let bytes = hello.encoded()
            let read = try HelloRequest(encoded: bytes)
            let response = HelloResponse(
                time: 1,
                actor: 1,
                schema: nil,
                directory: nil,
                scopes: try read.scopes.compactMap { try service.greet($0, in: world.server) }
            )
            let back = response.encoded()
            return (bytes, back, .hello(try HelloResponse(encoded: back)))
        case .push(let push):
            let bytes = push.encoded()
            let response = try service.push(
                try PushRequest(encoded: bytes),
                from: Caller(standing: .active, actor: 1),
                at: 1,
                check: { _ in true },
                using: &world.random,
                in: &world.server
            )
            let back = try #require(response).encoded()
            return (bytes, back, .push(try PushResponse(encoded: back)))
        case .pull(let pull):
            let bytes = pull.encoded()
            let response = try service.pull(try PullRequest(encoded: bytes), in: world.server)
            let back = try #require(response).encoded()
            return (bytes, back, .pull(try PullResponse(encoded: back)))
        case .compare(let compare):
            let bytes = compare.encoded()
            let response = try service.compare(
                try CompareRequest(encoded: bytes),
                using: &world.random,
                in: &world.server
            )
            let back = try #require(response).encoded()
            return (bytes, back, .compare(try CompareResponse(encoded: back)))
        case .chain, .digests:
            Issue.record("\(request) was not to be expected")
            throw CancellationError()
        }
    }

    /// Whether nothing is made of a message that is not whole.
    private static func isRefused(_ bytes: [UInt8], of kind: SyncRequest, isRequest: Bool) -> Bool {
        switch (kind, isRequest) {
        case (.hello, true): (try? HelloRequest(encoded: bytes)) == nil
        case (.hello, false): (try? HelloResponse(encoded: bytes)) == nil
        case (.push, true): (try? PushRequest(encoded: bytes)) == nil
        case (.push, false): (try? PushResponse(encoded: bytes)) == nil
        case (.pull, true): (try? PullRequest(encoded: bytes)) == nil
        case (.pull, false): (try? PullResponse(encoded: bytes)) == nil
        case (.compare, true): (try? CompareRequest(encoded: bytes)) == nil
        case (.compare, false): (try? CompareResponse(encoded: bytes)) == nil
        case (.chain, _), (.digests, _): false
        }
    }

    @Test func `no beginning of a message is taken for a message`() throws {
        var world = try Self.world()
        let messages = try Self.exchange(&world)
        #expect(messages.count > 8)
        for message in messages {
            for count in 0..<message.request.count {
                let part = Array(message.request[..<count])
                #expect(Self.isRefused(part, of: message.kind, isRequest: true))
            }
            for count in 0..<message.response.count {
                let part = Array(message.response[..<count])
                #expect(Self.isRefused(part, of: message.kind, isRequest: false))
            }
        }
    }

    /// Whatever part of a message arrived, it comes to the same as none of it; so that a cut between any
    /// two messages, and within any, is one of these.
    @Test func `an exchange goes on where it was cut, and sends at most a page again`() throws {
        let start = try Self.world()
        var whole = start
        let messages = try Self.exchange(&whole)
        let digest = whole.server.digest(of: .common)
        #expect(whole.device.digest(of: .common) == digest)
        let largestPage = 600 / 40
        for number in messages.indices {
            for cut in [Cut.request(number), .response(number)] {
                var world = start
                try Self.exchange(&world, cut: cut)
                try Self.exchange(&world)
                #expect(world.device.digest(of: .common) == digest, "\(cut)")
                #expect(world.server.digest(of: .common) == digest, "\(cut)")
                #expect(world.rowsReceived <= whole.rowsReceived + largestPage, "\(cut)")
                #expect(world.changesSent <= 2 * whole.changesSent, "\(cut)")
                let own = world.device.ownChanges(in: .common)
                #expect(own.allSatisfy { $0.received != nil }, "\(cut)")
                #expect(try Self.exchange(&world).count == 1, "\(cut)")
            }
            // Cut every time at the same place, it still comes to its end.
            var world = start
            for _ in 0...messages.count { try Self.exchange(&world, cut: .response(1)) }
            try Self.exchange(&world)
            #expect(world.device.digest(of: .common) == digest)
        }
    }
}
