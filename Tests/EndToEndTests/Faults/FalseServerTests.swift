import Compression
import Foundation
import Shared
import Testing

/// Whatever answers in the server's place, a sync fails clearly, and what waits to be sent goes on
/// waiting.
@Suite(.serialized)
struct FalseServerTests {
    /// What answers, and how it ends.
    struct Answer: Sendable {
        let what: String
        let bytes: [UInt8]
        /// Sent again and again until the client goes.
        var isEndless = false
        /// How the command may end.
        let exits: Set<Int32>

        init(_ what: String, _ bytes: [UInt8], isEndless: Bool = false, _ exits: Set<Int32>) {
            self.what = what
            self.bytes = bytes
            self.isEndless = isEndless
            self.exits = exits
        }

        /// A whole response.
        init(
            _ what: String,
            _ status: Int,
            _ headers: [String],
            _ body: [UInt8],
            _ exits: Set<Int32>
        ) {
            let lines = ["HTTP/1.1 \(status) Word", "Content-Length: \(body.count)"] + headers
            let head = lines.joined(separator: "\r\n") + "\r\n\r\n"
            self.init(what, Array(head.utf8) + body, exits)
        }
    }

    private static let cbor = "Content-Type: application/cbor"
    private static let html = Array("<html><body>Please sign in to the hotel</body></html>".utf8)

    static let answers: [Answer] = {
        var answers: [Answer] = []
        for status in [
            201, 202, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 407,
            408, 409, 410, 411, 412, 413, 414, 415, 416, 421, 422, 425, 426, 428, 429, 431, 451,
            500, 501, 502, 503, 504, 505, 507, 511, 599, 999,
        ] {
            let body = [204, 304].contains(status) ? [] : html
            let headers = [
                "Content-Type: text/html", "Location: http://127.0.0.1:1/", "Retry-After: 99999",
            ]
            answers.append(Answer("page of status \(status)", status, headers, body, [5]))
        }
        for (status, exit) in [
            (401, 6), (403, 6), (400, 1), (404, 1), (408, 5), (413, 1), (429, 5), (503, 5),
        ] as [(Int, Int32)] {
            let body = WireFailure(code: "said", message: "as the service says", hint: nil)
                .encoded()
            answers.append(Answer("refusal \(status)", status, [cbor], body, [exit]))
        }
        let message = [UInt8](repeating: 0x80, count: 40)
        answers += [
            Answer("a captive portal", 200, ["Content-Type: text/html"], html, [5]),
            Answer("a page that calls itself the service's", 200, [cbor], html, [5]),
            Answer("nothing", 200, [cbor], [], [5]),
            Answer("no type", 200, [], message, [5]),
            Answer("garbage", 200, [cbor], message, [5]),
            Answer("deep nesting", 200, [cbor], [UInt8](repeating: 0x81, count: 100_000), [5]),
            Answer(
                "a huge announcement",
                200,
                [cbor],
                [0x9B, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0],
                [5]
            ),
            Answer(
                "gzip that nobody asked for",
                200,
                [cbor, "Content-Encoding: gzip"],
                message,
                [5]
            ),
            Answer("zstd that is none", 200, [cbor, "Content-Encoding: zstd"], message, [5]),
            Answer(
                "a bomb",
                200,
                [cbor, "Content-Encoding: zstd"],
                Zstandard.compressed([UInt8](repeating: 0, count: 64 * 1024 * 1024)),
                [5]
            ),
            Answer("silence", [], [5]),
            Answer("another protocol", Array("SSH-2.0-OpenSSH_9.2\r\n".utf8), [5]),
            Answer("zeros", [UInt8](repeating: 0, count: 1000), [5]),
            Answer("half a header", Array("HTTP/1.1 200 OK\r\nContent-Le".utf8), [5]),
            Answer(
                "half a body",
                Array("HTTP/1.1 200 OK\r\n\(cbor)\r\nContent-Length: 99\r\n\r\n".utf8) + message,
                [5]
            ),
            Answer(
                "a body without an end",
                Array("HTTP/1.1 200 OK\r\n\(cbor)\r\n\r\n".utf8) + message,
                [5]
            ),
            Answer(
                "half a chunk",
                Array(
                    "HTTP/1.1 200 OK\r\n\(cbor)\r\nTransfer-Encoding: chunked\r\n\r\n99\r\nabc".utf8
                ),
                [5]
            ),
            Answer(
                "an endless body",
                Array("HTTP/1.1 200 OK\r\n\(cbor)\r\n\r\n".utf8),
                isEndless: true,
                [5]
            ),
            Answer("an endless header", Array("HTTP/1.1 200 OK\r\nX: ".utf8), isEndless: true, [5]),
        ]
        return answers
    }()

