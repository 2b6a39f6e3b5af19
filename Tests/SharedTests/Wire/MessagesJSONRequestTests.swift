import Shared
import TestSupport
import Testing

@Suite struct `Requests that people send as JSON` {
    private let zeros = String(repeating: "0", count: 26)

    @Test func `a hello and a pull are read as they are shown`() throws {
        for seed in 0..<500 {
            var random = WireRandom(seed: seed)
            let hello = random.helloRequest()
            try #require(try HelloRequest(json: hello.json()) == hello, "seed \(seed)")
            let pull = random.pullRequest()
            try #require(try PullRequest(json: pull.json()) == pull, "seed \(seed)")
        }
    }

    @Test func `what is left out of a hello is nothing`() throws {
        let hello = try HelloRequest(json: parse(#"{"scopes":[{"scope":"common"}]}"#))
        let scope = HelloRequest.Scope(scope: .common, epoch: nil, cursor: 0, own: [])
        #expect(hello == HelloRequest(schemaVersion: 0, directoryVersion: 0, scopes: [scope]))
        #expect(try HelloRequest(json: parse("{}")).scopes.isEmpty)
    }

    @Test func `what is left out of a pull asks for everything`() throws {
        let pull = try PullRequest(
            json: parse(
                #"{"scope":"common","epoch":"\#(zeros)","own":{"replica":"\#(zeros)"}}"#
            )
        )
        #expect(pull.cursor == 0)
        #expect(pull.base == .sequence(0))
        #expect(pull.own.counter == 0 && pull.own.tag == 0)
        #expect(pull.bytesMax == UInt64(WireLimits.pageBytesMax))
    }

    @Test(
        arguments: [
            ("[]", .invalid(path: "", wanted: "an object")),
            (#"{"scope":"common"}"#, .unknown(path: "scope")),
            (#"{"sc\u001bopes":[]}"#, .unknown(path: #"sc\u{1B}opes"#)),
            (#"{"scopes":{}}"#, .invalid(path: "scopes", wanted: "an array")),
            (#"{"scopes":[{}]}"#, .missing(path: "scopes[0].scope")),
            (#"{"scopes":[{"scope":null}]}"#, .missing(path: "scopes[0].scope")),
            (
                #"{"scopes":[{"scope":"Common"}]}"#,
                .invalid(path: "scopes[0].scope", wanted: "the name of a scope")
            ),
            (
                #"{"scopes":[{"scope":"a","cursor":-1}]}"#,
                .invalid(path: "scopes[0].cursor", wanted: "a whole number from 0 to 2^53 - 1")
            ),
            (
                #"{"scopes":[{"scope":"a","cursor":9007199254740992}]}"#,
                .invalid(path: "scopes[0].cursor", wanted: "a whole number from 0 to 2^53 - 1")
            ),
            (
                #"{"schema_version":1.5}"#,
                .invalid(path: "schema_version", wanted: "a whole number from 0 to 2^53 - 1")
            ),
            (
                #"{"scopes":[{"scope":"a"},{"scope":"a","epoch":"x"}]}"#,
                .invalid(path: "scopes[1].epoch", wanted: "an identifier of 26 characters")
            ),
            (
                #"{"scopes":[{"scope":"a","own":[{"counter":1}]}]}"#,
                .missing(path: "scopes[0].own[0].replica")
            ),
            (
                #"{"scopes":[{"scope":"a","own":[{"replica":"00000000000000000000000000","tag":"0g"}]}]}"#,
                .invalid(path: "scopes[0].own[0].tag", wanted: "16 hexadecimal digits")
            ),
        ] as [(String, JSONMessageError)]
    )
    func `a hello that is wrong is refused with the place`(
        text: String,
        error: JSONMessageError
    ) throws {
        let json = try parse(text)
        #expect(throws: error) { _ = try HelloRequest(json: json) }
    }

    @Test(arguments: [
        (#"{}"#, "base"),
        (#"{"sequence":1,"vector":{}}"#, "base"),
        (#"{"vector":{"x":1}}"#, "base.vector[0]"),
        (#"{"vector":{"00000000000000000000000000":0}}"#, "base.vector[0]"),
        (
            #"{"vector":{"0000000000000000000000000A":1,"0000000000000000000000000a":1}}"#,
            "base.vector"
        ),
        (#"{"vector":[]}"#, "base.vector"),
        (#"{"sequence":"1"}"#, "base.sequence"),
        (#"{"other":1}"#, "base.other"),
    ])
    func `a base is one of two`(base: String, path: String) throws {
        let json = try parse(
            #"{"scope":"a","epoch":"\#(zeros)","own":{"replica":"\#(zeros)"},"base":\#(base)}"#
        )
        let error = #expect(throws: JSONMessageError.self) { _ = try PullRequest(json: json) }
        #expect(error?.path == path)
    }

    @Test func `more scopes than allowed are refused`() throws {
        let scope = try parse(#"{"scope":"a"}"#)
        func hello(_ count: Int) throws -> HelloRequest {
            let scopes = JSONValue.array(Array(repeating: scope, count: count))
            return try HelloRequest(json: .object([.init(key: "scopes", value: scopes)]))
        }
        #expect(try hello(WireLimits.scopesMax).scopes.count == WireLimits.scopesMax)
        #expect(throws: JSONMessageError.tooMany(path: "scopes", limit: WireLimits.scopesMax)) {
            _ = try hello(WireLimits.scopesMax + 1)
        }
    }

    @Test func `any other JSON is refused without harm`() {
        for seed in 0..<2_000 {
            var random = WireRandom(seed: seed)
            let json = random.json()
            guard json.object?.isEmpty != true else { continue }
            #expect(throws: JSONMessageError.self, "seed \(seed)") {
                _ = try HelloRequest(json: json)
            }
            #expect(throws: JSONMessageError.self, "seed \(seed)") {
                _ = try PullRequest(json: json)
            }
        }
    }

    private func parse(_ text: String) throws(JSONError) -> JSONValue {
        try JSONParser.parse(Array(text.utf8))
    }
}
