import ClientCore
import ClientCurl
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CurlTransportTests {
    @Test func `a POST arrives as it was given and its response comes back whole`() throws {
        let server = try LoopbackServer { _ in
            [.respond(200, headers: ["X-Kind:  Grain \t", "ETag: \"a:b\"", "Empty:"], "answer")]
        }
        defer { server.stop() }
        let transport = try CurlTransport(CurlConfiguration(baseURL: server.url + "/base/"))

        let response = try transport.exchange(
            .post(
                "/v1/push?a=1&b=..%2F",
                headers: [("content-type", "application/cbor"), ("x-empty", "")],
                body: [0, 13, 10, 255]
            )
        )

        #expect(response.status == 200)
        #expect(response.body == Array("answer".utf8))
        #expect(response.header("x-kind") == "Grain")
        #expect(response.header("etag") == "\"a:b\"")
        #expect(response.header("empty") == "")
        #expect(response.header("missing") == nil)
        #expect(response.isDelimited)
        let request = try #require(server.record.requests.first)
        #expect(request.body == [0, 13, 10, 255])
        #expect(
            request.head.split(separator: "\r\n") == [
                "POST /base/v1/push?a=1&b=..%2F HTTP/1.1", "Host: 127.0.0.1:\(server.port)",
                "content-type: application/cbor", "x-empty:", "Content-Length: 4",
            ]
        )
    }

    @Test func `a GET carries nothing that was not asked for`() throws {
        let server = try LoopbackServer { _ in [.respond(204)] }
        defer { server.stop() }
        let transport = try CurlTransport(CurlConfiguration(baseURL: server.url))

        _ = try transport.exchange(.get("/a/../b"))

        #expect(
            server.record.requests.first?.head
                == "GET /a/../b HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\r\n"
        )
    }

    @Test func `exchanges share one connection and the counts equal what the server saw`() throws {
        let server = try LoopbackServer { request in
            [.respond(200, String(repeating: "y", count: request.number * 50_000))]
        }
        defer { server.stop() }
        let transport = try CurlTransport(CurlConfiguration(baseURL: server.url))

        var sent = 0
        var received = 0
        for size in [0, 1, 1_000, 100_000, 3_000_000] {
            let body = [UInt8](repeating: UInt8(ascii: "x"), count: size)
            let response = try transport.exchange(.post("/", body: body))
            sent += response.bytesSent
            received += response.bytesReceived
            #expect(server.record.requests.last?.body.count == size)
            #expect(sent == server.record.bytesReceived)
            #expect(received == server.record.bytesSent)
        }

        #expect(server.record.connections == 1)
        #expect(transport.total == TransferProgress(bytesSent: sent, bytesReceived: received))
        #expect(server.record.requests.allSatisfy { !$0.head.contains("Expect") })
    }

    @Test func `a chunked response is joined, and its framing is counted`() throws {
        let server = try LoopbackServer { _ in
            [
                .send("HTTP/1.1 100 Continue\r\nNot: kept\r\n\r\n"),
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
                .send("3\r\nabc\r\n"), .send("2\r\nde\r\n0\r\nTrailer: dropped\r\n\r\n"),
            ]
        }
        defer { server.stop() }
        let transport = try CurlTransport(CurlConfiguration(baseURL: server.url))

        let response = try transport.exchange(.get("/"))

        #expect(response.body == Array("abcde".utf8))
        #expect(response.headers.map(\.name) == ["transfer-encoding"])
        #expect(response.bytesReceived == server.record.bytesSent)
    }

    @Test(arguments: [301, 307, 400, 404, 429, 500, 503])
    func `every status is a response, and redirects are not followed`(status: Int) throws {
        let server = try LoopbackServer { _ in
            [.respond(status, headers: ["Location: /elsewhere", "Retry-After: 7"], "why")]
        }
        defer { server.stop() }
        let transport = try CurlTransport(CurlConfiguration(baseURL: server.url))

        let response = try transport.exchange(.post("/", body: [1]))

        #expect(response.status == status)
        #expect(response.body == Array("why".utf8))
        #expect(response.header("retry-after") == "7")
        #expect(server.record.requests.count == 1)
    }

    @Test func `an early refusal of a large request is read although the request is not sent`()
        throws
    {
        let server = try LoopbackServer(readsBodies: false) { _ in
            [.respond(413, headers: ["Connection: close"], "too much"), .drain]
        }
        defer { server.stop() }
        let transport = try CurlTransport(CurlConfiguration(baseURL: server.url))

        let body = [UInt8](repeating: 1, count: 20_000_000)
        let response = try transport.exchange(.post("/", body: body))

        #expect(response.status == 413)
        #expect(response.body == Array("too much".utf8))
        #expect(response.bytesSent < body.count)
    }

    @Test func `a kept connection that has died is replaced by a new one`() throws {
        let server = try LoopbackServer { _ in [.respond(200, "ok"), .close] }
        defer { server.stop() }
        let transport = try CurlTransport(CurlConfiguration(baseURL: server.url))

        for _ in 0..<3 {
            #expect(try transport.exchange(.post("/", body: [1, 2, 3])).status == 200)
        }

        #expect(server.record.connections == 3)
    }

    @Test func `a body that ends with the connection is whole but marked as not delimited`() throws
    {
        let server = try LoopbackServer { _ in [.send("HTTP/1.1 200 OK\r\n\r\nabc"), .close] }
        defer { server.stop() }
        let transport = try CurlTransport(CurlConfiguration(baseURL: server.url))

        let response = try transport.exchange(.get("/"))

        #expect(response.body == Array("abc".utf8))
        #expect(!response.isDelimited)
    }

    @Test func `a repeated header has no single value, and odd bytes are kept as they are`() throws
    {
        let server = try LoopbackServer { _ in
            [.respond(200, headers: ["Twice: 1", "twice: 2", "Odd: é"])]
        }
        defer { server.stop() }
        let transport = try CurlTransport(CurlConfiguration(baseURL: server.url))

        let response = try transport.exchange(.get("/"))

        #expect(response.header("twice") == nil)
        #expect(response.header("odd")?.unicodeScalars.map(\.value) == [0xc3, 0xa9])
    }

    @Test func `progress grows and ends near the totals`() throws {
        let server = try LoopbackServer { _ in
            [.respond(200, String(repeating: "y", count: 400_000))]
        }
        defer { server.stop() }
        let transport = try CurlTransport(CurlConfiguration(baseURL: server.url))
        var reports: [TransferProgress] = []
        transport.onProgress = { reports.append($0) }

        let response = try transport.exchange(.get("/"))

        #expect(reports.map(\.bytesReceived) == reports.map(\.bytesReceived).sorted())
        #expect(reports.last?.bytesReceived == response.bytesReceived)
        #expect(reports.last?.bytesSent == response.bytesSent)
    }
}

extension HTTPRequest {
    static func get(
        _ path: String,
        responseBytesMax: Int = 1_000_000,
        deadline: Duration = .seconds(120)
    ) -> Self {
        HTTPRequest(
            method: .get,
            path: path,
            responseBytesMax: responseBytesMax,
            deadline: deadline
        )
    }

    static func post(
        _ path: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8]
    ) -> Self {
        HTTPRequest(
            method: .post,
            path: path,
            headers: headers,
            body: body,
            responseBytesMax: 1_000_000,
            deadline: .seconds(120)
        )
    }
}
