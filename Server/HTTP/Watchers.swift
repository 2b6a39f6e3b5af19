import ServerCore
import Shared
import Synchronization

/// Devices that wait for news, each for a bounded time.
///
/// Looking costs one reading of the register, however many wait; nobody is asked while nobody waits.
final class Watchers: Sendable {
    private struct Waiting: Sendable {
        let hello: HelloRequest
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var waiting: [UInt64: Waiting] = [:]
        var next: UInt64 = 0
        /// Whether the register is being looked at again and again.
        var isLooking = false
        var isEnded = false
    }

    /// What others commit, who do not tell it, is seen after this time at the latest.
    private static let interval = Duration.milliseconds(50)

    /// Reads how far the register has come.
    private let standing: @Sendable (Set<ScopeID>) async throws -> RegisterStanding
    private let state = Mutex(State())

    init(standing: @escaping @Sendable (Set<ScopeID>) async throws -> RegisterStanding) {
        self.standing = standing
    }

    /// How many wait.
    var count: Int { state.withLock { $0.waiting.count } }

    /// Waits until there is news for a device that stands where `hello` says.
    ///
    /// - Parameters:
    ///   - hello: Where the device stands.
    ///   - patience: How long to wait at most.
    /// - Returns: Whether there is news; false when the time is over or no more waiting is wanted.
    func wait(_ hello: HelloRequest, for patience: Duration) async -> Bool {
        await withCheckedContinuation { continuation in
            let (isEnded, starts) = state.withLock { state in
                if state.isEnded { return (true, false) }
                state.waiting[state.next] = Waiting(
                    hello: hello,
                    deadline: .now + patience,
                    continuation: continuation
                )
                state.next += 1
                let starts = !state.isLooking
                state.isLooking = true
                return (false, starts)
            }
            if isEnded { continuation.resume(returning: false) }
            if starts { Task { await lookOn() } }
        }
    }

    /// Lets everybody go, and nobody wait any more: the server ends.
    func end() {
        let waiting = state.withLock { state in
            state.isEnded = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        for one in waiting.values { one.continuation.resume(returning: false) }
    }

    /// Looks now: something was committed.
    func look() {
        guard count > 0 else { return }
        Task { await lookOnce() }
    }

    private func lookOn() async {
        repeat {
            await lookOnce()
            try? await Task.sleep(for: Self.interval)
        } while state.withLock { state in
            state.isLooking = !state.waiting.isEmpty
            return state.isLooking
        }
    }

    /// Lets those go for whom there is news or whose time is over.
    private func lookOnce() async {
        let scopes = state.withLock { state in
            Set(state.waiting.values.flatMap { $0.hello.scopes.map(\.scope) })
        }
        // A register that cannot be read now is looked at again.
        let standing = try? await standing(scopes)
        var done: [(Waiting, hasNews: Bool)] = []
        state.withLock { state in
            for (key, waiting) in state.waiting {
                let hasNews = standing?.hasNews(for: waiting.hello) ?? false
                guard hasNews || waiting.deadline < .now else { continue }
                done.append((waiting, hasNews))
                state.waiting[key] = nil
            }
        }
        for (waiting, hasNews) in done { waiting.continuation.resume(returning: hasNews) }
    }
}
