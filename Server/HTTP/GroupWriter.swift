import Dispatch
import ServerCore
import Synchronization

/// Carries out writes one after another; those that wait meanwhile are committed together.
///
/// Making a commit durable costs the same for one request as for many. Nobody is answered before the
/// commit that holds their request is on the disk, and a request that fails takes no other with it.
final class GroupWriter<Store: ServiceStore>: Sendable {
    typealias Work = @Sendable (inout Store.Transaction) throws -> [UInt8]

    private struct Waiting: Sendable {
        let work: Work
        let continuation: CheckedContinuation<[UInt8], any Error>
    }

    private struct State {
        var waiting: [Waiting] = []
        var isRunning = false
    }

    private enum Place {
        case full, waits, begins
    }

    /// What one commit holds at most: whoever comes first should not wait long for the others.
    private static var groupMax: Int { 32 }

    private let store: Store
    private let waitingMax: Int
    private let queue = DispatchQueue(label: "writer")
    private let state = Mutex(State())

    private let onCommit: @Sendable () -> Void

    /// `onCommit` is called after each commit.
    init(store: Store, waitingMax: Int, onCommit: @escaping @Sendable () -> Void) {
        self.store = store
        self.waitingMax = waitingMax
        self.onCommit = onCommit
    }

    /// Runs `work` in a transaction and returns once it is committed.
    ///
    /// - Throws: ``WorkQueueFull`` when too much is waiting; nothing was done then. What `work` throws,
    ///   and what the commit throws.
    func run(_ work: @escaping Work) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            let place: Place = state.withLock { state in
                guard state.waiting.count < waitingMax else { return .full }
                state.waiting.append(Waiting(work: work, continuation: continuation))
                if state.isRunning { return .waits }
                state.isRunning = true
                return .begins
            }
            switch place {
            case .full: continuation.resume(throwing: WorkQueueFull())
            case .waits: break
            case .begins: queue.async { self.runAll() }
            }
        }
    }

    private func runAll() {
        while true {
            let group: [Waiting] = state.withLock { state in
                let group = Array(state.waiting.prefix(Self.groupMax))
                state.waiting.removeFirst(group.count)
                if group.isEmpty { state.isRunning = false }
                return group
            }
            if group.isEmpty { return }
            commit(group)
        }
    }

    private func commit(_ group: [Waiting]) {
        guard group.count > 1 else {
            for waiting in group {
                let outcome = Result { try store.write { try waiting.work(&$0) } }
                waiting.continuation.resume(with: outcome)
            }
            onCommit()
            return
        }
        do {
            let outcomes = try store.writeTogether(group.map(\.work))
            for (waiting, outcome) in zip(group, outcomes) {
                waiting.continuation.resume(with: outcome)
            }
            onCommit()
        } catch StoreError.busy {
            // Each alone would wait as long again.
            for waiting in group { waiting.continuation.resume(throwing: StoreError.busy) }
        } catch {
            // Nothing of the group was committed. Alone, each fails or succeeds by itself; after a
            // commit that ended in an unknown state the store refuses them all.
            for waiting in group { commit([waiting]) }
        }
    }
}
