package import ClientCore
import ClientCurl
import Compression
package import Shared

/// Talks to one server: encodes requests, decodes answers, and counts bytes and round trips.
package final class ServiceClient {
    package private(set) var bytesSent = 0
    package private(set) var bytesReceived = 0
    package private(set) var roundTrips = 0
    /// Time for each message and its answer.
    package var deadline: Duration = .seconds(900)

    private let transport: any HTTPTransport
    private let token: AccessToken?

    /// A client of the server at `server`, as the device that has `token`.
    package init(
        server: String,
        token: AccessToken?,
        allowsInsecureHTTP: Bool,
        authorityFile: String?
    ) throws(TransportError) {
        transport = try CurlTransport(
            CurlConfiguration(
                baseURL: server,
                allowsInsecureHTTP: allowsInsecureHTTP,
                authorityFile: authorityFile
            )
        )
        self.token = token
    }

    package convenience init(_ enrolment: Enrolment) throws(TransportError) {
        try self.init(
            server: enrolment.server,
            token: enrolment.token,
            allowsInsecureHTTP: enrolment.allowsInsecureHTTP,
            authorityFile: enrolment.authorityFile
        )
    }
}

extension ServiceClient {
    /// Bodies below this size are sent as they are: compressing would not pay.
    static let compressionBytesMin = 600

    /// Carries one message of a session to the server and back.
    package func exchange(_ request: SyncRequest) throws -> SyncResponse {
        switch request {
        case .hello(let request):
            return .hello(try HelloResponse(encoded: post("hello", request.encoded())))
        case .compare(let request):
            return .compare(try CompareResponse(encoded: post("compare", request.encoded())))
        case .chain(let request):
            return .chain(try ChainResponse(encoded: post("chain", request.encoded())))
        case .push(let request):
            return .push(try PushResponse(encoded: post("push", request.encoded())))
        case .digests(let request):
            return .digests(try digests(request))
        case .pull(let request):
            return .pull(try PullResponse(encoded: post("pull", request.encoded())))
        }
    }

    /// Waits until the server has something new for who stands where `hello` says.
    ///
    /// - Returns: false when it has waited long enough without.
    package func watch(_ hello: HelloRequest) throws -> Bool {
        try WatchResponse(encoded: post("watch", hello.encoded())).hasNews
    }

    package func history(_ request: HistoryRequest) throws -> HistoryResponse {
        try HistoryResponse(encoded: post("history", request.encoded()))
    }

    package func digests(_ request: DigestRequest) throws -> DigestResponse {
        try DigestResponse(encoded: post("digests", request.encoded()))
    }

    package func enroll(_ request: EnrolmentRequest) throws -> EnrolmentReceipt {
        try EnrolmentReceipt(encoded: post("enroll", request.encoded()))
    }

    /// Shows the certificate of this device to a server that does not know it any more.
    package func readmit(_ certificate: [UInt8]) throws -> ReadmissionReceipt {
        try ReadmissionReceipt(encoded: post("readmit", certificate))
    }

    /// Brings somebody's file to the server.
    package func carry(_ file: [UInt8]) throws -> BundleAnswer {
        try BundleAnswer(encoded: post("bundle", file, responseBytesMax: BundleFile.bytesMax))
    }

    /// The register behind the server: its id and name.
    package func register() throws -> (id: RegisterID, name: String) {
        let response = try transport.exchange(
            HTTPRequest(
                method: .get,
                path: "/v1/register",
                headers: [(name: "accept", value: "application/json")],
                responseBytesMax: 64 * 1024,
                deadline: .seconds(60)
            )
        )
        count(response)
        guard response.status == 200,
            let json = try? JSONParser.parse(response.body),
            let id = json["id"]?.string.flatMap({ RegisterID(text: $0) })
        else {
            throw CommandFailure(
                code: "no_register",
                Labels(
                    vi: "không có sổ nào thuộc loại này ở địa chỉ đó",
                    en: "there is no register of this kind at that address"
                ),
                hint: Labels(
                    vi: "kiểm tra lại địa chỉ; máy chủ ghi: listening on http://…",
                    en: "check the address; a server says: listening on http://…"
                )
            )
        }
        return (id, json["name"]?.string ?? "")
    }

    private func post(
        _ route: String,
        _ body: [UInt8],
        responseBytesMax: Int = WireLimits.messageBytesMax
    ) throws -> [UInt8] {
        var headers = [
            (name: "content-type", value: WireFormat.mediaType),
            (name: "accept-encoding", value: Zstandard.contentCoding),
        ]
        if let token {
            headers.append((name: "authorization", value: "Bearer " + token.credential))
        }
        var content = body
        if body.count > Self.compressionBytesMin {
            let compressed = Zstandard.compressed(body)
            if !compressed.isEmpty, compressed.count < body.count {
                content = compressed
                headers.append((name: "content-encoding", value: Zstandard.contentCoding))
            }
        }
        let response = try transport.exchange(
            HTTPRequest(
                method: .post,
                path: "/v1/" + route,
                headers: headers,
                body: content,
                responseBytesMax: responseBytesMax,
                deadline: deadline
            )
        )
        count(response)
        let answer = try expanded(response, limit: responseBytesMax)
        guard response.status == 200 else { throw failure(response.status, answer) }
        guard response.isDelimited, response.header("content-type") == WireFormat.mediaType else {
            throw TransportError.invalidResponse(reason: "the answer is not the service's")
        }
        return answer
    }

    private func expanded(_ response: HTTPResponse, limit: Int) throws -> [UInt8] {
        switch response.header("content-encoding") {
        case nil: return response.body
        case Zstandard.contentCoding:
            do throws(Zstandard.Failure) {
                return try Zstandard.expanded(response.body, limit: limit)
            } catch {
                throw TransportError.invalidResponse(reason: "the answer cannot be expanded")
            }
        default:
            throw TransportError.invalidResponse(reason: "the answer has an unknown coding")
        }
    }

    private func failure(_ status: Int, _ body: [UInt8]) -> any Error {
        guard let failure = try? WireFailure(encoded: body) else {
            return status >= 500
                ? TransportError.invalidResponse(reason: "the server answered \(status)")
                : CommandFailure(
                    code: "http_\(status)",
                    Labels(
                        vi: "máy chủ trả lời \(status), không giống một sổ",
                        en: "the server answered \(status), and not as a register does"
                    ),
                    hint: Labels(
                        vi: "kiểm tra địa chỉ máy chủ",
                        en: "check the server's address"
                    )
                )
        }
        let refused = BundleError.allCases.first { $0.code.isSame(as: failure.code) }
        if let refused { return refused }
        let exit: ExitStatus
        switch status {
        case 401, 403: exit = .refused
        case 503: exit = .unreachable
        default: exit = .failed
        }
        return CommandFailure(
            exit,
            code: failure.code,
            failure.message,
            field: failure.field,
            hint: failure.hint
        )
    }

    /// Counts bytes and round trips from nothing again: another session begins.
    package func resetCounts() {
        bytesSent = 0
        bytesReceived = 0
        roundTrips = 0
    }

    private func count(_ response: HTTPResponse) {
        bytesSent += response.bytesSent
        bytesReceived += response.bytesReceived
        roundTrips += 1
    }
}
