import Shared
import TestSupport
import Testing

@Suite struct `Limits of messages` {
    private static let replica = ReplicaID(high: 1, low: 2)
    private static let epoch = Epoch(high: 3, low: 4)
    private static let head = ChainHead(replica: replica, counter: 1, tag: 5)
    private static let answer = ChainAnswer(
        replica: replica,
        counter: 1,
        tagAtCommon: 5,
        acknowledged: 1
    )

    /// One limit: a message with `count` of something.
    struct Case: CustomTestStringConvertible {
        let name: String
        let kind: MessagesKind
        let limit: Int
        let message: @Sendable (Int) -> any WireMessage

        var testDescription: String { name }

        init(
            _ name: String,
            _ kind: MessagesKind,
            _ limit: Int,
            _ message: @escaping @Sendable (Int) -> any WireMessage
        ) {
            self.name = name
            self.kind = kind
            self.limit = limit
            self.message = message
        }
    }

    @Test(arguments: [
        Case("scopes of a hello", .helloRequest, WireLimits.scopesMax) { count in
            let scope = HelloRequest.Scope(scope: .common, epoch: nil, cursor: 0, own: [])
            return HelloRequest(
                schemaVersion: 0,
                directoryVersion: 0,
                scopes: Array(repeating: scope, count: count)
            )
        },
        Case("scopes of an answer", .helloResponse, WireLimits.scopesMax) { count in
            let scope = HelloResponse.Scope(
                scope: .common,
                epoch: epoch,
                last: 0,
                own: [],
                digest: Hash256(1, 2, 3, 4)
            )
            let scopes = Array(repeating: scope, count: count)
            return HelloResponse(time: 0, actor: 0, schema: nil, directory: nil, scopes: scopes)
        },
        Case("bytes of the schema", .helloResponse, WireLimits.messageBytesMax) { count in
            let schema = [UInt8](repeating: 0, count: count)
            return HelloResponse(time: 0, actor: 0, schema: schema, directory: nil, scopes: [])
        },
        Case("heads of a comparison", .compareRequest, WireLimits.replicasMax) { count in
            let heads = Array(repeating: head, count: count)
            return CompareRequest(scope: .common, heads: heads, forks: [])
        },
        Case("forks of a comparison", .compareRequest, WireLimits.replicasMax) { count in
            let fork = Fork(of: replica, beyond: 1, firstTag: 2, by: ToyHash.self)
            let forks = Array(repeating: fork, count: count)
            return CompareRequest(scope: .common, heads: [], forks: forks)
        },
        Case("answers of a comparison", .compareResponse, WireLimits.replicasMax) { count in
            let answers = Array(repeating: answer, count: count)
            return CompareResponse(
                epoch: epoch,
                answers: answers,
                forks: [],
                vector: VersionVector()
            )
        },
        Case("entries of a vector", .compareResponse, WireLimits.replicasMax) { count in
            let dots = (0..<count).map { Dot(ReplicaID(high: 0, low: UInt64($0)), 1) }
            return CompareResponse(
                epoch: epoch,
                answers: [],
                forks: [],
                vector: VersionVector(dots)
            )
        },
        Case("tags asked for", .chainRequest, WireLimits.tagsMax) { count in
            ChainRequest(scope: .common, replica: replica, first: 7, last: 6 + UInt64(count))
        },
        Case("tags given out", .chainResponse, WireLimits.tagsMax) { count in
            ChainResponse(epoch: epoch, tags: Array(repeating: 1, count: count))
        },
        Case("changes of a push in one run", .pushRequest, WireLimits.itemsMax) { count in
            push(items: (0..<count).map { Dot(replica, UInt64($0) + 1) })
        },
        Case("changes of a push in many runs", .pushRequest, WireLimits.itemsMax) { count in
            push(items: (0..<count).map { Dot(replica, UInt64($0 / 2) * 3 + UInt64($0 % 2) + 1) })
        },
        Case("bytes of a change", .pushRequest, WireLimits.changeBytesMax) { count in
            let body = [UInt8](repeating: 0, count: count - 116)
            let salt = [UInt8](repeating: 0, count: 16)
            return push(items: [Dot(replica, 1)], header: 100, salt: salt, body: body)
        },
        Case("renames of a change", .pushRequest, WireLimits.renamesMax) { count in
            let rename = Rename(from: replica, beyond: 1, to: replica)
            return push(
                items: [Dot(replica, 1)],
                renames: Array(repeating: rename, count: count)
            )
        },
        Case("bytes of a signature", .pushRequest, WireLimits.signatureBytesMax) { count in
            let signature = PushRequest.Signature(
                replica: replica,
                head: Hash256(1, 2, 3, 4),
                bytes: [UInt8](repeating: 1, count: count)
            )
            return PushRequest(scope: .common, epoch: epoch, items: [], signatures: [signature])
        },
        Case("rows of a page", .pullResponse, WireLimits.itemsMax) { count in
            let row = PullPage.Row(
                record: RecordID(high: 1, low: 1),
                frame: [],
                extra: VersionVector()
            )
            return page(rows: Array(repeating: row, count: count))
        },
        Case("bytes of a frame", .pullResponse, WireLimits.messageBytesMax) { count in
            let frame = [UInt8](repeating: 0, count: count)
            let record = RecordID(high: 1, low: 1)
            return page(rows: [PullPage.Row(record: record, frame: frame, extra: VersionVector())])
        },
        Case("tags of one segment", .pullResponse, WireLimits.itemsMax) { count in
            page(feed: [segment(count)])
        },
        Case("tags of all segments", .pullResponse, WireLimits.itemsMax) { count in
            page(feed: [segment(count - 3), segment(1), segment(2)])
        },
    ])
    func `a list may be as long as its limit, not longer`(limit: Case) throws {
        let below = limit.message(limit.limit)
        #expect(isEqual(try limit.kind.decode(below.encoded()), below))
        let above = limit.message(limit.limit + 1).encoded()
        #expect(throws: CBORError.self) { _ = try limit.kind.decode(above) }
    }

