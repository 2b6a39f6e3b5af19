import ClientCore
import ClientCurl
import CryptoAdapters
import Foundation
import Hummingbird
import Logging
import NIOPosix
import ServerApp
import ServerCore
import ServerHTTP
import ServiceLifecycle
import Shared

/// A register in a folder that lasts as long as the value.
final class HTTPTestRegister {
    let folder: AccountTestFolder
    let register: OpenRegister
    /// The first administrator's code.
    let code: InvitationCode

    init() throws {
        folder = try AccountTestFolder()
        let made = try OpenRegister.create(
            at: .folder(folder.path),
            OpenRegister.Beginning(
                name: "Sổ",
                department: Department(code: "office", nameVi: "Văn phòng", nameEn: "Office"),
                person: "An",
                codeMilliseconds: 86_400_000
            ),
            now: HTTPTestRegister.now
        )
        code = made.invitation.code
        register = try OpenRegister.open(.folder(folder.path))
    }

    deinit { try? register.close() }

    /// Runs `body` with a fresh register.
    static func with<Result>(_ body: (OpenRegister) throws -> Result) throws -> Result {
        let made = try HTTPTestRegister()
        return try withExtendedLifetime(made) { try body(made.register) }
    }

    static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}

/// Runs `body` against a server of `register` on a free port, given its address.
func withHTTPServer<Result: Sendable>(
    _ register: HTTPTestRegister,
    limits: HTTPLimits = HTTPLimits(),
    _ body: @escaping @Sendable (String) throws -> Result
) async throws -> Result {
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let application = try makeApplication(
        ServedRegisters(register.register, limits: limits),
        HTTPConfiguration(host: "127.0.0.1", port: 0, limits: limits),
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) { continuation.yield($0) }
    let group = ServiceGroup(
        configuration: .init(services: [application], logger: application.logger)
    )
    let running = Task { try await group.run() }
    var iterator = ports.makeAsyncIterator()
    guard let port = await iterator.next() else { preconditionFailure("no port") }
    // Clients block their threads: not those of the tasks.
    let result = try await NIOThreadPool.singleton.runIfActive {
        Swift.Result { try body("http://127.0.0.1:\(port)") }
    }
    await group.triggerGracefulShutdown()
    _ = await running.result
    return try result.get()
}

/// What a device has: its keys, its token and its replica.
struct HTTPTestDevice {
    private let device = AccountTestDevice()
    private var receipt: EnrolmentReceipt
    private let transport: CurlTransport
    var store: MemoryReplicaStore
    private var random = AccountRandom(seed: 7)
    private let engine = ReplicaEngine(hash: SHA256Hash.self)
    /// The versions of the documents that it has.
    private var schemaVersion: UInt64 = 0
    private var directoryVersion: UInt64 = 0

    init(_ url: String, _ code: InvitationCode, register: RegisterID) throws {
        transport = try CurlTransport(CurlConfiguration(baseURL: url))
        let request = try device.request(code, register: register)
        let response = try Self.post(transport, "enroll", request.encoded(), token: nil)
        receipt = try EnrolmentReceipt(encoded: response.body)
        store = MemoryReplicaStore(
            replica: .random(using: &random),
            scopes: receipt.scopes
        )
    }

    var token: AccessToken { receipt.token }

    /// Bytes of all exchanges so far, both ways.
    var total: Int { Int(transport.total.bytesSent + transport.total.bytesReceived) }

    static func post(
        _ transport: CurlTransport,
        _ route: String,
        _ body: [UInt8],
        token: AccessToken?,
        headers: [(name: String, value: String)] = [
            (name: "content-type", value: "application/cbor")
        ]
    ) throws -> ClientCore.HTTPResponse {
        let authorization = token.map { (name: "authorization", value: "Bearer " + $0.text) }
        return try transport.exchange(
            ClientCore.HTTPRequest(
                method: .post,
                path: "/v1/\(route)",
                headers: headers + [authorization].compactMap { $0 },
                body: body,
                responseBytesMax: WireLimits.messageBytesMax,
                deadline: .seconds(120)
            )
        )
    }

    /// Creates a record with one text.
    mutating func create(_ text: String, field: UInt16, in collection: UInt16) throws -> RecordID {
        let record = RecordID(milliseconds: HTTPTestRegister.now, using: &random)
        let value = FieldValue.text(text)
        _ = try engine.save(
            [
                Draft(
                    kind: .create,
                    record: record,
                    collection: collection,
                    cells: [.init(key: CellKey(field: field), value: value.encoded)]
                )
            ],
            in: .common,
            by: Author(actor: receipt.actor, schemaVersion: 1),
            at: HTTPTestRegister.now,
            using: &random,
            in: &store
        )
        return record
    }

    /// Runs one session to its end.
    mutating func sync() throws -> (ending: SyncSession.Ending, summary: SyncSummary) {
        var session = SyncSession()
        var memory = SessionMemory()
        var action = session.start()
        while true {
            if case .finish(let ending) = action { return (ending, memory.summary) }
            let request = try request(for: action, &memory)
            let response = try answer(to: request)
            if case .hello(let hello) = response {
                if let schema = hello.schema {
                    schemaVersion = UInt64(try Schema(json: schema).version)
                }
                if let directory = hello.directory {
                    directoryVersion = try DirectoryDocument(encoded: directory).version
                }
            }
            let event = try engine.conclude(
                action,
                request,
                response,
                &memory,
                using: &random,
                in: &store
            )
            action = session.next(after: event)
        }
    }

    /// Hands in what is new without a hello before.
    func push() throws -> PushResponse.Outcome? {
        var memory = SessionMemory()
        let request = try request(for: .push(.common, states: []), &memory)
        guard case .push(let response) = try answer(to: request) else { return nil }
        return response.outcome
    }

    private func request(
        for action: SyncSession.Action,
        _ memory: inout SessionMemory
    ) throws -> SyncRequest {
        let register = receipt.register.bytes
        let request = try engine.prepare(
            action,
            &memory,
            schemaVersion: schemaVersion,
            directoryVersion: directoryVersion,
            sign: { [device] scope, head in
                let message = PushRequest.signedMessage(
                    register: register,
                    scope: scope,
                    head: head
                )
                return (try? device.signing.sign(message)) ?? []
            },
            in: store
        )
        guard let request else { preconditionFailure("nothing to send") }
        return request
    }

    private func answer(to request: SyncRequest) throws -> SyncResponse {
        func post(_ route: String, _ body: [UInt8]) throws -> [UInt8] {
            let response = try Self.post(transport, route, body, token: token)
            guard response.status == 200 else { throw try WireFailure(encoded: response.body) }
            return response.body
        }
        switch request {
        case .hello(let hello):
            return .hello(try HelloResponse(encoded: post("hello", hello.encoded())))
        case .compare(let compare):
            return .compare(try CompareResponse(encoded: post("compare", compare.encoded())))
        case .chain(let chain):
            return .chain(try ChainResponse(encoded: post("chain", chain.encoded())))
        case .push(let push):
            return .push(try PushResponse(encoded: post("push", push.encoded())))
        case .pull(let pull):
            return .pull(try PullResponse(encoded: post("pull", pull.encoded())))
        case .digests(let digests):
            return .digests(try DigestResponse(encoded: post("digests", digests.encoded())))
        }
    }
}
