import ClientCore
import ClientCurl
import Compression
import CryptoAdapters
import Foundation
import ServerApp
import ServerCore
import ServerHTTP
import Shared
import Testing

/// What each address answers, and how it says no.
struct HTTPRouteTests {
    private static let cbor = "application/cbor"

    /// One request with its headers as given.
    private static func request(
        _ url: String,
        _ method: ClientCore.HTTPRequest.Method = .post,
        _ path: String,
        _ headers: [(name: String, value: String)] = [],
        _ body: [UInt8] = []
    ) throws -> ClientCore.HTTPResponse {
        try CurlTransport(CurlConfiguration(baseURL: url)).exchange(
            ClientCore.HTTPRequest(
                method: method,
                path: path,
                headers: headers,
                body: body,
                responseBytesMax: WireLimits.messageBytesMax,
                deadline: .seconds(120)
            )
        )
    }

    private static func code(_ response: ClientCore.HTTPResponse) -> String? {
        try? WireFailure(encoded: response.body).code
    }

    @Test func `the register tells who it is to anyone`() async throws {
        let register = try HTTPTestRegister()
        let info = register.register.info
        try await withHTTPServer(register) { url in
            let accept = [(name: "accept", value: "application/json")]
            let response = try Self.request(url, .get, "/v1/register", accept)
            let json = try JSONParser.parse(response.body)
            #expect(response.status == 200)
            #expect(response.header("content-type") == "application/json")
            #expect(json["id"]?.string == info.id.text)
            #expect(json["name"]?.string == "Sổ")
            #expect(json["protocol"]?.array == [.integer(1), .integer(1)])
            var reader = CBORReader(try Self.request(url, .get, "/v1/register").body)
            let value = try CBORValue(from: &reader)
            #expect(JSONValue(value).array?.count == 5)
        }
    }

