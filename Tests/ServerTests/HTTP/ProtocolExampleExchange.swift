import ClientCore
import CryptoAdapters
import ServerCore
import Shared
import Testing

/// A register with two laptops: An's says hello and hands in a partner, Bình's fetches it.
///
/// Everything that is chance or clock elsewhere is fixed here.
struct ExampleExchange {
    static let routes: [Route] = [.hello, .push, .pull]
    private static let now: Int64 = 1_767_225_600_000

    struct Step {
        let route: Route
        let request: [UInt8]
        let response: [UInt8]
        let event: SyncSession.Event
    }

    private struct Laptop {
        let signing: SigningKey
        let agreement: AgreementKey
        let receipt: EnrolmentReceipt
        var store: MemoryReplicaStore
    }

    private let endpoint = Endpoint(
        hash: SHA256Hash.self,
        verifier: Ed25519Verifier(),
        policy: PermissivePolicy()
    )
    private let engine = ReplicaEngine(hash: SHA256Hash.self)
    private var server = MemoryServerStore()
    private var random = AccountRandom(seed: 1)
    private var laptops: [Laptop] = []

    init() throws {
        let info = try endpoint.accounts.createRegister(
            named: "Register",
            at: Self.now,
            using: &random,
            in: &server
        )
        try endpoint.sync.createScope(.common, using: &random, in: &server)
        for (number, name) in ["An", "Bình"].enumerated() {
            laptops.append(try laptop(of: name, number, register: info.id))
        }
        // Both have synchronised before: they know the epoch.
        for number in laptops.indices { try synchronize(number) }
    }

    /// Runs one session of a laptop to its end.
    private mutating func synchronize(_ number: Int) throws {
        var session = SyncSession()
        var memory = SessionMemory()
        var action = session.start()
        while true {
            if case .finish(let ending) = action {
                guard ending == .complete else { throw ExampleFailure.incomplete }
                return
            }
            action = session.next(after: try step(action, of: number, &memory).event)
        }
    }

    private mutating func laptop(
        of person: String,
        _ number: Int,
        register: RegisterID
    ) throws -> Laptop {
        let byte = UInt8(number + 1)
        let device = AccountTestDevice(
            signing: try #require(SigningKey(seed: [UInt8](repeating: byte, count: 32))),
            agreement: try #require(AgreementKey(secret: [UInt8](repeating: byte, count: 32)))
        )
        let invitation = try endpoint.accounts.invite(
            .named(person),
            department: "tourism",
            role: .editor,
            expires: Self.now + 86_400_000,
            epoch: server.clock(of: .common)?.epoch,
            at: Self.now,
            using: &random,
            in: &server
        )
        let request = try device.request(invitation.code, register: register)
        let answer = try endpoint.write(
            ServiceRequest(route: .enroll, body: request.encoded(), token: nil, now: Self.now),
            using: &random,
            in: &server
        )
        let receipt = try EnrolmentReceipt(encoded: answer)
        return Laptop(
            signing: device.signing,
            agreement: device.agreement,
            receipt: receipt,
            store: MemoryReplicaStore(replica: .random(using: &random), scopes: receipt.scopes)
        )
    }

    /// What the server answers to a step; the caller of a pull is Bình, of the others An.
    mutating func answer(_ route: Route, _ request: [UInt8]) throws -> [UInt8] {
        try answer(route, request, to: route == .pull ? 1 : 0)
    }

    private mutating func answer(
        _ route: Route,
        _ request: [UInt8],
        to number: Int
    ) throws -> [UInt8] {
        // The server's own chance is the same for each request, whoever made it.
        var random = AccountRandom(seed: 2)
        return try endpoint.write(
            ServiceRequest(
                route: route,
                body: request,
                token: laptops[number].receipt.token,
                now: Self.now
            ),
            using: &random,
            in: &server
        )
    }

    /// The whole exchange, made by this program.
    static func steps() throws -> [Step] {
        var exchange = try ExampleExchange()
        return try exchange.run()
    }

