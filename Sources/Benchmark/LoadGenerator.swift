import Glibc
import Shared

/// Many connections at once, each sending its requests one after another, on one thread.
struct LoadGenerator {
    private var connections: [LoadConnection]

    /// Connects each device, by turns to one of the ports.
    init(_ devices: [LoadDevice], ports: [UInt16]) throws {
        connections = try devices.enumerated().map { number, device in
            LoadConnection(try Socket(port: ports[number % ports.count]), device.requests)
        }
    }

    /// What came of it; times in milliseconds.
    struct Outcome {
        var pulls: [Double] = []
        var pushes: [Double] = []
        var bytes = 0
        var cost = Cost()

        var all: [Double] { pulls + pushes }
    }

    mutating func run() throws -> Outcome {
        var outcome = Outcome()
        let (_, cost) = try Cost.of {
            for index in connections.indices { try connections[index].sendNext() }
            var polled = connections.map {
                pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0)
            }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            var open = connections.count
            while open > 0 {
                let ready = unsafe poll(&polled, nfds_t(polled.count), 30_000)
                guard ready > 0 || errno == EINTR else {
                    throw BenchmarkFailure("the server did not answer within 30 seconds")
                }
                for index in polled.indices where polled[index].revents != 0 {
                    guard let done = try connections[index].receive(&buffer) else { continue }
                    switch done.kind {
                    case .pull: outcome.pulls.append(done.milliseconds)
                    case .push: outcome.pushes.append(done.milliseconds)
                    case .watch: break
                    }
                    outcome.bytes += done.bytes
                    if try !connections[index].sendNext() {
                        polled[index].fd = -1
                        open -= 1
                    }
                }
            }
        }
        outcome.cost = cost
        return outcome
    }
}

/// One connection: what is still to be sent, and what has come in of the present answer.
struct LoadConnection {
    private let socket: Socket
    private let requests: [LoadRequest]
    private var next = 0
    private var start = 0.0
    private var answer: [UInt8] = []
    /// The length of the whole answer, once its head is there.
    private var length: Int?

    var descriptor: Int32 { socket.descriptor }

    init(_ socket: Socket, _ requests: [LoadRequest]) {
        self.socket = socket
        self.requests = requests
    }

    /// One answered request.
    struct Done {
        let kind: LoadRequest.Kind
        let milliseconds: Double
        let bytes: Int
    }

    /// Sends the next request; false when there is none.
    @discardableResult
    mutating func sendNext() throws -> Bool {
        guard next < requests.count else { return false }
        answer.removeAll(keepingCapacity: true)
        length = nil
        start = Clock.wall
        try socket.write(requests[next].bytes)
        next += 1
        return true
    }

    /// Takes in what has come; nil until the answer is complete.
    mutating func receive(_ buffer: inout [UInt8]) throws -> Done? {
        guard let piece = try socket.read(into: &buffer, waits: false) else { return nil }
        guard !piece.isEmpty else { throw BenchmarkFailure("the server closed a connection") }
        answer += piece
        if length == nil { length = try Self.length(of: answer) }
        guard let length, answer.count >= length else { return nil }
        let request = requests[next - 1]
        if request.kind == .push { try Self.check(push: answer) }
        return Done(
            kind: request.kind,
            milliseconds: (Clock.wall - start) * 1000,
            bytes: request.bytes.count + answer.count
        )
    }

    /// The length of an answer of which the head is there; nil before.
    private static func length(of answer: [UInt8]) throws -> Int? {
        guard let end = headEnd(answer) else { return nil }
        let head = String(decoding: answer[..<end], as: UTF8.self)
        guard head.hasPrefix("HTTP/1.1 200 ") else {
            throw BenchmarkFailure("the server answered the load with \(head.prefix(40))")
        }
        for line in head.split(separator: "\r\n") {
            let parts = line.split(separator: ":")
            if parts.count == 2, parts[0].lowercased() == "content-length",
                let length = Int(parts[1].drop { $0 == " " })
            {
                return end + length
            }
        }
        throw BenchmarkFailure("an answer to the load does not say how long it is")
    }

    /// Where the body begins.
    private static func headEnd(_ answer: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        guard answer.count >= mark.count else { return nil }
        return (mark.count...answer.count).first {
            answer[($0 - mark.count)..<$0].elementsEqual(mark)
        }
    }

    private static func check(push answer: [UInt8]) throws {
        guard let start = headEnd(answer),
            let response = try? PushResponse(encoded: Array(answer[start...])),
            response.outcome == .done, response.refusals.isEmpty
        else { throw BenchmarkFailure("a push of the load was not taken") }
    }
}
