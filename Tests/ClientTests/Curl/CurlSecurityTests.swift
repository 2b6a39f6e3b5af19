import ClientCore
import ClientCurl
import Foundation
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CurlSecurityTests {
    @Test(arguments: [
        "http://127.0.0.1:1", "http://127.8.9.10", "http://localhost:8080/base", "http://LOCALHOST",
        "http://[::1]:8080/", "HTTP://127.1", "https://example.org", "https://example.org:8443/a/",
    ])
    func `https, and http to this machine, are allowed`(url: String) throws {
        _ = try CurlTransport(CurlConfiguration(baseURL: url))
    }

    @Test(arguments: [
        "http://example.org", "http://10.0.0.1", "http://128.0.0.1", "http://127.0.0.1.example.org",
        "http://localhost.example.org", "http://[::2]", "http://[::ffff:127.0.0.1]",
        "http://0.0.0.0",
        "http://127.0.0.example",
    ])
    func `http to another machine needs permission`(url: String) throws {
        let error = #expect(throws: TransportError.self) {
            try CurlTransport(CurlConfiguration(baseURL: url))
        }
        if case .insecure = error {} else { Issue.record("\(String(describing: error))") }

        _ = try CurlTransport(CurlConfiguration(baseURL: url, allowsInsecureHTTP: true))
    }

    @Test(arguments: [
        "", "example.org", "ftp://example.org", "file:///etc/passwd", "https://", "https:/",
        "https://user:secret@example.org", "https://example.org/?a=1", "https://example.org/#a",
        "https://exa mple.org", "https://example.org\u{0}.evil.org", "https://example.org:99999",
    ])
    func `an address that is not a plain https or http address is refused`(url: String) {
        let error = #expect(throws: TransportError.self) {
            try CurlTransport(CurlConfiguration(baseURL: url, allowsInsecureHTTP: true))
        }
        if case .badURL(let reason) = error {
            #expect(!reason.contains("secret"))
        } else {
            Issue.record("\(String(describing: error))")
        }
    }

    @Test(arguments: [
        HTTPRequest.get("v1"), .get(""), .get("/a b"), .get("/a#b"), .get("/é"), .get("/a\r\nX: y"),
        .get("/", responseBytesMax: -1),
        .post("/", headers: [("x", "a\r\ny: b")], body: []),
        .post("/", headers: [("x", "a\u{0}")], body: []),
        .post("/", headers: [("x:y", "a")], body: []),
        .post("/", headers: [("", "a")], body: []),
        .post("/", headers: [("a", "1"), ("A", "2")], body: []),
        .post("/", headers: [("Content-Length", "0")], body: [1]),
        .post("/", headers: [("transfer-encoding", "chunked")], body: [1]),
        .post("/", headers: [("Host", "example.org")], body: []),
        HTTPRequest(
            method: .get,
            path: "/",
            body: [1],
            responseBytesMax: 1,
            deadline: .seconds(1)
        ),
    ])
    func `a request that could be read in two ways is not sent`(request: HTTPRequest) throws {
        let server = try LoopbackServer { _ in [.respond(200)] }
        defer { server.stop() }
        let transport = try CurlTransport(CurlConfiguration(baseURL: server.url))

        let error = #expect(throws: TransportError.self) { try transport.exchange(request) }

        if case .notAllowed = error {} else { Issue.record("\(String(describing: error))") }
        #expect(server.record.connections == 0)
    }

    @Test func `a proxy is used only when it is configured`() async {
        // In its own process, because the environment must not change under running threads.
        await #expect(processExitsWith: .success) {
            let proxy = try LoopbackServer { _ in [.respond(200, "from the proxy")] }
            let server = try LoopbackServer { _ in [.respond(200, "from the server")] }
            unsafe setenv("http_proxy", proxy.url, 1)
            unsafe setenv("no_proxy", "127.0.0.1", 1)
            let direct = try CurlTransport(CurlConfiguration(baseURL: server.url))
            let through = try CurlTransport(
                CurlConfiguration(baseURL: server.url, proxy: proxy.url)
            )

            try #require(direct.exchange(.get("/")).body == Array("from the server".utf8))
            unsafe unsetenv("no_proxy")
            try #require(direct.exchange(.get("/")).body == Array("from the server".utf8))
            unsafe setenv("no_proxy", "127.0.0.1", 1)
            try #require(through.exchange(.get("/")).body == Array("from the proxy".utf8))
        }
    }

    @Test func `a server that answers without TLS is refused`() throws {
        let server = try LoopbackServer(greeting: [.respond(400)])
        defer { server.stop() }

        let error = failureOfTLS(at: server)

        if case .tlsRefused = error {} else { Issue.record("\(String(describing: error))") }
        #expect(error?.mayHaveBeenCarriedOut == false)
    }

    @Test(arguments: [LoopbackServer.Step.close, .reset, .wait(.seconds(30))])
    func `a connection lost or silent during the TLS handshake is unreachable`(
        step: LoopbackServer.Step
    ) throws {
        let server = try LoopbackServer(greeting: [.wait(.milliseconds(20)), step])
        defer { server.stop() }

        let error = failureOfTLS(at: server)

        if case .unreachable = error {} else { Issue.record("\(String(describing: error))") }
        #expect(error?.isTemporary == true)
    }

    private func failureOfTLS(at server: LoopbackServer) -> TransportError? {
        #expect(throws: TransportError.self) {
            let url = "https://127.0.0.1:\(server.port)"
            let transport = try CurlTransport(CurlConfiguration(baseURL: url))
            _ = try transport.exchange(.get("/", deadline: .milliseconds(500)))
        }
    }

    @Test(.enabled(if: TLSServer.isAvailable, "needs the openssl command"))
    func `only a certificate of a trusted authority for the right name is accepted`() throws {
        let server = try TLSServer()
        defer { server.stop() }
        func exchange(host: String, authority: String?, pin: String? = nil) throws -> HTTPResponse {
            let transport = try CurlTransport(
                CurlConfiguration(
                    baseURL: "https://\(host):\(server.port)",
                    authorityFile: authority,
                    pinnedPublicKey: pin
                )
            )
            return try transport.exchange(.get("/"))
        }

        let file = server.certificateFile
        #expect(try exchange(host: "localhost", authority: file).status == 200)
        let wrongPin = "sha256//" + String(repeating: "A", count: 43) + "="
        for (host, authority, pin) in [
            ("localhost", nil, nil), ("127.0.0.1", file, nil), ("localhost", "/missing.pem", nil),
            ("localhost", file, wrongPin),
        ] {
            let error = #expect(throws: TransportError.self) {
                try exchange(host: host, authority: authority, pin: pin)
            }
            if case .tlsRefused = error {} else { Issue.record("\(String(describing: error))") }
            #expect(error?.mayHaveBeenCarriedOut == false)
        }
    }

    @Test(.enabled(if: TLSServer.isAvailable, "needs the openssl command"))
    func `versions of TLS before 1.2 are refused`() throws {
        let server = try TLSServer(options: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
        defer { server.stop() }
        let transport = try CurlTransport(
            CurlConfiguration(
                baseURL: "https://localhost:\(server.port)",
                authorityFile: server.certificateFile
            )
        )

        let error = #expect(throws: TransportError.self) { try transport.exchange(.get("/")) }

        if case .tlsRefused = error {} else { Issue.record("\(String(describing: error))") }
    }
}
