import Foundation
import Glibc
import Synchronization

/// A server of scripted bytes on a free port of 127.0.0.1, for one test.
///
/// It reads requests as HTTP/1.1 with `Content-Length`, counts every byte at the socket, and answers
/// with whatever the test says, right or wrong.
final class LoopbackServer: Sendable {
    /// One act of the server after it has read a request.
    enum Step: Sendable {
        case send(String)
        /// Sends the text until the client goes away.
        case sendForEver(String)
        case wait(Duration)
        /// Reads and drops what the client still sends, until it stops.
        case drain
        /// Closes the connection as usual.
        case close
        /// Closes the connection with a reset.
        case reset
        /// Refuses connections from now on.
        case stopListening
    }

    struct Request: Sendable {
        /// Counted from 0 over all connections.
        let number: Int
        let head: String
        let body: [UInt8]
    }

    struct Record: Sendable {
        var connections = 0
        var requests: [Request] = []
        var bytesReceived = 0
        var bytesSent = 0
        /// Those that are accepted, and the listening one: a number that was closed belongs to another test.
        fileprivate var openSockets: Set<Int32> = []
        fileprivate var hasStopped = false
    }

    let port: UInt16
    private let listener: Int32
    private let state = Mutex(Record())
    private let answer: @Sendable (Request) -> [Step]
    private let greeting: [Step]
    private let readsBodies: Bool

    /// Does `greeting` when it accepts a connection; unless it `readsBodies`, it answers as soon as
    /// the head of a request is read.
    init(
        greeting: [Step] = [],
        readsBodies: Bool = true,
        answer: @escaping @Sendable (Request) -> [Step] = { _ in [] }
    ) throws {
        self.greeting = greeting
        self.readsBodies = readsBodies
        self.answer = answer
        (listener, port) = try Self.listen()
        state.withLock { [listener] in _ = $0.openSockets.insert(listener) }
        let thread = Thread { [self] in acceptConnections() }
        thread.start()
    }

    var record: Record { state.withLock { $0 } }

    var url: String { "http://127.0.0.1:\(port)" }

    /// Ends all connections; the threads end by themselves.
    func stop() {
        state.withLock { state in
            state.hasStopped = true
            for socket in state.openSockets { _ = shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    /// A port on which nothing listens: just taken, and given back.
    static func freePort() throws -> UInt16 {
        let (socket, port) = try listen()
        close(socket)
        return port
    }

    private static func listen() throws -> (socket: Int32, port: UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(listener, pointer, length) == 0 && Glibc.listen(listener, 16) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    private func acceptConnections() {
        while true {
            let socket = accept(listener, nil, nil)
            let isServed = state.withLock { state in
                guard socket >= 0, !state.hasStopped else { return false }
                state.connections += 1
                state.openSockets.insert(socket)
                return true
            }
            guard isServed else {
                if socket >= 0 { close(socket) }
                break
            }
            Thread { [self] in serve(socket) }.start()
        }
        end(listener)
    }

    private func end(_ socket: Int32) {
        state.withLock { state in
            state.openSockets.remove(socket)
            close(socket)
        }
    }

    private func serve(_ socket: Int32) {
        defer { end(socket) }
        guard greeting.allSatisfy({ perform($0, on: socket) }) else { return }
        while let request = readRequest(from: socket) {
            guard answer(request).allSatisfy({ perform($0, on: socket) }) else { return }
        }
    }

    /// Returns whether the connection goes on.
    private func perform(_ step: Step, on socket: Int32) -> Bool {
        switch step {
        case .send(let text):
            return write(text, to: socket)
        case .sendForEver(let text):
            let many = String(repeating: text, count: 10_000 / text.utf8.count + 1)
            while write(many, to: socket) {}
            return false
        case .wait(let duration):
            Thread.sleep(forTimeInterval: duration / .seconds(1))
            return true
        case .drain:
            shutdown(socket, Int32(SHUT_WR))
            while !read(from: socket).isEmpty {}
            return false
        case .close:
            return false
        case .reset:
            var abort = linger(l_onoff: 1, l_linger: 0)
            let size = socklen_t(MemoryLayout<linger>.size)
            unsafe setsockopt(socket, SOL_SOCKET, SO_LINGER, &abort, size)
            return false
        case .stopListening:
            state.withLock { $0.hasStopped = true }
            shutdown(listener, Int32(SHUT_RDWR))
            // The port refuses only when the accepting thread has closed it.
            Thread.sleep(forTimeInterval: 0.1)
            return true
        }
    }

    private func readRequest(from socket: Int32) -> Request? {
        var bytes: [UInt8] = []
        let end = Array("\r\n\r\n".utf8)
        while bytes.firstRange(of: end) == nil {
            let piece = read(from: socket)
            guard !piece.isEmpty else { return nil }
            bytes += piece
        }
        guard let headEnd = bytes.firstRange(of: end)?.upperBound else { return nil }
        let head = String(decoding: bytes[..<headEnd], as: UTF8.self)
        let lengthLine = head.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
        let length = lengthLine.flatMap { Int($0.dropFirst("Content-Length: ".count)) } ?? 0
        while readsBodies, bytes.count < headEnd + length {
            let piece = read(from: socket)
            guard !piece.isEmpty else { return nil }
            bytes += piece
        }
        return state.withLock { state in
            let body = Array(bytes[headEnd...])
            let request = Request(number: state.requests.count, head: head, body: body)
            state.requests.append(request)
            return request
        }
    }

    private func read(from socket: Int32) -> [UInt8] {
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            unsafe count = max(0, recv(socket, buffer.baseAddress, buffer.count, 0))
        }
        state.withLock { $0.bytesReceived += piece.count }
        return piece
    }

    private func write(_ text: String, to socket: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        // Counted before: the client may look at the record as soon as the bytes are out.
        state.withLock { $0.bytesSent += rest.count }
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else {
                state.withLock { $0.bytesSent -= rest.count }
                return false
            }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

extension LoopbackServer.Step {
    /// A whole response with a length.
    static func respond(_ status: Int, headers: [String] = [], _ body: String = "") -> Self {
        let lines = ["HTTP/1.1 \(status) Word", "Content-Length: \(body.utf8.count)"] + headers
        return .send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }
}
