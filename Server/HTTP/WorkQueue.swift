import Dispatch
import Synchronization

/// Runs blocking work on threads of its own, a few at a time, in the order of arrival.
package final class WorkQueue: Sendable {
    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let queue: DispatchQueue
    private let width: Int
    private let waitingMax: Int
    private let state = Mutex(State())

    /// At most `width` pieces of work run at once, and at most `waitingMax` wait.
    package init(label: String, width: Int, waitingMax: Int) {
        queue = DispatchQueue(label: label, attributes: .concurrent)
        self.width = width
        self.waitingMax = waitingMax
    }

    /// How many pieces of work wait for their turn.
    package var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Runs `work` and waits for it without blocking a thread of the caller's.
    ///
    /// - Throws: ``WorkQueueFull`` when too much is waiting; nothing was done then. What `work` throws.
    package func run<Result: Sendable>(
        _ work: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = enqueue {
                continuation.resume(with: Swift.Result(catching: work))
            }
            if !isTaken { continuation.resume(throwing: WorkQueueFull()) }
        }
    }

    private func enqueue(_ work: @escaping @Sendable () -> Void) -> Bool {
        let next: (isTaken: Bool, starts: Bool) = state.withLock { state in
            if state.running < width {
                state.running += 1
                return (true, true)
            }
            guard state.waiting.count < waitingMax else { return (false, false) }
            state.waiting.append(work)
            return (true, false)
        }
        if next.starts { start(work) }
        return next.isTaken
    }

    private func start(_ work: @escaping @Sendable () -> Void) {
        queue.async {
            work()
            let next = self.state.withLock { state -> (@Sendable () -> Void)? in
                if state.waiting.isEmpty {
                    state.running -= 1
                    return nil
                }
                return state.waiting.removeFirst()
            }
            if let next { self.start(next) }
        }
    }
}

/// More work is waiting than can be done in reasonable time.
package struct WorkQueueFull: Error, Hashable, Sendable {
    package init() {}
}
