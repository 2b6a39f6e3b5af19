import ClientCore

/// Checks what goes into the head of a request, so that no value can add a line or move its end.
enum HeaderLines {
    /// Written by libcurl alone: they decide where the request goes and where it ends.
    private static let reserved = [
        "host", "content-length", "transfer-encoding", "connection", "expect", "te", "upgrade",
    ]

    /// libcurl adds these by itself, unless they are given, or named without a value.
    private static let suppressed = ["accept", "content-type", "expect"]

    /// Header lines for libcurl.
    ///
    /// - Throws: `TransportError.notAllowed` for a name that is no token, a reserved or repeated
    ///   name, a control character in a value, a body for a GET, or a limit below zero.
    static func lines(of request: HTTPRequest) throws(TransportError) -> [String] {
        guard request.method == .post || request.body.isEmpty else {
            throw .notAllowed(reason: "a GET carries no body")
        }
        guard request.responseBytesMax >= 0 else {
            throw .notAllowed(reason: "the largest answer would have fewer than 0 bytes")
        }
        var names: [[UInt8]] = []
        var lines: [String] = []
        for (name, value) in request.headers {
            guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else {
                throw .notAllowed(reason: "a header has an invalid name")
            }
            let lowercase = name.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
            guard !reserved.contains(where: { lowercase.elementsEqual($0.utf8) }) else {
                throw .notAllowed(reason: "the header \(name) is set by the transport")
            }
            guard !names.contains(lowercase) else {
                throw .notAllowed(reason: "the header \(name) is given twice")
            }
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
                throw .notAllowed(reason: "the header \(name) contains a control character")
            }
            names.append(lowercase)
            // A name with a colon and nothing else would take the header away.
            lines.append(value.utf8.allSatisfy { $0 == 0x20 } ? "\(name);" : "\(name): \(value)")
        }
        for name in suppressed where !names.contains(where: { $0.elementsEqual(name.utf8) }) {
            lines.append("\(name):")
        }
        return lines
    }

    /// - Throws: `TransportError.notAllowed` unless `path` begins with a slash and is printable ASCII
    ///   without blanks and `#`.
    static func checked(path: String) throws(TransportError) -> String {
        guard path.utf8.first == UInt8(ascii: "/"),
            path.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "#") })
        else {
            throw .notAllowed(reason: "a request path must begin with / and be percent-encoded")
        }
        return path
    }

    /// Source: RFC 9110, section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
