import Dispatch
import Shared
import Synchronization

/// What ends a time of waiting; shared with the threads that wait for something.
final class WatchEvents: Sendable {
    /// What the server is asked in one round.
    struct Question: Sendable {
        let hello: HelloRequest
        let enrolment: Enrolment
    }

    /// How often the replica is looked at, without being told of a change.
    private static let idle = Duration.milliseconds(100)
    /// How often, and how long, after being told: the log is written to before a change can be seen.
    private static let busy = Duration.milliseconds(1)
    private static let attention = Duration.milliseconds(50)

    private struct State {
        var round = 0
        var question: Question?
        var touched: ContinuousClock.Instant?
        var isWoken = false
        var isStopped = false
    }

    private let state = Mutex(State())
    /// Signalled whenever the waiting session has to look.
    private let change = DispatchSemaphore(value: 0)
    /// Signalled whenever the server has to be asked something else, or nothing any more.
    private let asking = DispatchSemaphore(value: 0)

    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Asks for the end.
    ///
    /// - Returns: Whether that had been asked for before.
    func stop() -> Bool {
        let wasStopped = state.withLock { state in
            defer { state.isStopped = true }
            return state.isStopped
        }
        change.signal()
        asking.signal()
        return wasStopped
    }

    /// Begins another time of waiting; who belongs to an earlier one is not heard any more.
    ///
    /// - Parameter question: What the server is asked meanwhile.
    /// - Returns: The round's number.
    func begin(_ question: Question) -> Int {
        let round = state.withLock { state in
            state.round += 1
            state.question = question
            state.isWoken = false
            return state.round
        }
        asking.signal()
        return round
    }

    /// The next question that nobody has asked the server; waits for it.
    ///
    /// - Returns: Nil when it is to end.
    func next() -> (round: Int, question: Question)? {
        while true {
            asking.wait()
            let found = state.withLock { state -> (isStopped: Bool, next: (Int, Question)?) in
                let question = state.question.map { (state.round, $0) }
                state.question = nil
                return (state.isStopped, question)
            }
            if found.isStopped { return nil }
            if let next = found.next { return next }
        }
    }

    func isCurrent(_ round: Int) -> Bool {
        state.withLock { $0.round == round && !$0.isStopped }
    }

    func wake(_ round: Int) {
        state.withLock { if $0.round == round { $0.isWoken = true } }
        change.signal()
    }

    /// Notes that something may have been saved here.
    func touch() {
        state.withLock { $0.touched = .now }
        change.signal()
    }

    /// Waits a while, a short one where something may just have been saved.
    ///
    /// - Returns: Whether the waiting of this round is over.
    func wait(_ round: Int) -> Bool {
        let time = state.withLock { state in
            guard let touched = state.touched, .now - touched < Self.attention else {
                return Self.idle
            }
            return Self.busy
        }
        _ = change.wait(timeout: .now() + time.interval)
        return state.withLock { $0.isWoken || $0.isStopped }
    }

    /// Waits for a time, or until the end is asked for.
    func pause(_ time: Duration) {
        let deadline = ContinuousClock.now + time
        while .now < deadline, !isStopped {
            _ = change.wait(timeout: .now() + .milliseconds(50))
        }
    }
}

extension Duration {
    fileprivate var interval: DispatchTimeInterval {
        .microseconds(Int(self / .microseconds(1)))
    }
}
