import Foundation
import Glibc
import NIOCore
import ServerHTTP
import Synchronization
import Testing

/// A connection that speaks as badly as it likes.
final class RawConnection {
    private let file: Int32

    init(_ url: String) throws {
        let port = UInt16(url.split(separator: ":").last.map(String.init) ?? "") ?? 0
        file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe connect(file, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(status == 0)
        var patience = timeval(tv_sec: 120, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        unsafe setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    }

    deinit { close(file) }

    /// Whether all of it could be handed to the connection.
    @discardableResult
    func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return unsafe bytes.withUnsafeBytes { bytes in
            unsafe Glibc.send(
                file,
                bytes.baseAddress,
                bytes.count,
                Int32(MSG_NOSIGNAL)
            ) == bytes.count
        }
    }

    /// Everything until the server closes the connection; nil when it does not.
    func readToEnd() -> String? {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe recv(file, bytes.baseAddress, bytes.count, 0)
            }
            if count == 0 || count < 0 && errno == ECONNRESET {
                return String(decoding: result, as: UTF8.self)
            }
            guard count > 0 else { return nil }
            result += buffer[..<count]
        }
    }
}

/// Whoever is slow, greedy or rude is cut off, and nobody else suffers.
struct HTTPConnectionTests {
    private static var impatient: HTTPLimits {
        var limits = HTTPLimits()
        limits.firstHeader = .milliseconds(400)
        limits.idle = .milliseconds(400)
        limits.bodyGrace = .milliseconds(600)
        limits.lingering = .milliseconds(200)
        return limits
    }

    @Test func `a header that does not come ends the connection`() async throws {
        try await withHTTPServer(HTTPTestRegister(), limits: Self.impatient) { url in
            let connection = try RawConnection(url)
            connection.send("GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: ")
            #expect(connection.readToEnd() == "")
        }
    }

    @Test func `a body that trickles ends the connection`() async throws {
        try await withHTTPServer(HTTPTestRegister(), limits: Self.impatient) { url in
            let connection = try RawConnection(url)
            connection.send(
                "POST /v1/enroll HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n"
                    + "Content-Type: application/cbor\r\n\r\n"
            )
            // Every byte would have come in 50 s; nothing else here depends on the machine's pace.
            var sent = 0
            while sent < 1000, connection.send("x") {
                sent += 1
                usleep(50_000)
            }
            #expect(sent < 1000)
        }
    }

    @Test func `a connection may be used again, and is closed when it rests too long`() async throws
    {
        var limits = Self.impatient
        limits.idle = .seconds(5)
        limits.firstHeader = .seconds(60)
        try await withHTTPServer(HTTPTestRegister(), limits: limits) { url in
            let connection = try RawConnection(url)
            for _ in 0..<3 {
                connection.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                usleep(20_000)
            }
            let text = try #require(connection.readToEnd())
            #expect(text.components(separatedBy: "200 OK").count == 4)
        }
    }

    @Test func `an answer before the body has come ends the connection`() async throws {
        var limits = Self.impatient
        limits.bodyGrace = .seconds(60)
        try await withHTTPServer(HTTPTestRegister(), limits: limits) { url in
            let connection = try RawConnection(url)
            connection.send(
                "POST /v1/push HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            )
            let chunk = "4000\r\n" + String(repeating: "x", count: 0x4000) + "\r\n"
            var sent = 0
            while sent < 1000, connection.send(chunk) { sent += 1 }
            #expect(sent < 1000)
            let text = try #require(connection.readToEnd())
            #expect(text.utf8.isEmpty || text.utf8.starts(with: "HTTP/1.1 401 ".utf8))
        }
    }

    struct Rude: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let head: String
    }

    static let rude = [
        Rude(testDescription: "no host", head: "GET /healthz HTTP/1.1\r\n\r\n"),
        Rude(
            testDescription: "two hosts",
            head: "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"
        ),
        Rude(
            testDescription: "a header field of 9 KiB",
            head: "GET /healthz HTTP/1.1\r\nHost: a\r\nX: "
                + String(repeating: "x", count: 9 * 1024) + "\r\n\r\n"
        ),
        Rude(
            testDescription: "101 headers",
            head: "GET /healthz HTTP/1.1\r\nHost: a\r\n"
                + String(repeating: "X: y\r\n", count: 101) + "\r\n"
        ),
        Rude(
            testDescription: "two lengths",
            head: "POST /v1/hello HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
                + "Content-Length: 2\r\n\r\n"
        ),
        Rude(
            testDescription: "a length and chunks",
            head: "POST /v1/hello HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
        ),
    ]

    @Test func `a request that breaks HTTP is answered with 400`() async throws {
        var limits = Self.impatient
        limits.firstHeader = .seconds(60)
        limits.bodyGrace = .seconds(60)
        try await withHTTPServer(HTTPTestRegister(), limits: limits) { url in
            for rude in Self.rude {
                let connection = try RawConnection(url)
                connection.send(rude.head)
                let text = connection.readToEnd() ?? "still open"
                #expect(
                    text.utf8.starts(with: "HTTP/1.1 400 ".utf8),
                    "\(rude.testDescription): \(text)"
                )
            }
        }
    }

    @Test func `work waits its turn, and too much of it is turned away`() async throws {
        let queue = WorkQueue(label: "test", width: 1, waitingMax: 2)
        let gate = DispatchSemaphore(value: 0)
        let order = OrderOfWork()
        let (began, continuation) = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try await queue.run {
                continuation.finish()
                gate.wait()
            }
        }
        for await _ in began {}
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<2 {
            tasks.append(
                Task { try await queue.run { order.append(number) } }
            )
            while queue.waitingCount <= number { try await Task.sleep(for: .milliseconds(2)) }
        }
        await #expect(throws: WorkQueueFull.self) { try await queue.run {} }
        gate.signal()
        try await first.value
        for task in tasks { try await task.value }
        #expect(order.all == [0, 1])
    }
}

/// Who came when, from any thread.
private final class OrderOfWork: Sendable {
    private let numbers = Mutex<[Int]>([])

    var all: [Int] { numbers.withLock { $0 } }

    func append(_ number: Int) { numbers.withLock { $0.append(number) } }
}
