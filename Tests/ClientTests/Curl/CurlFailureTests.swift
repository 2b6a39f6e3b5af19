import ClientCore
import ClientCurl
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CurlFailureTests {
    struct Cut: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let steps: [LoopbackServer.Step]
    }

    @Test(arguments: [
        Cut(testDescription: "before the answer", steps: [.close]),
        Cut(testDescription: "by a reset", steps: [.reset]),
        Cut(testDescription: "in the headers", steps: [.send("HTTP/1.1 200 OK\r\nA: b"), .close]),
        Cut(testDescription: "between headers", steps: [.send("HTTP/1.1 200 OK\r\n"), .close]),
        Cut(
            testDescription: "after an interim response",
            steps: [.send("HTTP/1.1 100 Continue\r\n\r\n"), .close]
        ),
        Cut(
            testDescription: "in the body",
            steps: [.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), .close]
        ),
        Cut(
            testDescription: "in the body, by a reset",
            steps: [
                .send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"),
                .wait(.milliseconds(50)), .reset,
            ]
        ),
        Cut(
            testDescription: "between chunks",
            steps: [
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"), .close,
            ]
        ),
        Cut(
            testDescription: "in a chunk",
            steps: [
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"), .close,
            ]
        ),
    ])
    func `a connection that ends too early is cut`(cut: Cut) throws {
        let server = try LoopbackServer { _ in cut.steps }
        defer { server.stop() }
        let error = try #require(failure(of: .post("/", body: [1]), at: server))

        guard case .cut = error else {
            Issue.record("\(error)")
            return
        }
        #expect(error.mayHaveBeenCarriedOut)
        #expect(error.isTemporary)
    }

    @Test func `a refused connection is unreachable, and nothing was sent`() throws {
        let port = try LoopbackServer.freePort()
        let transport = try CurlTransport(CurlConfiguration(baseURL: "http://localhost:\(port)"))

        let error = try #require(throws: TransportError.self) {
            try transport.exchange(.post("/", body: [1]))
        }

        guard case .unreachable(let host, _) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(host == "localhost:\(port)")
        #expect(!error.mayHaveBeenCarriedOut)
        #expect(transport.total.bytesSent == 0)
    }

    @Test func `an unknown name is unreachable`() throws {
        let transport = try CurlTransport(CurlConfiguration(baseURL: "https://nowhere.invalid"))

        let error = try #require(throws: TransportError.self) {
            try transport.exchange(.get("/"))
        }

        guard case .unreachable(host: "nowhere.invalid", _) = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test func `a request sent on a dying connection is not called unreachable afterwards`() throws
    {
        let server = try LoopbackServer { request in
            request.number == 0 ? [.respond(200)] : [.stopListening, .close]
        }
        defer { server.stop() }
        let transport = try CurlTransport(CurlConfiguration(baseURL: server.url))
        _ = try transport.exchange(.post("/", body: [1]))

        let error = try #require(throws: TransportError.self) {
            try transport.exchange(.post("/", body: [2]))
        }

        #expect(server.record.requests.count == 2)
        #expect(error.mayHaveBeenCarriedOut, "\(error)")
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n",
    ])
    func `an endless body is given up at the limit`(head: String) throws {
        let server = try LoopbackServer { _ in
            [.send(head), .sendForEver(String(repeating: "x", count: 10_000))]
        }
        defer { server.stop() }

        let error = failure(of: .get("/", responseBytesMax: 100_000), at: server)

        #expect(error == .tooLarge(limit: 100_000))
    }

    @Test(arguments: [(0, 0), (1, 1), (100, 100), (100, 99), (0, 1), (100, 101)])
    func `a body may have as many bytes as the limit and not one more`(
        limit: Int,
        size: Int
    ) throws {
        let body = String(repeating: "x", count: size)
        for isChunked in [false, true] where size > 0 || !isChunked {
            let server = try LoopbackServer { _ in
                let chunk = "\(String(size, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
                return isChunked
                    ? [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk)]
                    : [.respond(200, body)]
            }
            defer { server.stop() }

            let error = failure(of: .get("/", responseBytesMax: limit), at: server)

            #expect(error == (size > limit ? .tooLarge(limit: limit) : nil))
        }
    }

    @Test func `a length announced above the limit is not waited for`() throws {
        let server = try LoopbackServer { _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n"), .wait(.seconds(30))]
        }
        defer { server.stop() }

        #expect(failure(of: .get("/"), at: server) == .tooLarge(limit: 1_000_000))
    }

    @Test(arguments: [("A: b\r\n", 1), ("a", 1), ("A: b", 1_000)])
    func `endless headers are given up at the limit`(piece: String, repeats: Int) throws {
        // Short lines, one endless line, and long lines.
        let many = String(repeating: piece, count: repeats) + (repeats > 1 ? "\r\n" : "")
        let server = try LoopbackServer { _ in [.send("HTTP/1.1 200 OK\r\n"), .sendForEver(many)] }
        defer { server.stop() }

        let error = failure(of: .get("/"), at: server)

        #expect(error == .tooLarge(limit: CurlConfiguration.headerBytesMax))
    }

    @Test func `endless interim responses are given up at the limit of headers`() throws {
        let server = try LoopbackServer { _ in [.sendForEver("HTTP/1.1 103 Early\r\n\r\n")] }
        defer { server.stop() }

        let error = failure(of: .get("/"), at: server)

        #expect(error == .tooLarge(limit: CurlConfiguration.headerBytesMax))
    }

    @Test(arguments: [
        Cut(testDescription: "silent", steps: [.wait(.seconds(30))]),
        Cut(
            testDescription: "dripping",
            steps: [.send("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n")]
                + Array(repeating: [.send("x"), .wait(.milliseconds(20))], count: 2000).joined()
        ),
    ])
    func `a slow server is timed out within the deadline`(slow: Cut) throws {
        let server = try LoopbackServer { _ in slow.steps }
        defer { server.stop() }
        let clock = ContinuousClock()
        let start = clock.now

        let error = failure(of: .get("/", deadline: .milliseconds(400)), at: server)

        let elapsed = clock.now - start
        #expect(error == .timedOut(after: .milliseconds(400)))
        #expect(error?.mayHaveBeenCarriedOut == true)
        #expect(elapsed >= .milliseconds(390) && elapsed < .seconds(20), "\(elapsed)")
    }

    @Test func `a connection at a standstill is cut before the deadline`() throws {
        let server = try LoopbackServer { _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"), .wait(.seconds(130))]
        }
        defer { server.stop() }
        var configuration = CurlConfiguration(baseURL: server.url)
        configuration.standstillTimeout = .seconds(1)
        let transport = try CurlTransport(configuration)

        let error = try #require(throws: TransportError.self) {
            try transport.exchange(.get("/", deadline: .seconds(120)))
        }

        guard case .cut = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test(arguments: [
        "SSH-2.0-Other\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n",
    ])
    func `an answer that is not HTTP is invalid`(answer: String) throws {
        let server = try LoopbackServer { _ in [.send(answer), .close] }
        defer { server.stop() }

        let error = try #require(failure(of: .get("/"), at: server))

        guard case .invalidResponse = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test func `after a failure the transport works again`() throws {
        let server = try LoopbackServer { request in
            request.number == 0
                ? [.send("HTTP/1.1 200 OK\r\nConte"), .reset] : [.respond(200, "ok")]
        }
        defer { server.stop() }
        let transport = try CurlTransport(CurlConfiguration(baseURL: server.url))
        #expect(throws: TransportError.self) { try transport.exchange(.get("/")) }

        let response = try transport.exchange(.get("/"))

        #expect(response.body == Array("ok".utf8))
        #expect(response.headers.map(\.name) == ["content-length"])
        #expect(transport.total.bytesReceived > response.bytesReceived)
    }

    @Test(arguments: [
        (TransportError.timedOut(after: .seconds(30)), "no answer within 30 s"),
        (.timedOut(after: .milliseconds(1_050)), "no answer within 1.05 s"),
        (.unreachable(host: "a:1", reason: "refused"), "a:1 cannot be reached: refused"),
        (.tooLarge(limit: 5), "the answer is larger than 5 bytes"),
    ])
    func `an error reads as the end of a sentence`(error: TransportError, text: String) {
        #expect(error.description == text)
    }

    private func failure(of request: HTTPRequest, at server: LoopbackServer) -> TransportError? {
        do throws(TransportError) {
            let transport = try CurlTransport(CurlConfiguration(baseURL: server.url))
            _ = try transport.exchange(request)
            return nil
        } catch {
            return error
        }
    }
}
