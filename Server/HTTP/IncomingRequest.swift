import Compression
import HTTPTypes
import Hummingbird
import NIOCore
import ServerCore
import Shared

/// A request as the door reads it: headers first, and the body only once they are in order.
struct IncomingRequest {
    private let request: Request
    private let limits: HTTPLimits
    /// Whether no part of the request is left unread.
    private(set) var isRead: Bool

    init(_ request: Request, limits: HTTPLimits) {
        self.request = request
        self.limits = limits
        let length = request.headers[.contentLength]
        let isChunked = request.headers[.transferEncoding] != nil
        isRead = !isChunked && (length == nil || length == "0")
    }

    var method: HTTPRequest.Method { request.method }

    /// The address without its query.
    var path: String {
        let path = request.head.path ?? ""
        return String(decoding: path.utf8.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
    }

    /// The form in which the answer is wanted.
    var wanted: MediaType { MediaType(accept: request.headers[values: .accept]) }

    /// Whether the answer may be compressed with Zstandard.
    var acceptsZstandard: Bool {
        request.headers[values: .acceptEncoding].contains { value in
            HeaderList.names(value).contains(Array(Zstandard.contentCoding.utf8))
        }
    }

    /// Whether the request names exactly one host, as it must (RFC 9112, section 3.2).
    var hasOneHost: Bool {
        // The first became the authority, so that any header left is a second one.
        let others = HTTPField.Name("host").map { request.headers[values: $0].count }
        return request.head.authority?.utf8.isEmpty == false && others == 0
    }

    /// The token of `Authorization: Bearer …`; nil without one that can be read.
    var token: AccessToken? {
        guard let name = HTTPField.Name("authorization"),
            request.headers[values: name].count == 1,
            let value = request.headers[name]
        else { return nil }
        let scheme = value.utf8.prefix(7)
        guard HeaderList.lowercased(scheme) == Array("bearer ".utf8) else { return nil }
        return AccessToken(credential: String(decoding: value.utf8.dropFirst(7), as: UTF8.self))
    }

    /// The form of the body.
    ///
    /// - Throws: ``Refusal``, 415 for any form that is not known.
    func type() throws(Refusal) -> MediaType {
        guard let value = request.headers[.contentType],
            let type = MediaType(contentType: value)
        else {
            throw Refusal(
                .unsupportedMediaType,
                code: "unsupported_type",
                "the request's content type is not one that is spoken here",
                hint: "send it as \(MediaType.cborName)"
            )
        }
        return type
    }

    /// The whole body, expanded where it came compressed.
    ///
    /// - Throws: ``Refusal``: 413 above the limit, before more of it is read; 415 for an unknown
    ///   coding; 400 for a damaged one, or where the connection broke.
    mutating func body(of route: Route) async throws -> [UInt8] {
        let limit = route == .bundle ? limits.bundleBytesMax : limits.bodyBytesMax
        let tooLarge = Refusal(
            .contentTooLarge,
            code: "too_large",
            "the request has more than \(limit) bytes"
        )
        let isCompressed = try isCompressed()
        let length = request.headers[.contentLength].flatMap { Int($0) }
        if let length, length > limit { throw tooLarge }
        let bytes = try await received(limit, tooLarge)
        isRead = true
        guard isCompressed else { return bytes }
        do throws(Zstandard.Failure) {
            return try Zstandard.expanded(bytes, limit: limit)
        } catch {
            switch error {
            case .tooLarge: throw tooLarge
            case .damaged:
                throw Refusal(
                    .badRequest,
                    code: "malformed",
                    "the request's body cannot be expanded"
                )
            }
        }
    }

    private func received(_ limit: Int, _ tooLarge: Refusal) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await part in request.body {
                guard bytes.count + part.readableBytes <= limit else {
                    throw tooLarge
                }
                bytes.append(contentsOf: part.readableBytesView)
            }
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            // The connection broke, or the server is stopping: nobody reads this answer.
            throw Refusal(.badRequest, code: "cut", "the request did not come whole")
        }
        return bytes
    }

    private func isCompressed() throws(Refusal) -> Bool {
        let codings = request.headers[values: .contentEncoding].flatMap { HeaderList.names($0) }
        if codings.isEmpty || codings == [Array("identity".utf8)] { return false }
        if codings == [Array(Zstandard.contentCoding.utf8)] { return true }
        throw Refusal(
            .unsupportedMediaType,
            code: "unsupported_coding",
            "the request's content coding is not known here",
            hint: "send it as it is, or with \(Zstandard.contentCoding)"
        )
    }
}