    @Test func `what does not come from the server changes nothing`() async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let ref = try await home.newRecord("partners", "name.en=Asian Bank")
        let before = try await home.json("status")
        for answer in Self.answers {
            let door = try LocalPort { Self.serve(answer, $0) }
            try home.redirect(to: door.url)
            for command in [["sync"], ["sync", "--plan"], ["verify"]] {
                let outcome = try await Program.client.run(command, environment: home.environment)
                #expect(
                    answer.exits.contains(outcome.status) && !outcome.isOverdue,
                    "\(answer.what), \(command): \(outcome.status) \(outcome.errors)"
                )
                #expect(outcome.errors.contains("error: "), "\(answer.what), \(command)")
                #expect(outcome.output.isEmpty, "\(answer.what), \(command)")
            }
        }
        try home.redirect(to: server.url)
        let after = try await home.json("status")
        for key in ["digest", "pending", "records", "replica", "needs_correction"] {
            #expect(after[key] == before[key], "\(key)")
        }
        #expect(try await home.json("sync")["pushed"]?.integer == 1)
        #expect(try await home.value(ref, "name")?["en"]?.string == "Asian Bank")
        #expect(try await home.json("verify")["equal"]?.boolean == true)
    }

    @Test(arguments: [200, 302, 407, 413, 429])
    func `a network's sign-in page is named`(status: Int) async throws {
        let server = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        let page = Answer("a page", status, ["Content-Type: text/html"], Self.html, [5])
        let door = try LocalPort { Self.serve(page, $0) }
        defer { withExtendedLifetime(door) {} }
        try home.redirect(to: door.url)
        let told = try await home.run("sync", status: 5)
        #expect(told.errors.contains("captive portal"), "\(told.errors)")
        #expect(told.errors.contains("nothing is lost"), "\(told.errors)")
        let stranger = Home(name: "x", folder: server.folder + "/x", clock: nil)
        let code = String(repeating: "7", count: 26)
        let refused = try await Program.client.run(
            ["enroll", door.url, code],
            environment: stranger.environment
        )
        #expect(refused.status == (status == 413 ? 1 : 5), "\(refused.errors)")
    }

    @Test(arguments: [
        "http://register.example.vn", "http://192.0.2.1:8080", "register.example.vn",
        "ftp://register.example.vn", "https://", "https://register.example.vn/?a=1",
    ])
    func `an address that cannot be used is a mistake of usage`(address: String) async throws {
        let code = String(repeating: "7", count: 26)
        let outcome = try await Program.client.run(
            ["enroll", address, code],
            environment: ["CAUNOI_HOME": "/nowhere/replica"]
        )
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains("--insecure-http"), "\(outcome.errors)")
        #expect(outcome.errors.contains("https://register.example.vn"), "\(outcome.errors)")
        #expect(!outcome.errors.contains("when the network is back"), "\(outcome.errors)")
    }

    private static func serve(_ answer: Answer, _ socket: LocalSocket) {
        guard socket.receiveRequest() != nil else { return }
        socket.send(answer.bytes)
        let more = [UInt8](repeating: 0x61, count: 60_000)
        while answer.isEndless, socket.send(more) {}
    }

    @Test func `another register's server is told apart`() async throws {
        let server = try await RunningServer()
        let other = try await RunningServer()
        let home = try await server.enrol("e", department: "finance", person: "Minh")
        _ = try await home.newRecord("partners", "name.en=Asian Bank")
        try home.redirect(to: other.url)
        for command in ["sync", "verify"] {
            let outcome = try await Program.client.run([command], environment: home.environment)
            #expect(outcome.status == 6, "\(command): \(outcome.errors)")
        }
        #expect(try await home.json("status")["pending"]?.integer == 1)
        try home.redirect(to: server.url)
        #expect(try await home.json("sync")["pushed"]?.integer == 1)
    }
}
