/// Carries one HTTP request to the server and brings its response back.
///
/// A transport knows one server and nothing of syncing. It follows no redirects, stores no cookies,
/// repeats nothing on purpose, and treats every status as an answer: 404 and 500 are responses, not
/// errors. It blocks the calling thread and is used by one thread at a time.
package protocol HTTPTransport: AnyObject {
    /// Sends `request` and waits for the whole response.
    ///
    /// - Throws: ``TransportError``. Ask ``TransportError/mayHaveBeenCarriedOut`` before telling
    ///   anyone that nothing happened.
    func exchange(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse
}

/// One request, with the limits its response must keep.
package struct HTTPRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    package let method: Method

    /// Absolute path with its query, percent-encoded, appended to the path of the base URL.
    package let path: String

    package let headers: [(name: String, value: String)]

    /// Sent with its length announced; empty for `get`.
    package let body: [UInt8]

    /// A response body with more bytes than this is given up while it arrives.
    package let responseBytesMax: Int

    /// Time for the whole exchange, from looking up the name to the last byte.
    package let deadline: Duration

    package init(
        method: Method,
        path: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        responseBytesMax: Int,
        deadline: Duration
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.responseBytesMax = responseBytesMax
        self.deadline = deadline
    }
}

/// One whole response.
package struct HTTPResponse: Sendable {
    package let status: Int

    /// In the order received; names in lower case; values without surrounding blanks, each byte one
    /// Unicode scalar (ISO 8859-1), so that no byte is lost or repaired.
    package let headers: [(name: String, value: String)]

    package let body: [UInt8]

    /// Bytes of request line, headers and body as given to the connection, before encryption; of
    /// both, when a kept connection had died and the request was sent twice.
    package let bytesSent: Int

    /// Bytes of status line, headers, body and its framing as read, after decryption.
    package let bytesReceived: Int

    /// Whether the response said where it ends.
    ///
    /// When false, the body lasted until the connection closed, and a cut one looks like a whole one.
    package let isDelimited: Bool

    package init(
        status: Int,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        bytesSent: Int = 0,
        bytesReceived: Int = 0,
        isDelimited: Bool = true
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.bytesSent = bytesSent
        self.bytesReceived = bytesReceived
        self.isDelimited = isDelimited
    }

    /// The value of the header called `name` (lower case), or nil when it is missing or repeated.
    package func header(_ name: String) -> String? {
        var found: String?
        for header in headers where header.name.utf8.elementsEqual(name.utf8) {
            guard found == nil else { return nil }
            found = header.value
        }
        return found
    }
}

/// Why an exchange brought no response, by what the caller can do about it.
package enum TransportError: Error, Equatable, Sendable {
    /// The server's address cannot be used. Correct it; nothing was sent.
    case badURL(reason: String)

    /// Plain HTTP to another machine, which was not allowed. Use https, or allow it; nothing was sent.
    case insecure(host: String)

    /// The request breaks a rule of this client. Change the settings or the request; nothing was sent.
    case notAllowed(reason: String)

    /// No connection. Work offline and try later; nothing was sent.
    case unreachable(host: String, reason: String)

    /// The server could not prove who it is, or offers no acceptable encryption. Nothing was sent.
    ///
    /// Do not go on without encryption: look at the certificate or at the network in between.
    case tlsRefused(host: String, reason: String)

    /// No whole response within the request's deadline. Try later.
    case timedOut(after: Duration)

    /// The connection broke, or came to a standstill, after the request had begun. Try later.
    case cut(reason: String)

    /// The response passed a limit, in bytes, of headers or body. Repeating it will not help.
    case tooLarge(limit: Int)

    /// What answered does not speak HTTP as it should, for instance another service on that port.
    case invalidResponse(reason: String)

    /// Whether the server may have acted on the request although no response came.
    package var mayHaveBeenCarriedOut: Bool {
        switch self {
        case .badURL, .insecure, .notAllowed, .unreachable, .tlsRefused: false
        case .timedOut, .cut, .tooLarge, .invalidResponse: true
        }
    }

    /// Whether the same request may succeed later with nothing changed.
    package var isTemporary: Bool {
        switch self {
        case .unreachable, .timedOut, .cut: true
        case .badURL, .insecure, .notAllowed, .tlsRefused, .tooLarge, .invalidResponse: false
        }
    }
}

extension TransportError: CustomStringConvertible {
    /// For people, to follow "could not …: ".
    package var description: String {
        switch self {
        case .badURL(let reason): "the server address cannot be used: \(reason)"
        case .insecure(let host):
            "\(host) is another machine, and http is neither private nor protected from changes"
        case .notAllowed(let reason): "not allowed: \(reason)"
        case .unreachable(let host, let reason): "\(host) cannot be reached: \(reason)"
        case .tlsRefused(let host, let reason): "no safe connection to \(host): \(reason)"
        case .timedOut(let limit): "no answer within \(limit.inSeconds) s"
        case .cut(let reason): "the connection was cut: \(reason)"
        case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
        case .invalidResponse(let reason): "the answer is not valid HTTP: \(reason)"
        }
    }
}

extension Duration {
    /// Seconds with as many decimals, up to three, as are needed: `30`, `0.25`.
    fileprivate var inSeconds: String {
        let (seconds, attoseconds) = components
        var thousandths = attoseconds / 1_000_000_000_000_000
        guard thousandths > 0 else { return "\(seconds)" }
        var places = 3
        while thousandths % 10 == 0 {
            thousandths /= 10
            places -= 1
        }
        let digits = "\(thousandths)"
        return "\(seconds).\(String(repeating: "0", count: places - digits.utf8.count))\(digits)"
    }
}
