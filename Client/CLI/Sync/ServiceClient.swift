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
            return .hello(try ask("hello", request.encoded(), HelloResponse.init(encoded:)))
        case .compare(let request):
            return .compare(
                try ask("compare", request.encoded(), CompareResponse.init(encoded:))
            )
        case .chain(let request):
            return .chain(try ask("chain", request.encoded(), ChainResponse.init(encoded:)))
        case .push(let request):
            return .push(try ask("push", request.encoded(), PushResponse.init(encoded:)))
        case .digests(let request):
            return .digests(try digests(request))
        case .pull(let request):
            return .pull(try ask("pull", request.encoded(), PullResponse.init(encoded:)))
        }
    }

    /// Waits until the server has something new for who stands where `hello` says.
    ///
    /// - Returns: false when it has waited long enough without.
    package func watch(_ hello: HelloRequest) throws -> Bool {
        try ask("watch", hello.encoded(), WatchResponse.init(encoded:)).hasNews
    }

    package func history(_ request: HistoryRequest) throws -> HistoryResponse {
        try ask("history", request.encoded(), HistoryResponse.init(encoded:))
    }

    package func digests(_ request: DigestRequest) throws -> DigestResponse {
        try ask("digests", request.encoded(), DigestResponse.init(encoded:))
    }

    package func enroll(_ request: EnrolmentRequest) throws -> EnrolmentReceipt {
        try ask("enroll", request.encoded(), EnrolmentReceipt.init(encoded:))
    }

    /// Shows the certificate of this device to a server that does not know it any more.
    package func readmit(_ certificate: [UInt8]) throws -> ReadmissionReceipt {
        try ask("readmit", certificate, ReadmissionReceipt.init(encoded:))
    }

    /// Brings somebody's file to the server.
    package func carry(_ file: [UInt8]) throws -> BundleAnswer {
        try ask(
            "bundle",
            file,
            responseBytesMax: BundleFile.bytesMax,
            BundleAnswer.init(encoded:)
        )
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
        let json = try? JSONParser.parse(response.body)
        if Self.isOfTheWay(response.status) || (response.status == 200 && json == nil) {
            throw CommandFailure.foreignAnswer(ofStatus: response.status)
        }
        guard response.status == 200,
            let json,
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

    /// What the service answers to a message.
    ///
    /// What cannot be read as an answer comes from something else that answers in the service's place.
    private func ask<Answer>(
        _ route: String,
        _ body: [UInt8],
        responseBytesMax: Int = WireLimits.messageBytesMax,
        _ read: ([UInt8]) throws -> Answer
    ) throws -> Answer {
        let answer = try post(route, body, responseBytesMax: responseBytesMax)
        do {
            return try read(answer)
        } catch let error as CBORError {
            throw CommandFailure.foreignAnswer(error)
        }
    }

    private func post(
        _ route: String,
        _ body: [UInt8],
        responseBytesMax: Int
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
            throw CommandFailure.foreignAnswer(ofStatus: response.status)
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
                throw CommandFailure.foreignAnswer(ofStatus: response.status)
            }
        default:
            throw CommandFailure.foreignAnswer(ofStatus: response.status)
        }
    }

    private func failure(_ status: Int, _ body: [UInt8]) -> any Error {
        guard let failure = try? WireFailure(encoded: body) else {
            return CommandFailure.foreignAnswer(ofStatus: status)
        }
        let refused = BundleError.allCases.first { $0.code.isSame(as: failure.code) }
        if let refused { return refused }
        let exit: ExitStatus
        switch status {
        case 401, 403: exit = .refused
        default: exit = RetryPolicy.isTemporary(status: status) ? .unreachable : .failed
        }
        return CommandFailure(
            exit,
            code: failure.code,
            failure.message,
            field: failure.field,
            hint: failure.hint
        )
    }

    /// Whether a status says that something on the way answers in the service's place, or that it is not
    /// the time.
    private static func isOfTheWay(_ status: Int) -> Bool {
        (300..<400).contains(status) || status == 407 || RetryPolicy.isTemporary(status: status)
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