    private mutating func run() throws -> [Step] {
        try save()
        var steps: [Step] = []
        for (laptop, actions) in [
            (0, [SyncSession.Action.hello, .push(.common, states: [])]), (1, [.pull(.common)]),
        ] {
            var memory = SessionMemory()
            if laptop == 1 { _ = try step(.hello, of: 1, &memory) }
            for action in actions { steps.append(try step(action, of: laptop, &memory)) }
        }
        return steps
    }

    /// An registers TPO: one change, one cell.
    private mutating func save() throws {
        let record = RecordID(milliseconds: Self.now, using: &random)
        let abbreviation = CellKey(field: 33)
        _ = try engine.save(
            [
                Draft(
                    kind: .create,
                    record: record,
                    collection: 2,
                    cells: [.init(key: abbreviation, value: FieldValue.text("TPO").encoded)]
                )
            ],
            in: .common,
            by: Author(actor: laptops[0].receipt.actor, schemaVersion: 1),
            at: Self.now,
            using: &random,
            in: &laptops[0].store
        )
    }

    private mutating func step(
        _ action: SyncSession.Action,
        of number: Int,
        _ memory: inout SessionMemory
    ) throws -> Step {
        let laptop = laptops[number]
        let register = laptop.receipt.register.bytes
        let request = try engine.prepare(
            action,
            &memory,
            directoryVersion: server.directoryVersion(),
            sign: { scope, head in
                let message = PushRequest.signedMessage(
                    register: register,
                    scope: scope,
                    head: head
                )
                return (try? laptop.signing.sign(message)) ?? []
            },
            in: laptop.store
        )
        let response: SyncResponse
        let route: Route
        let bytes: (request: [UInt8], response: [UInt8])
        switch try #require(request) {
        case .hello(let hello):
            route = .hello
            bytes = (hello.encoded(), try answer(route, hello.encoded(), to: number))
            response = .hello(try HelloResponse(encoded: bytes.response))
        case .compare(let compare):
            route = .compare
            bytes = (compare.encoded(), try answer(route, compare.encoded(), to: number))
            response = .compare(try CompareResponse(encoded: bytes.response))
        case .push(let push):
            route = .push
            bytes = (push.encoded(), try answer(route, push.encoded(), to: number))
            response = .push(try PushResponse(encoded: bytes.response))
        case .pull(let pull):
            route = .pull
            bytes = (pull.encoded(), try answer(route, pull.encoded(), to: number))
            response = .pull(try PullResponse(encoded: bytes.response))
        case .chain, .digests: throw ExampleFailure.unexpectedRequest
        }
        let event = try engine.conclude(
            action,
            #require(request),
            response,
            &memory,
            using: &random,
            in: &laptops[number].store
        )
        return Step(route: route, request: bytes.request, response: bytes.response, event: event)
    }
}

enum ExampleFailure: Error { case unexpectedRequest, incomplete }

extension ExampleExchange.Step {
    var blocks: ExampleBlocks {
        ExampleBlocks(
            requestDiagnostic: ExampleDocument.bare(ExampleDocument.diagnostic(request)),
            requestHex: hex(request),
            responseDiagnostic: ExampleDocument.bare(ExampleDocument.diagnostic(response)),
            responseHex: hex(response)
        )
    }

    /// The step as the document could have it.
    var text: String {
        var result = "### \(route.rawValue)\n\n"
        for (name, bytes) in [("Request", request), ("Response", response)] {
            result +=
                "\(name), \(bytes.count) bytes:\n\n```cbor-diag\n\(ExampleDocument.diagnostic(bytes))\n```\n\n"
            result += "```hex\n\(lines(hex(bytes)))\n```\n\n"
        }
        return result
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func lines(_ text: String) -> String {
        let characters = Array(text)
        return stride(from: 0, to: characters.count, by: 80)
            .map { String(characters[$0..<min($0 + 80, characters.count)]) }
            .joined(separator: "\n")
    }
}