    @Test(arguments: [WireLimits.counterMax, WireLimits.counterMax + 1, .max])
    func `a counter is at most 2^53 - 1, wherever it is`(counter: UInt64) throws {
        let isAllowed = counter <= WireLimits.counterMax
        let head = ChainHead(replica: Self.replica, counter: counter, tag: .max)
        let answer = ChainAnswer(
            replica: Self.replica,
            counter: 1,
            tagAtCommon: .max,
            acknowledged: counter
        )
        let fork = Fork(of: Self.replica, beyond: counter, firstTag: 1, by: ToyHash.self)
        let vector = VersionVector([Dot(Self.replica, counter)])
        let scope = HelloRequest.Scope(scope: .common, epoch: nil, cursor: counter, own: [])
        let rename = Rename(from: Self.replica, beyond: counter, to: Self.replica)
        let messages: [(MessagesKind, any WireMessage)] = [
            (.helloRequest, HelloRequest(schemaVersion: counter, directoryVersion: 0, scopes: [])),
            (.helloRequest, HelloRequest(schemaVersion: 0, directoryVersion: 0, scopes: [scope])),
            (.compareRequest, CompareRequest(scope: .common, heads: [head], forks: [])),
            (.compareRequest, CompareRequest(scope: .common, heads: [], forks: [fork])),
            (
                .compareResponse,
                CompareResponse(epoch: Self.epoch, answers: [answer], forks: [], vector: vector)
            ),
            (.pushRequest, Self.push(items: [Dot(Self.replica, counter)])),
            (.pushRequest, Self.push(items: [Dot(Self.replica, 1)], renames: [rename])),
        ]
        for (kind, message) in messages {
            let decoded = try? kind.decode(message.encoded())
            #expect((decoded != nil) == isAllowed, "\(kind)")
        }
    }

    @Test func `a segment ends at a counter that is allowed`() throws {
        func bytes(first: UInt64) -> [UInt8] {
            let segment = FeedSegment(
                replica: Self.replica,
                first: first,
                isApplied: true,
                received: 0,
                tags: [1, 2]
            )
            return Self.page(feed: [segment]).encoded()
        }
        _ = try PullResponse(encoded: bytes(first: WireLimits.counterMax - 1))
        #expect(throws: CBORError.self) {
            _ = try PullResponse(encoded: bytes(first: WireLimits.counterMax))
        }
    }

    @Test func `a failure's texts are cut where a character ends`() {
        let long = String(repeating: "ế", count: 1000)
        let failure = WireFailure(code: long, message: long, field: long, hint: long)
        #expect(failure.code.utf8.count == 126)
        #expect(failure.message.utf8.count == 1023)
        #expect(failure.field?.utf8.count == 126)
        #expect(failure.hint?.utf8.count == 1023)
    }

    // MARK: - Messages with one thing in them

    private static func push(
        items dots: [Dot],
        header: Int = 0,
        salt: [UInt8] = [],
        body: [UInt8] = [],
        renames: [Rename] = []
    ) -> PushRequest {
        let bytes = ChangeBytes(
            header: [UInt8](repeating: 0, count: header)[...],
            salt: salt[...],
            body: body[...]
        )
        return PushRequest(
            scope: .common,
            epoch: epoch,
            items: dots.map { PushRequest.Item(dot: $0, bytes: bytes, renames: renames) }
        )
    }

    private static func page(
        feed: [FeedSegment] = [],
        rows: [PullPage.Row] = []
    ) -> PullResponse {
        .page(
            PullPage(
                epoch: epoch,
                from: 0,
                to: 1,
                isLast: false,
                feed: feed,
                rows: rows,
                own: answer,
                digest: nil
            )
        )
    }

    private static func segment(_ count: Int) -> FeedSegment {
        FeedSegment(
            replica: replica,
            first: 1,
            isApplied: true,
            received: 0,
            tags: Array(repeating: 9, count: count)
        )
    }
}
