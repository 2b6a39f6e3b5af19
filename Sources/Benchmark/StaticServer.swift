import Dispatch
import Glibc

/// The least that can serve a file over HTTP: whatever is asked for, it sends the same bytes.
final class StaticServer {
    private let listener: Int32
    private let port: UInt16

    init(content: [UInt8]) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int32 in
                guard unsafe bind(descriptor, address, length) == 0, listen(descriptor, 16) == 0
                else { return -1 }
                return unsafe getsockname(descriptor, address, &length)
            }
        }
        guard code == 0 else { throw BenchmarkFailure("no port to serve on: \(systemText(errno))") }
        listener = descriptor
        port = UInt16(bigEndian: address.sin_port)
        DispatchQueue.global().async { Self.serve(content, on: descriptor) }
    }

    deinit {
        // Ends the waiting accept, and with it the thread.
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private static func serve(_ content: [UInt8], on listener: Int32) {
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            let socket = Socket(accepted: descriptor)
            var buffer = [UInt8](repeating: 0, count: 4096)
            guard let request = try? socket.read(into: &buffer), !request.isEmpty else { continue }
            let wanted = String(decoding: request, as: UTF8.self).split(separator: " ").dropFirst()
            let limit = wanted.first.flatMap { Int($0.dropFirst()) } ?? content.count
            let part = limit < content.count ? Array(content[..<limit]) : content
            let head = "HTTP/1.1 200 OK\r\ncontent-length: \(part.count)\r\n\r\n"
            try? socket.write(Array(head.utf8))
            try? socket.write(part)
        }
    }

    /// Fetches the content, or its first `limit` bytes, in pieces.
    func fetch(limit: Int? = nil, _ take: ([UInt8]) throws -> Void) throws {
        let socket = try Socket(port: port)
        let path = limit.map(String.init) ?? ""
        try socket.write(Array("GET /\(path) HTTP/1.1\r\nhost: localhost\r\n\r\n".utf8))
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while let piece = try socket.read(into: &buffer), !piece.isEmpty { try take(Array(piece)) }
    }
}