    @Test func `operators see health, readiness, metrics and the description`() async throws {
        let register = try HTTPTestRegister()
        try await withHTTPServer(register) { url in
            for path in ["/healthz", "/readyz"] {
                #expect(try Self.request(url, .get, path).status == 200)
            }
            #expect(try Self.request(url, .post, "/v1/hello").status == 401)
            let metrics = String(
                decoding: try Self.request(url, .get, "/metrics").body,
                as: UTF8.self
            )
            #expect(
                metrics.contains("caunoi_requests_total{route=\"hello\",status=\"401\"} 1\n")
            )
            #expect(
                metrics.contains(
                    "caunoi_request_failures_total{route=\"hello\",status=\"401\"} 1\n"
                )
            )
            #expect(metrics.contains("caunoi_request_seconds_count{route=\"readyz\"} 1\n"))
            let document = try JSONParser.parse(
                Self.request(url, .get, "/openapi.json").body
            )
            #expect(document["openapi"]?.string == "3.1.0")
            for route in Route.allCases {
                #expect(document["paths"]?["/v1/\(route.rawValue)"]?["post"] != nil)
            }
        }
    }

    /// A request that must fail, and how.
    struct Refused: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var method = ClientCore.HTTPRequest.Method.post
        var path = "/v1/hello"
        var type: String? = cbor
        var coding: String?
        var token: String? = String(repeating: "a", count: 64)
        var body: [UInt8] = []
        let status: Int
        let code: String
    }

    static let refused = [
        Refused(
            testDescription: "no such address",
            path: "/v1/nothing",
            status: 404,
            code: "not_found"
        ),
        Refused(
            testDescription: "an address with a slash too many",
            path: "//v1/hello",
            status: 404,
            code: "not_found"
        ),
        Refused(
            testDescription: "reading what is to be posted",
            method: .get,
            status: 405,
            code: "wrong_method"
        ),
        Refused(
            testDescription: "posting what is to be read",
            path: "/healthz",
            status: 405,
            code: "wrong_method"
        ),
        Refused(
            testDescription: "no token",
            token: nil,
            status: 401,
            code: "unknown_device"
        ),
        Refused(
            testDescription: "a token that is none",
            token: "abc",
            status: 401,
            code: "unknown_device"
        ),
        Refused(testDescription: "nobody's token", status: 401, code: "unknown_device"),
        Refused(
            testDescription: "another content type",
            type: "text/plain",
            status: 415,
            code: "unsupported_type"
        ),
        Refused(
            testDescription: "JSON where there is none",
            path: "/v1/push",
            type: "application/json",
            body: Array("{}".utf8),
            status: 415,
            code: "unsupported_type"
        ),
        Refused(
            testDescription: "another coding",
            coding: "gzip",
            status: 415,
            code: "unsupported_coding"
        ),
        Refused(
            testDescription: "a damaged coding",
            coding: "zstd",
            body: [1, 2, 3],
            status: 400,
            code: "malformed"
        ),
        Refused(
            testDescription: "a body above the limit",
            body: [UInt8](repeating: 0, count: WireLimits.messageBytesMax + 1),
            status: 413,
            code: "too_large"
        ),
        Refused(
            testDescription: "a small body that expands above the limit",
            coding: "zstd",
            body: Zstandard.compressed(
                [UInt8](repeating: 0, count: WireLimits.messageBytesMax + 1)
            ),
            status: 413,
            code: "too_large"
        ),
        Refused(
            testDescription: "bytes that are no message",
            path: "/v1/enroll",
            body: [0xFF],
            status: 400,
            code: "malformed"
        ),
        Refused(
            testDescription: "a code that nobody has",
            path: "/v1/enroll",
            body: forgedEnrolment(),
            status: 403,
            code: "key_refused"
        ),
    ]

    /// A well-formed request that is not signed.
    private static func forgedEnrolment() -> [UInt8] {
        var random = AccountRandom(seed: 3)
        return EnrolmentRequest(
            code: InvitationCode(using: &random),
            device: "Laptop",
            signingKey: SigningKey().publicKey,
            agreementKey: AgreementKey().publicKey,
            proof: [UInt8](repeating: 1, count: 64)
        ).encoded()
    }

    @Test func `every refusal has its status and its code`() async throws {
        let register = try HTTPTestRegister()
        try await withHTTPServer(register) { url in
            for refused in Self.refused {
                var headers: [(name: String, value: String)] = []
                if let type = refused.type { headers.append((name: "content-type", value: type)) }
                if let coding = refused.coding {
                    headers.append((name: "content-encoding", value: coding))
                }
                if let token = refused.token {
                    headers.append((name: "authorization", value: "Bearer " + token))
                }
                let response = try Self.request(
                    url,
                    refused.method,
                    refused.path,
                    headers,
                    refused.body
                )
                #expect(response.status == refused.status, "\(refused.testDescription)")
                #expect(Self.code(response) == refused.code, "\(refused.testDescription)")
            }
        }
    }

    @Test func `people read and write JSON where a program has bytes`() async throws {
        let register = try HTTPTestRegister()
        let code = register.code
        let id = register.register.info.id
        try await withHTTPServer(register) { url in
            let device = try HTTPTestDevice(url, code, register: id)
            let headers = [
                (name: "content-type", value: "application/json"),
                (name: "accept", value: "application/json"),
                (name: "authorization", value: "Bearer " + device.token.text),
            ]
            let hello = try Self.request(
                url,
                .post,
                "/v1/hello",
                headers,
                Array(#"{"schema_version":1,"scopes":[{"scope":"common"}]}"#.utf8)
            )
            let greeting = try JSONParser.parse(hello.body)
            #expect(hello.status == 200)
            let scope = try #require(greeting["scopes"]?.array?.first)
            let epoch = try #require(scope["epoch"]?.string)
            let own = #"{"replica":"00000000000000000000000000"}"#
            let pull = try Self.request(
                url,
                .post,
                "/v1/pull",
                headers,
                Array(#"{"scope":"common","epoch":"\#(epoch)","own":\#(own)}"#.utf8)
            )
            #expect(pull.status == 200)
            #expect(try JSONParser.parse(pull.body)["page"] != nil)
            let wrong = try Self.request(url, .post, "/v1/hello", headers, Array("{".utf8))
            #expect(wrong.status == 400)
            let failure = try JSONParser.parse(wrong.body)
            #expect(failure["error"]?["code"]?.string == "malformed")
        }
    }

    @Test func `messages are compressed both ways where that pays`() async throws {
        let register = try HTTPTestRegister()
        let code = register.code
        let id = register.register.info.id
        try await withHTTPServer(register) { url in
            let device = try HTTPTestDevice(url, code, register: id)
            let hello = HelloRequest(schemaVersion: 0, directoryVersion: 0, scopes: [])
            let headers = [
                (name: "content-type", value: Self.cbor),
                (name: "content-encoding", value: "zstd"),
                (name: "accept-encoding", value: "gzip, zstd;q=0.5"),
                (name: "authorization", value: "Bearer " + device.token.text),
            ]
            let response = try Self.request(
                url,
                .post,
                "/v1/hello",
                headers,
                Zstandard.compressed(hello.encoded())
            )
            #expect(response.status == 200)
            #expect(response.header("content-encoding") == "zstd")
            let bytes = try Zstandard.expanded(
                response.body,
                limit: WireLimits.messageBytesMax
            )
            #expect(try HelloResponse(encoded: bytes).schema == BuiltIn.schema)
            #expect(response.body.count < bytes.count / 3)
            let small = try Self.request(url, .get, "/healthz", headers)
            #expect(small.header("content-encoding") == nil)
        }
    }
}
