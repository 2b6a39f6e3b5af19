import Compression
import HTTPTypes
import Hummingbird
import NIOCore
import ServerCore
import Shared

/// What is sent back: a status and a body, with as few headers as will do.
struct Answer {
    let status: HTTPResponse.Status
    let body: [UInt8]
    /// The body's type, exactly.
    let contentType: String
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ body: [UInt8], contentType: String) {
        self.status = status
        self.body = body
        self.contentType = contentType
    }

    /// A text for operators and their tools.
    init(_ status: HTTPResponse.Status = .ok, text: String) {
        self.init(status, Array(text.utf8), contentType: "text/plain; charset=utf-8")
    }

    /// A JSON document.
    init(json: JSONValue) {
        self.init(.ok, JSONWriter.bytes(json), contentType: MediaType.jsonName)
    }

    /// Says why a request was not carried out.
    init(_ refusal: Refusal, as type: MediaType) {
        let body =
            switch type {
            case .cbor: refusal.body.encoded()
            case .json: JSONWriter.bytes(refusal.body.json())
            }
        self.init(refusal.status, body, contentType: type.name)
        if let allowed = refusal.allowedMethod { headers[.allow] = allowed }
        if refusal.status == .serviceUnavailable { headers[.retryAfter] = "2" }
    }

    /// Bodies up to this size are sent as they are: compressing would not pay.
    private static let compressionBytesMin = 600

    /// The response; its body is compressed where that pays and the client takes it.
    ///
    /// It `closes` the connection where a part of the request is unread.
    func response(acceptingZstandard accepts: Bool, closes: Bool) -> Response {
        var headers = headers
        headers[.contentType] = contentType
        if contentType != MediaType.cborName {
            // For browsers, which never see the other type; every byte counts there.
            headers[.cacheControl] = "no-store"
            headers[.xContentTypeOptions] = "nosniff"
        }
        var content = body
        if accepts, body.count > Self.compressionBytesMin {
            let compressed = Zstandard.compressed(body, level: 3)
            if !compressed.isEmpty, compressed.count < body.count {
                content = compressed
                headers[.contentEncoding] = Zstandard.contentCoding
            }
        }
        if closes { headers[.connection] = "close" }
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: content))
        )
    }
}

/// Why a request is answered with a failure.
struct Refusal: Error {
    let status: HTTPResponse.Status
    let body: WireFailure
    /// The one method of the address, where another was used.
    var allowedMethod: String?

    init(
        _ status: HTTPResponse.Status,
        code: String,
        _ message: String,
        hint: String? = nil
    ) {
        self.status = status
        body = WireFailure(code: code, message: message, hint: hint)
    }

    /// Any error as a refusal; nothing of a record's content gets into it.
    init(_ error: any Error) {
        switch error {
        case let refusal as Refusal: self = refusal
        case is WorkQueueFull:
            self.init(
                .serviceUnavailable,
                code: "busy",
                "too many requests are waiting",
                hint: "try again"
            )
        default:
            let failure = RequestFailure(error)
            self.init(
                HTTPResponse.Status(code: failure.status.rawValue),
                code: failure.body.code,
                failure.body.message,
                hint: failure.body.hint
            )
        }
    }
}
