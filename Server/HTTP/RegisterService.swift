import CryptoAdapters
package import ServerCore
package import Shared
import Synchronization

/// What the door needs of the service behind it.
package protocol RegisterService: Sendable {
    /// Answers one request of the protocol, bytes to bytes.
    func answer(_ request: ServiceRequest) async throws -> [UInt8]
    /// How the device with this token stands; nil when nobody has it.
    func standing(of token: AccessToken) async throws -> Caller.Standing?
    /// What the register is called; nil before it was made.
    func registerInfo() async throws -> RegisterInfo?
}

/// The service over a store: writes one after another, in groups, and a few reads beside them.
package final class StoreService<Store: ServiceStore>: RegisterService {
    private let store: Store
    private typealias Door = Endpoint<SHA256Hash, Ed25519Verifier, SchemaPolicy>
    /// The endpoint under the schema of this version; another command may have changed the schema.
    private let door: Mutex<(version: UInt64, endpoint: Door)>
    private let writer: GroupWriter<Store>
    private let readers: WorkQueue
    private let visitors: WorkQueue
    private let accounts = AccountService(hash: SHA256Hash.self, verifier: Ed25519Verifier())
    private let watchers: Watchers
    private let visits = Mutex<[RecordID: Visit]>([:])

    package init(store: Store, schema: Schema, limits: HTTPLimits = HTTPLimits()) {
        self.store = store
        door = Mutex((UInt64(schema.version), Self.endpoint(schema)))
        let visitors = WorkQueue(label: "visitors", width: 1, waitingMax: limits.waitingMax)
        let watchers = Watchers { scopes in
            try await visitors.run { try store.read { try RegisterStanding(of: scopes, in: $0) } }
        }
        self.visitors = visitors
        self.watchers = watchers
        writer = GroupWriter(store: store, waitingMax: limits.waitingMax) { watchers.look() }
        readers = WorkQueue(label: "readers", width: 4, waitingMax: limits.waitingMax)
    }

    private static func endpoint(_ schema: Schema) -> Door {
        Endpoint(
            hash: SHA256Hash.self,
            verifier: Ed25519Verifier(),
            policy: SchemaPolicy(schema: schema)
        )
    }

    /// The endpoint under the schema that holds in the transaction.
    private func endpoint(in transaction: some AccountTransaction) throws -> Door {
        let version = try transaction.schemaVersion()
        let present = door.withLock { $0 }
        if version == present.version { return present.endpoint }
        guard let document = try transaction.schemaDocument() else { return present.endpoint }
        let endpoint = Self.endpoint(try Schema(json: document.bytes))
        door.withLock { $0 = (version, endpoint) }
        return endpoint
    }

    package func answer(_ request: ServiceRequest) async throws -> [UInt8] {
        if request.route.isReadOnly {
            let answer = try await readers.run { [self] in
                try store.read { try endpoint(in: $0).read(request, in: $0) }
            }
            switch request.route {
            case .hello: noteVisit(request)
            case .watch: return try await watch(request, after: answer)
            default: break
            }
            return answer
        }
        return try await writer.run { [self] transaction in
            var random = SecureRandom()
            let endpoint = try endpoint(in: transaction)
            let cipher = HPKECipher()
            guard request.route == .bundle else {
                return try endpoint.write(
                    request,
                    sign: { try cipher.sign($0, seed: $1) },
                    using: &random,
                    in: &transaction
                )
            }
            return try endpoint.carry(
                request,
                with: cipher,
                using: &random,
                in: &transaction
            )
        }
    }

    /// How long a device waits for news at most: less than proxies wait for an answer.
    private static var patience: Duration { .seconds(50) }

    /// Waits for news where `answer` says that there is none.
    private func watch(_ request: ServiceRequest, after answer: [UInt8]) async throws -> [UInt8] {
        if try WatchResponse(encoded: answer).hasNews { return answer }
        let hello = try HelloRequest(encoded: request.body)
        let hasNews = await watchers.wait(hello, for: Self.patience)
        return WatchResponse(hasNews: hasNews).encoded()
    }

    /// Lets the devices go that wait for news: the server ends.
    package func endWatching() { watchers.end() }

    /// Notes, some time later, that a device was here and how far it had come; administrators see it.
    ///
    /// What a hello asks for is answered by reading; waiting for a commit would cost every session that
    /// has nothing to say.
    private func noteVisit(_ request: ServiceRequest) {
        Task { [self] in
            // Lost when there is too much else to do: the next visit is noted again.
            try? await visitors.run { [self] in try note(request) }
        }
    }

    private func note(_ request: ServiceRequest) throws {
        guard let token = request.token,
            let scope = try HelloRequest(encoded: request.body).scopes.first(where: {
                $0.scope == .common
            }),
            let device = try store.read({
                try accounts.authenticate(token, in: $0)?.device
            })
        else { return }
        let visit = Visit(time: request.now, cursor: scope.cursor)
        let isNews = visits.withLock { visits in
            if let last = visits[device.id], visit.isLike(last) { return false }
            visits[device.id] = visit
            return true
        }
        guard isNews else { return }
        try store.write { transaction in
            let clock = try transaction.clock(of: .common)
            // What a device says of another epoch, or of what is yet to come, tells nothing.
            let reached = clock?.epoch == scope.epoch ? min(scope.cursor, clock?.last ?? 0) : 0
            try accounts.noteSync(
                of: device.id,
                at: request.now,
                through: reached,
                in: &transaction
            )
        }
    }

    package func standing(of token: AccessToken) async throws -> Caller.Standing? {
        try await readers.run { [self] in
            try store.read { try accounts.authenticate(token, in: $0)?.caller.standing }
        }
    }

    package func registerInfo() async throws -> RegisterInfo? {
        try await readers.run { [store] in try store.read { try $0.registerInfo() } }
    }
}

/// When a device was last here, and how far it had come.
private struct Visit {
    /// Milliseconds since 1970.
    let time: Int64
    let cursor: ServerSequence

    /// Whether there is nothing to note beyond `other`: the same place, within a minute.
    func isLike(_ other: Visit) -> Bool {
        cursor == other.cursor && abs(time - other.time) < 60_000
    }
}
