import Compression
import Foundation
import Shared
import Synchronization
import Testing

/// Requests that no client of ours sends, at the running server: each is refused clearly, nothing
/// changes, and the server goes on.
@Suite(.serialized)
struct HostileRequestTests {
    private static let routes = [
        "hello", "compare", "chain", "push", "pull", "history", "digests", "enroll", "bundle",
    ]
    private static let cbor = "Content-Type: application/cbor"

    /// A body that is no message, and the statuses that may answer it.
    private static let bodies: [(what: String, headers: [String], body: [UInt8], status: [Int])] = [
        ("nothing", [cbor], [], [400]),
        ("garbage", [cbor], Array("<html>sign in</html>".utf8), [400]),
        ("a truncated array", [cbor], [0x84, 0x01], [400]),
        ("an array that announces 2^60 items", [cbor], [0x9B, 0x10] + zeros(7), [400]),
        ("bytes that announce 2^62", [cbor], [0x81, 0x5B, 0x40] + zeros(7), [400]),
        ("deep nesting", [cbor], [UInt8](repeating: 0x81, count: 200_000), [400]),
        ("deep nesting without end", [cbor], [UInt8](repeating: 0x9F, count: 200_000), [400]),
        ("text that is not UTF-8", [cbor], [0x81, 0x62, 0xC3, 0x28], [400]),
        ("plain text", ["Content-Type: text/plain"], [0x80], [415]),
        ("no type", [], [0x80], [415]),
        ("two types", [cbor, "Content-Type: text/html"], [0x80], [400, 415]),
        (
            "JSON that is none", ["Content-Type: application/json"], Array("{\"a\":".utf8),
            [400, 415]
        ),
        ("gzip", [cbor, "Content-Encoding: gzip"], [0x1F, 0x8B, 8, 0], [415]),
        ("a coding that is none", [cbor, "Content-Encoding: zstd"], [1, 2, 3], [400]),
        ("a bomb", [cbor, "Content-Encoding: zstd"], bomb, [413]),
        ("two codings", [cbor, "Content-Encoding: zstd, zstd"], bomb, [415]),
        ("too much", [cbor], zeros(WireLimits.messageBytesMax + 1), [413]),
    ]

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    private static let bomb = Zstandard.compressed(zeros(64 * 1024 * 1024))

