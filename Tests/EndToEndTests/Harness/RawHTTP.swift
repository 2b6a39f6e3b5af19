import Foundation
import Shared

/// One request written byte by byte, and what comes back.
struct RawRequest {
    var method = "POST"
    var path = "/v1/hello"
    var headers: [String] = []
    var body: [UInt8] = []
    /// What `Content-Length` says; nil for the truth.
    var announced: Int?

    struct Answer {
        /// Nil when the connection ended without an answer.
        let status: Int?
        let body: [UInt8]

        /// What the service says is wrong; nil when that cannot be read.
        var failure: WireFailure? { try? WireFailure(encoded: body) }
    }

    /// Sends it in a connection of its own; with `isCut` nothing follows what has been sent.
    func send(to url: String, isCut: Bool = false) throws -> Answer {
        let port = url.split(separator: ":").last.flatMap { UInt16($0) } ?? 0
        let socket = try LocalSocket(connectingTo: port)
        defer { socket.close() }
        var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
        lines += headers
        lines.append("Content-Length: \(announced ?? body.count)")
        socket.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
        socket.send(body)
        if isCut { socket.finishSending() }
        var received: [UInt8] = []
        while true {
            let piece = socket.receive()
            if piece.isEmpty { break }
            received += piece
        }
        return Self.answer(received)
    }

    private static func answer(_ bytes: [UInt8]) -> Answer {
        guard let head = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
            return Answer(status: nil, body: [])
        }
        let line = String(decoding: bytes[..<head.lowerBound].prefix(16), as: UTF8.self)
        let status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return Answer(status: status, body: Array(bytes[head.upperBound...]))
    }
}

// MARK: - The other side

extension LocalSocket {
    /// A whole request as it came.
    struct Request {
        let line: String
        let body: [UInt8]
        let bytes: [UInt8]
    }

    /// The next request with its body; nil when the client has gone.
    func receiveRequest() -> Request? {
        let bytes = receiveMessage()
        guard let head = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let text = String(decoding: bytes[..<head.lowerBound], as: UTF8.self)
        return Request(
            line: text.split(separator: "\r\n").first.map(String.init) ?? "",
            body: Array(bytes[head.upperBound...]),
            bytes: bytes
        )
    }

    /// One message of HTTP as long as its header says; less when the connection ends before.
    func receiveMessage() -> [UInt8] {
        var bytes: [UInt8] = []
        var length: Int?
        while length.map({ bytes.count < $0 }) ?? true {
            let piece = receive()
            if piece.isEmpty { break }
            bytes += piece
            if length == nil, let head = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                let text = String(decoding: bytes[..<head.lowerBound], as: UTF8.self).lowercased()
                let line = text.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                let body = line?.split(separator: ":").last
                    .flatMap { Int($0.trimmingCharacters(in: .whitespaces)) }
                length = head.upperBound + (body ?? 0)
            }
        }
        return bytes
    }
}
