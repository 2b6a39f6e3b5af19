import ServerCore
import Shared

/// The JSON form of messages: what people read and write instead of their bytes.
enum Mirror {
    /// The message's bytes, from its JSON.
    ///
    /// - Throws: ``RequestFailure``: bad JSON, or a message that has no JSON form.
    static func request(_ body: [UInt8], of route: Route) throws(RequestFailure) -> [UInt8] {
        let json = try parsed(body)
        do throws(JSONMessageError) {
            switch route {
            case .hello, .watch: return try HelloRequest(json: json).encoded()
            case .pull: return try PullRequest(json: json).encoded()
            case .enroll: return try EnrolmentRequest(json: json).encoded()
            case .compare, .chain, .push, .history, .digests, .readmit, .bundle: break
            }
        } catch {
            throw RequestFailure(
                .badRequest,
                code: "malformed",
                "the message cannot be read: \(printable(error.description))"
            )
        }
        throw RequestFailure(
            .unsupportedType,
            code: "unsupported_type",
            "this request has no form in JSON",
            hint: "send it as \(MediaType.cborName)"
        )
    }

    /// The JSON of an answer, from its bytes.
    static func answer(_ bytes: [UInt8], of route: Route) throws(CBORError) -> [UInt8] {
        let json =
            switch route {
            case .hello: try HelloResponse(encoded: bytes).json()
            case .compare: try CompareResponse(encoded: bytes).json()
            case .chain: try ChainResponse(encoded: bytes).json()
            case .push: try PushResponse(encoded: bytes).json()
            case .pull: try PullResponse(encoded: bytes).json()
            case .enroll: try EnrolmentReceipt(encoded: bytes).json()
            case .readmit: try ReadmissionReceipt(encoded: bytes).json()
            case .bundle: try BundleAnswer(encoded: bytes).json()
            case .watch: try WatchResponse(encoded: bytes).json()
            case .history, .digests: try plain(bytes)
            }
        return JSONWriter.bytes(json)
    }

    /// Messages without names of their own: their items as they stand.
    private static func plain(_ bytes: [UInt8]) throws(CBORError) -> JSONValue {
        var reader = CBORReader(bytes)
        let value = try CBORValue(from: &reader)
        try reader.finish()
        return JSONValue(value)
    }

    private static func parsed(_ body: [UInt8]) throws(RequestFailure) -> JSONValue {
        do throws(JSONError) {
            return try JSONParser.parse(body, limits: JSONLimits(bytesMax: body.count))
        } catch {
            throw RequestFailure(
                .badRequest,
                code: "malformed",
                "the JSON cannot be read at line \(error.line), column \(error.column)"
            )
        }
    }
}
