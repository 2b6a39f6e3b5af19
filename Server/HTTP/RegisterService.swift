import CryptoAdapters
package import ServerCore
package import Shared

/// What the door needs of the service behind it.
package protocol RegisterService: Sendable {
    /// Answers one request of the protocol, bytes to bytes.
    func answer(_ request: ServiceRequest) async throws -> [UInt8]
    /// What the register is called; nil before it was made.
    func registerInfo() async throws -> RegisterInfo?
}

/// The service over a store: writes one after another, a few reads beside them.
package final class StoreService<Store: ServiceStore>: RegisterService {
    private let store: Store
    private let endpoint: Endpoint<SHA256Hash, Ed25519Verifier, SchemaPolicy>
    private let writer: WorkQueue
    private let readers: WorkQueue

    package init(store: Store, schema: Schema, limits: HTTPLimits = HTTPLimits()) {
        self.store = store
        endpoint = Endpoint(
            hash: SHA256Hash.self,
            verifier: Ed25519Verifier(),
            policy: SchemaPolicy(schema: schema)
        )
        writer = WorkQueue(label: "writer", width: 1, waitingMax: limits.waitingMax)
        readers = WorkQueue(label: "readers", width: 4, waitingMax: limits.waitingMax)
    }

    package func answer(_ request: ServiceRequest) async throws -> [UInt8] {
        if request.route.isReadOnly {
            return try await readers.run { [store, endpoint] in
                try store.read { try endpoint.read(request, in: $0) }
            }
        }
        return try await writer.run { [store, endpoint] in
            var random = SecureRandom()
            return try store.write { try endpoint.write(request, using: &random, in: &$0) }
        }
    }

    package func registerInfo() async throws -> RegisterInfo? {
        try await readers.run { [store] in try store.read { try $0.registerInfo() } }
    }
}
