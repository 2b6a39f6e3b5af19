import ClientCore
import ServerCore
import Shared

/// A simulated device: its replica, and the session it is in.
package struct Device {
    static let engine = ReplicaEngine(hash: SimulatedHash.self)

    var store: MemoryReplicaStore { didSet { isChecked = false } }
    /// Whether the oracle has seen the store as it is.
    var isChecked = false
    var session: SyncSession?
    var isRevoked = false
    var clock = SimulatedClock.right
}

/// The simulated server.
struct Server {
    private(set) var service: SyncService<SimulatedHash, SimulatedPolicy>
    var store = MemoryServerStore() { didSet { isChecked = false } }
    /// Whether the oracle has seen the store as it is.
    var isChecked = false
    var clock = SimulatedClock.right

    init(policy: SimulatedPolicy) {
        service = SyncService(hash: SimulatedHash.self, policy: policy)
    }

    /// Puts another schema in force: writes are refused by other rules from the event `number` on.
    mutating func changeSchema(from number: Int) {
        var policy = service.policy
        policy.changes.append(UInt64(number))
        service = SyncService(hash: SimulatedHash.self, policy: policy)
    }

    /// Answers one message in one transaction.
    mutating func answer(
        _ request: SyncRequest,
        isRevoked: Bool,
        at now: Int64,
        using random: inout SplitMix64
    ) throws -> SyncResponse {
        var transaction = store
        let response = try respond(request, isRevoked, now, &random, &transaction)
        store = transaction
        return response
    }

    private func respond(
        _ request: SyncRequest,
        _ isRevoked: Bool,
        _ now: Int64,
        _ random: inout SplitMix64,
        _ transaction: inout MemoryServerStore
    ) throws -> SyncResponse {
        let caller = Caller(standing: isRevoked ? .revoked : .active, actor: 1)
        switch request {
        case .hello(let request):
            return .hello(
                HelloResponse(
                    time: now,
                    actor: 1,
                    schema: nil,
                    directory: nil,
                    scopes: try request.scopes.compactMap {
                        try service.greet($0, in: transaction)
                    }
                )
            )
        case .compare(let request):
            let response = try service.compare(request, using: &random, in: &transaction)
            guard let response else { throw Violation("no such scope") }
            return .compare(response)
        case .chain(let request):
            guard let response = try service.chain(request, in: transaction) else {
                throw Violation("no such scope")
            }
            return .chain(response)
        case .push(let request):
            let response = try service.push(
                request,
                from: caller,
                at: now,
                check: { _ in true },
                using: &random,
                in: &transaction
            )
            guard let response else { throw Violation("no such scope") }
            return .push(response)
        case .digests(let request):
            return .digests(try service.digests(request, in: transaction))
        case .pull(var request):
            request = PullRequest(
                scope: request.scope,
                epoch: request.epoch,
                cursor: request.cursor,
                base: request.base,
                own: request.own,
                bytesMax: UInt64(100 + random.below(3) * 120)
            )
            guard let response = try service.pull(request, in: transaction) else {
                throw Violation("no such scope")
            }
            return .pull(response)
        }
    }
}

/// Refuses one write in seven, always the same ones, by the schema under which they were made.
struct SimulatedPolicy: WritePolicy {
    let isActive: Bool
    /// The events from which on other schemas were in force, in order.
    var changes: [UInt64] = []

    func refusal(of write: Change.CellWrite, in change: Change) -> String? {
        guard let value = write.value.flatMap(number), isVoid(value, Int(write.key.field)) else {
            return nil
        }
        return "refused by the simulated policy"
    }

    /// Whether the write of this value to this cell is refused.
    func isVoid(_ value: UInt64, _ cell: Int) -> Bool {
        guard isActive, value != 0 else { return false }
        // A value tells the number of its event.
        let schema = UInt64(changes.count { $0 <= value / 8 })
        var mixer = SplitMix64(seed: value &* 31 &+ UInt64(cell) &+ schema << 48)
        return mixer.next() % 7 == 0
    }
}

/// The number that a simulated value holds.
func number(_ value: ArraySlice<UInt8>) -> UInt64? {
    var reader = CBORReader(value)
    return try? reader.unsigned()
}