    @Test func `whatever is posted, the answer is clear and nothing changes`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let token = try home.token
        let before = try await server.counted()
        for route in Self.routes {
            for (what, headers, body, statuses) in Self.bodies {
                let headers = headers + ["Authorization: Bearer \(token)"]
                let answer = try RawRequest(path: "/v1/" + route, headers: headers, body: body)
                    .send(to: server.url)
                // A carried file may be longer than other messages; then it is none.
                let statuses = route == "bundle" ? statuses + [400] : statuses
                #expect(
                    answer.status.map { statuses.contains($0) } == true,
                    "\(route), \(what): \(String(describing: answer.status))"
                )
                #expect(answer.failure?.message.isEmpty == false, "\(route), \(what)")
                #expect(answer.failure?.code.isEmpty == false, "\(route), \(what)")
            }
        }
        #expect(try await server.counted() == before)
        #expect(try await home.json("verify")["equal"]?.boolean == true)
    }

    @Test func `nobody gets in without a token of this register`() async throws {
        let server = try await RunningServer()
        let other = try await RunningServer()
        let stranger = try await other.enrol("x", department: "finance", person: "Minh")
        let tokens: [[String]] = [
            [], ["Authorization: Bearer"], ["Authorization: Bearer x"],
            ["Authorization: Basic YTpi"],
            ["Authorization: Bearer " + String(repeating: "A", count: 64)],
            ["Authorization: Bearer \(try stranger.token)"],
        ]
        for route in Self.routes where route != "enroll" {
            for token in tokens {
                let answer = try RawRequest(path: "/v1/" + route, headers: [Self.cbor] + token)
                    .send(to: server.url)
                #expect(answer.status == 401, "\(route), \(token)")
                #expect(answer.failure?.code == "unknown_device", "\(route), \(token)")
            }
        }
    }

    @Test func `a body that does not come whole is not acted on`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let before = try await server.counted()
        for count in [0, 1, 100] {
            let body = [UInt8](repeating: 0x80, count: count)
            let headers = [Self.cbor, "Authorization: Bearer \(try home.token)"]
            let request = RawRequest(path: "/v1/push", headers: headers, body: body, announced: 500)
            let answer = try request.send(to: server.url, isCut: true)
            #expect(answer.status == nil || answer.status == 400)
        }
        #expect(try await server.counted() == before)
        try await home.run("sync")
    }

    @Test func `a push that was damaged or belongs elsewhere changes nothing`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let other = try await server.enrol("f", department: "finance", person: "Lan")
        let ref = try await home.newRecord("partners", "name.en=Asian Bank")
        let body = try await home.swallowedPush(server)
        let before = try await server.counted()
        func push(_ body: [UInt8], _ home: Home) throws -> RawRequest.Answer {
            try RawRequest(
                path: "/v1/push",
                headers: [Self.cbor, "Authorization: Bearer \(try home.token)"],
                body: body
            ).send(to: server.url)
        }
        for count in 0..<body.count {
            #expect(try push(Array(body.prefix(count)), home).status == 400, "\(count) bytes")
        }
        for place in 0..<body.count {
            var damaged = body
            damaged[place] ^= 1 << UInt8(place % 8)
            let answer = try push(damaged, home)
            let said = "byte \(place): \(String(describing: answer.status))"
            // A damaged scope or epoch is answered with where the server stands: nothing is taken in.
            #expect(answer.status.map { [200, 400, 403, 404].contains($0) } == true, "\(said)")
            #expect(try await server.isCounted(before), "\(said)")
        }
        #expect(try push(body + [0], home).status == 400)
        #expect(try push(body, other).status == 403)
        #expect(try await server.counted() == before)

        #expect(try push(body, home).status == 200)
        #expect(try push(body, home).status == 200)
        try await home.run("sync")
        try await other.run("sync")
        #expect(try await other.history(ref).count == 1)
        #expect(try await home.json("verify")["equal"]?.boolean == true)
    }
}

extension Home {
    private var enrolmentFile: String { folder + "/enrolment.json" }

    private func enrolment() throws -> JSONValue {
        let data = try Data(contentsOf: URL(fileURLWithPath: enrolmentFile))
        return try JSONParser.parse(Array(data))
    }

    /// What the device shows the server.
    var token: String { get throws { try #require(try enrolment()["token"]?.string) } }

    /// Lets the device take another address for its server's.
    func redirect(to url: String) throws {
        let known = try #require(try enrolment()["server"]?.string)
        let text = try String(contentsOfFile: enrolmentFile, encoding: .utf8)
            .replacing("\"\(known)\"", with: "\"\(url)\"")
        try Data(text.utf8).write(to: URL(fileURLWithPath: enrolmentFile))
    }

    /// The body of the device's next push, which never arrives.
    func swallowedPush(_ server: RunningServer) async throws -> [UInt8] {
        let body = Mutex<[UInt8]>([])
        let target = server.port
        let door = try LocalPort { client in
            while let request = client.receiveRequest() {
                if request.line.contains("/v1/push ") {
                    body.withLock { $0 = request.body }
                    return
                }
                guard let upstream = try? LocalSocket(connectingTo: target) else { return }
                defer { upstream.close() }
                upstream.send(request.bytes)
                client.send(upstream.receiveMessage())
            }
        }
        try redirect(to: door.url)
        try await run("sync", status: 5)
        try redirect(to: server.url)
        return try #require(body.withLock { $0.isEmpty ? nil : $0 })
    }
}

extension RunningServer {
    var port: UInt16 { url.split(separator: ":").last.flatMap { UInt16($0) } ?? 0 }

    /// What `stats` counts, sizes of files aside.
    func counted() async throws -> [JSONValue] {
        let statistics = try await statistics()
        return ["records", "deleted", "changes", "held", "persons", "devices", "conflicts_open"]
            .map { statistics[$0] ?? .null }
    }

    func isCounted(_ before: [JSONValue]) async throws -> Bool { try await counted() == before }
}
