import ClientCore
import Dispatch
import Foundation
import Shared
import Synchronization

/// Syncs again and again: when something is saved here, when the server has news, and when the network
/// is back.
struct SyncWatch {
    /// How often this replica is looked at for what was saved meanwhile.
    private static let lookingMilliseconds = 100
    /// What is said in vain is said again after a time drawn by chance, so that devices that lost the same
    /// server do not come back together.
    private static let pacing = RetryPolicy(attemptsMax: .max, delayMax: .seconds(30))

    private let options: GlobalOptions
    private let console: Console
    private let events = Events()

    init(_ options: GlobalOptions, _ console: Console) {
        self.options = options
        self.console = console
    }

    /// Syncs until a signal ends it.
    ///
    /// - Throws: what cannot get better by itself: access withdrawn, a damaged replica.
    func run() throws -> ExitStatus {
        let signals = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [events] in
                // Who asks twice does not want to wait for the session under way; nothing is lost by it.
                if events.stop() { _exit(128 + number) }
            }
            source.resume()
            return source
        }
        defer { for source in signals { source.cancel() } }
        var random = SystemRandomNumberGenerator()
        var failures = 0
        var isFirst = true
        var status = ExitStatus.done
        while !events.isStopped {
            do {
                status = try synchronize(isFirst: isFirst || failures > 0)
                failures = 0
                isFirst = false
            } catch {
                guard isPassing(error) else { throw error }
                failures += 1
                if failures == 1 { tellOfAbsence(error) }
                let delay = Self.pacing.delay(afterAttempts: failures, using: &random)
                events.pause(delay ?? .seconds(30))
            }
        }
        return status
    }

    /// Runs one session, and waits until another is due.
    private func synchronize(isFirst: Bool) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let client = try ServiceClient(workspace.enrolment)
        let outcome = try Synchronization(workspace, client, console).run()
        if outcome.isEventful || isFirst {
            SyncReport(outcome: outcome, client: client, workspace: workspace)
                .show(console, isOneOfMany: true)
        }
        try outcome.check()
        // The session may have brought another schema.
        try wait(try Workspace.open(options), pending: outcome.waiting)
        // News that bring nothing, again and again, are not worth a hurry.
        if !outcome.isEventful, !isFirst { events.pause(.milliseconds(100)) }
        return outcome.questions.status
    }

    /// Waits until something is saved here, the server has news, or it is to end.
    private func wait(_ workspace: Workspace, pending: Int) throws {
        let round = events.begin()
        let enrolment = workspace.enrolment
        let hello = try workspace.greeting()
        Thread { [events] in
            // Another thread, another connection: this one waits for the server's answer.
            do {
                let client = try ServiceClient(enrolment)
                while try !client.watch(hello), events.isCurrent(round) { usleep(500_000) }
            } catch {
                // The next session tells what is wrong; a server that cannot be asked so is not pressed.
                usleep(2_000_000)
            }
            events.wake(round)
        }.start()
        while !events.wait(round, milliseconds: Self.lookingMilliseconds) {
            if try workspace.pendingCount() != pending { return }
        }
    }

    /// Whether a failure may pass by itself: no network, a server that is busy or away.
    private func isPassing(_ error: any Error) -> Bool {
        CommandFailure(error, in: console.language).status == .unreachable
    }

    private func tellOfAbsence(_ error: any Error) {
        let failure = CommandFailure(error, in: console.language)
        console.warn(
            failure.message + "; "
                + console.say(
                    en: "going on when the server is there again",
                    vi: "sẽ tiếp tục khi liên lạc lại được với máy chủ"
                )
        )
    }
}

extension SyncWatch {
    /// What ends a time of waiting; shared with the threads that wait for something.
    private final class Events: Sendable {
        private struct State {
            var round = 0
            var isWoken = false
            var isStopped = false
        }

        private let state = Mutex(State())
        private let change = DispatchSemaphore(value: 0)

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
            return wasStopped
        }

        /// Begins another time of waiting; who belongs to an earlier one is not heard any more.
        func begin() -> Int {
            state.withLock { state in
                state.round += 1
                state.isWoken = false
                return state.round
            }
        }

        func isCurrent(_ round: Int) -> Bool {
            state.withLock { $0.round == round && !$0.isStopped }
        }

        func wake(_ round: Int) {
            state.withLock { if $0.round == round { $0.isWoken = true } }
            change.signal()
        }

        /// Waits a while.
        ///
        /// - Returns: Whether the waiting of this round is over.
        func wait(_ round: Int, milliseconds: Int) -> Bool {
            _ = change.wait(timeout: .now() + .milliseconds(milliseconds))
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
}
