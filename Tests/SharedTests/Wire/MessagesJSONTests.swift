import Shared
import TestSupport
import Testing

/// The messages as people see them.
@Suite struct `Messages in JSON` {
    private let replica = ReplicaID(high: 0, low: 1)
    private let epoch = Epoch(high: 0, low: 2)
    private let record = RecordID(high: 0, low: 3)
    private let replicaText = "00000000000000000000000001"

    @Test func `a hello shows ids as text and tags as digits`() {
        let request = HelloRequest(
            schemaVersion: 7,
            directoryVersion: 0,
            scopes: [
                HelloRequest.Scope(
                    scope: .common,
                    epoch: nil,
                    cursor: 0,
                    own: [ChainHead(replica: replica, counter: 2, tag: 0xab)]
                )
            ]
        )
        #expect(
            JSONWriter.string(request.json()) == """
                {"schema_version":7,"directory_version":0,"scopes":[{"scope":"common",\
                "epoch":null,"cursor":0,"own":[{"replica":"00000000000000000000000001",\
                "counter":2,"tag":"00000000000000ab"}]}]}
                """
        )
    }

    @Test func `a page shows its records cell by cell`() throws {
        let dot = Dot(replica, 5)
        let time = HybridTimestamp(milliseconds: 1_700_000_000_000, counter: 3)
        let state = RecordState(
            collection: 4,
            writes: [
                write(.head, dot, [0]),
                write(CellKey(field: 1, sub: Array("vi".utf8)), dot, [0x62, 0x68, 0x69]),
                write(CellKey(field: 2, sub: [0xff, 0]), dot, [0x82, 0x20, 0xf6]),
            ],
            stamps: [DotStamp(dot: dot, time: time, actor: 9)]
        )
        let row = PullPage.Row(
            record: record,
            frame: state.frame,
            extra: VersionVector([Dot(replica, 6)])
        )
        let json = page([row]).json()
        let rows = try #require(json["page"]?["rows"])
        #expect(
            JSONWriter.string(rows) == """
                [{"record":"00000000000000000000000003","frame":{"collection":4,"cells":[\
                {"field":0,"change":"\(replicaText):5","value":0},\
                {"field":1,"sub":"vi","change":"\(replicaText):5","value":"hi"},\
                {"field":2,"sub":{"hex":"ff00"},"change":"\(replicaText):5","value":[-1,null]}],\
                "changes":[{"change":"\(replicaText):5","time":1700000000000,"time_counter":3,\
                "actor":9}]},"extra":{"\(replicaText)":6}}]
                """
        )
    }

    @Test func `a value that was left out has no member`() throws {
        let dot = Dot(replica, 5)
        let stamp = DotStamp(dot: dot, time: HybridTimestamp(rawValue: 0), actor: 9)
        let state = RecordState(collection: 4, writes: [write(.head, dot, [0])], stamps: [stamp])
        let row = PullPage.Row(
            record: record,
            frame: state.frame { _ in true },
            extra: VersionVector()
        )
        let frame = try #require(page([row]).json()["page"]?["rows"]?.array?.first?["frame"])
        #expect(
            JSONWriter.string(frame)
                == #"{"collection":4,"cells":[{"field":0,"change":"\#(replicaText):5"}],"changes":[]}"#
        )
    }

    @Test func `a frame that is none is shown as its bytes`() throws {
        let row = PullPage.Row(record: record, frame: [1, 0xff], extra: VersionVector())
        let frame = page([row]).json()["page"]?["rows"]?.array?.first?["frame"]
        #expect(frame.map { JSONWriter.string($0) } == #"{"hex":"01ff"}"#)
    }

    @Test func `a push shows its changes with their values`() throws {
        let change = Change(
            kind: .edit,
            record: record,
            collection: 4,
            time: HybridTimestamp(milliseconds: 1_700_000_000_000),
            actor: 9,
            schemaVersion: 2,
            parents: [Dot(replica, 1)],
            writes: [
                Change.CellWrite(key: .head, replaced: [Dot(replica, 1)], value: [0]),
                Change.CellWrite(key: CellKey(field: 6), replaced: [], value: nil),
            ],
            note: "why"
        )
        let sealed = change.sealed(
            as: Dot(replica, 2),
            after: Hash256(0, 0, 0, 0),
            salt: [UInt8](repeating: 0xaa, count: 16),
            by: ToyHash.self
        )
        func item(_ bytes: ChangeBytes) throws -> String {
            let item = PushRequest.Item(dot: sealed.dot, bytes: bytes, renames: [])
            let json = PushRequest(scope: .common, epoch: epoch, items: [item]).json()
            return JSONWriter.string(try #require(json["items"]?.array?.first))
        }
        #expect(
            try item(sealed.bytes) == """
                {"dot":"\(replicaText):2","change":{"kind":"edit",\
                "record":"00000000000000000000000003","collection":4,"act_distance":0,\
                "time":1700000000000,"time_counter":0,"actor":9,"schema_version":2,\
                "parents":["\(replicaText):1"],"writes":[\
                {"field":0,"replaced":["\(replicaText):1"],"value":0},\
                {"field":6,"replaced":[]}],"note":"why","purged":false},\
                "salt":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","renames":[]}
                """
        )
        #expect(
            try item(ChangeBytes(header: [1], salt: [], body: [0xff])) == """
                {"dot":"\(replicaText):2","change":{"header":"01","body":"ff"},\
                "salt":"","renames":[]}
                """
        )
    }

    @Test func `a failure looks as the commands print it`() {
        let failure = WireFailure(code: "too_large", message: "the body has 5 MB", field: "items")
        #expect(
            JSONWriter.string(failure.json()) == """
                {"error":{"code":"too_large","message":"the body has 5 MB","field":"items",\
                "hint":null}}
                """
        )
    }

    @Test func `an outcome names what it is about`() {
        let response = PushResponse(
            outcome: .needState(record),
            acknowledged: [Dot(replica, 4)],
            before: 1,
            after: 2,
            received: 3,
            refusals: [Refusal(dot: Dot(replica, 4), key: CellKey(field: 5), reason: "too_large")]
        )
        #expect(
            JSONWriter.string(response.json()) == """
                {"outcome":"need_state","record":"00000000000000000000000003",\
                "acknowledged":["\(replicaText):4"],"before":1,"after":2,"received":3,\
                "refusals":[{"change":"\(replicaText):4","field":5,"reason":"too_large"}]}
                """
        )
    }

    @Test(
        arguments: [
            (.unsigned((1 << 53) - 1), "9007199254740991"),
            (.unsigned(1 << 53), #""9007199254740992""#),
            (.negative((1 << 53) - 2), "-9007199254740991"),
            (.negative((1 << 53) - 1), #""-9007199254740992""#),
            (.negative(.max), #""-18446744073709551616""#),
            (.bytes([0, 255]), #"{"hex":"00ff"}"#),
            (
                .map([pair(.text("a"), .null), pair(.text("b"), .boolean(true))]),
                #"{"a":null,"b":true}"#
            ),
            (
                .map([pair(.unsigned(1), .null), pair(.negative(0), .null)]),
                #"{"1":null,"-1":null}"#
            ),
            (
                .map([pair(.unsigned(1), .null), pair(.text("1"), .null)]),
                #"[[1,null],["1",null]]"#
            ),
            (.map([]), "{}"),
        ] as [(CBORValue, String)]
    )
    func `a CBOR value has one form in JSON`(value: CBORValue, json: String) {
        #expect(JSONWriter.string(JSONValue(value)) == json)
    }

    @Test(arguments: MessagesKind.allCases)
    func `every message is JSON that the parser reads again`(kind: MessagesKind) throws {
        for seed in 0..<300 {
            var random = WireRandom(seed: seed)
            let json = kind.random(using: &random).json()
            try #require(try JSONParser.parse(JSONWriter.bytes(json)) == json, "seed \(seed)")
        }
    }

    private static func pair(_ key: CBORValue, _ value: CBORValue) -> CBORValue.Pair {
        CBORValue.Pair(key: key, value: value)
    }

    private func write(_ key: CellKey, _ dot: Dot, _ value: [UInt8]) -> RecordState.LiveWrite {
        RecordState.LiveWrite(key: key, dot: dot, value: value[...])
    }

    private func page(_ rows: [PullPage.Row]) -> PullResponse {
        let answer = ChainAnswer(replica: replica, counter: 0, tagAtCommon: 0, acknowledged: 0)
        return .page(
            PullPage(
                epoch: epoch,
                from: 0,
                to: 1,
                isLast: false,
                feed: [],
                rows: rows,
                own: answer,
                digest: nil
            )
        )
    }
}
