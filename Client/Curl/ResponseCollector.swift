import ClientCore

/// Builds a response from the pieces libcurl hands over, counts bytes, and keeps the limits.
final class ResponseCollector {
    private(set) var headers: [(name: String, value: String)] = []
    private(set) var body: [UInt8] = []
    private(set) var bytesSent = 0
    private(set) var bytesReceived = 0

    /// The limit that was passed, if one was; then the transfer ends.
    private(set) var passedLimit: Int?

    /// Whether anything of the request was sent.
    ///
    /// Stays true when libcurl repeats a request whose kept connection had died.
    private(set) var requestHasBegun = false

    /// Whether the headers of the final response (not those of a 1xx) are complete.
    private(set) var headersAreComplete = false

    private let bodyBytesMax: Int
    private let onProgress: ((TransferProgress) -> Void)?
    private var headerBytes = 0
    private var status = 0

    init(bodyBytesMax: Int, onProgress: ((TransferProgress) -> Void)?) {
        self.bodyBytesMax = bodyBytesMax
        self.onProgress = onProgress
    }

    /// Whether the end of the body was marked by its length or by chunks, or there can be no body.
    var isDelimited: Bool {
        status == 204 || status == 304
            || headers.contains { header in
                header.name.utf8.elementsEqual("content-length".utf8)
                    || header.name.utf8.elementsEqual("transfer-encoding".utf8)
            }
    }

    /// Takes one line of a status line, headers or trailers; false ends the transfer.
    func take(headerLine line: [UInt8]) -> Bool {
        headerBytes += line.count
        guard headerBytes <= CurlConfiguration.headerBytesMax else {
            passedLimit = CurlConfiguration.headerBytesMax
            return false
        }
        // What follows the end of the headers are the trailers of a chunked body: counted, not kept.
        guard !headersAreComplete else { return true }
        bytesReceived += line.count
        let text = line.trimmed
        if text.isEmpty {
            headersAreComplete = status >= 200
        } else if text.starts(with: "HTTP/".utf8) {
            status = Self.status(in: text)
            headers.removeAll()
        } else if let header = Self.header(in: line) {
            headers.append(header)
        }
        return true
    }

    /// Takes one piece of the body; false ends the transfer.
    func take(bodyPiece piece: [UInt8]) -> Bool {
        guard piece.count <= bodyBytesMax - body.count else {
            passedLimit = bodyBytesMax
            return false
        }
        body.append(contentsOf: piece)
        return true
    }

    /// The length announced in the headers is already above the limit of the body.
    func noteBodyTooLarge() {
        passedLimit = bodyBytesMax
    }

    func noteHeadersTooLarge() {
        passedLimit = CurlConfiguration.headerBytesMax
    }

    /// Adds bytes of the request, not of a CONNECT to a proxy.
    func noteSent(bytes: Int) {
        bytesSent += bytes
        requestHasBegun = true
    }

    /// Adds bytes that follow the headers: body, framing and trailers.
    func noteReceived(bytes: Int) {
        bytesReceived += bytes
    }

    func reportProgress() {
        onProgress?(TransferProgress(bytesSent: bytesSent, bytesReceived: bytesReceived))
    }

    /// The number after the first blank of `HTTP/1.1 200 OK`, or 0.
    private static func status(in line: ArraySlice<UInt8>) -> Int {
        guard let blank = line.firstIndex(of: UInt8(ascii: " ")) else { return 0 }
        let digits = line[line.index(after: blank)...].prefix(3)
        return Int(String(decoding: digits, as: UTF8.self)) ?? 0
    }

    /// Name and value of one line, or nil for a continuation line and for a line without a colon.
    private static func header(in line: [UInt8]) -> (name: String, value: String)? {
        guard let first = line.first, first != UInt8(ascii: " "), first != UInt8(ascii: "\t"),
            let colon = line.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        let name = line[..<colon].map { byte in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
        }
        return (text(name[...]), text(line[line.index(after: colon)...].trimmed))
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}

extension Collection<UInt8> where Self: BidirectionalCollection, SubSequence == ArraySlice<UInt8> {
    /// Without blanks, tabs and line ends on both sides.
    fileprivate var trimmed: ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool {
            byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a
        }
        guard let first = firstIndex(where: { !isBlank($0) }),
            let last = lastIndex(where: { !isBlank($0) })
        else { return [] }
        return self[first...last]
    }
}
