import ClientCore
import Dispatch
import Foundation
import Shared

/// Syncs again and again: when something is saved here, when the server has news, and when the network
/// is back.
final class SyncWatch {
    /// What is said in vain is said again after a time drawn by chance, so that devices that lost the same
    /// server do not come back together.
    private static let pacing = RetryPolicy(attemptsMax: .max, delayMax: .seconds(30))

    private let options: GlobalOptions
    private let console: Console
    private let events = WatchEvents()
    /// What the sessions share, until a session or somebody else renews what it was read from.
    private var open: (workspace: Workspace, client: ServiceClient)?

    init(_ options: GlobalOptions, _ console: Console) {
        self.options = options
        self.console = console
    }

    /// Syncs until a signal ends it.
    ///
    /// - Returns: How the last session ended.
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
        Thread { [events] in Self.listen(events) }.start()
        return try runSessions()
    }

    private func runSessions() throws -> ExitStatus {
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
                open = nil
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
        let (workspace, client) = try current()
        client.resetCounts()
        let outcome = try Synchronization(workspace, client, console).run()
        if outcome.isEventful || isFirst {
            SyncReport(outcome: outcome, client: client, workspace: workspace)
                .show(console, isOneOfMany: true)
        }
        try outcome.check()
        // The session may have brought another schema.
        try wait(try current().workspace, pending: outcome.waiting)
        // News that bring nothing, again and again, are not worth a hurry.
        if !outcome.isEventful, !isFirst { events.pause(.milliseconds(100)) }
        return outcome.questions.status
    }

    /// The replica as its files are now, and a connection to its server.
    private func current() throws -> (workspace: Workspace, client: ServiceClient) {
        if let open, open.workspace.isCurrent { return open }
        let workspace = try Workspace.open(options)
        let renewed = (workspace, try ServiceClient(workspace.enrolment))
        open = renewed
        return renewed
    }

    /// Waits until something is saved here, the server has news, or it is to end.
    private func wait(_ workspace: Workspace, pending: Int) throws {
        let round = events.begin(
            WatchEvents.Question(hello: try workspace.greeting(), enrolment: workspace.enrolment)
        )
        // What a session writes itself is no news, so that nobody listens while one is under way.
        let folder = FolderWatch(options.folder) { [events] in events.touch() }
        defer { withExtendedLifetime(folder) {} }
        repeat {
            // A folder that was put in this one's place is read anew.
            if try !workspace.isCurrent || workspace.pendingCount() != pending { return }
        } while !events.wait(round)
    }

    /// Asks the server for news, one round after the other, on a thread and a connection of its own: the
    /// answers take as long as there is none.
    private static func listen(_ events: WatchEvents) {
        var client: ServiceClient?
        var asked: Enrolment?
        while let (round, question) = events.next() {
            do {
                if asked?.token.text != question.enrolment.token.text
                    || asked?.server != question.enrolment.server
                {
                    client = nil
                    asked = question.enrolment
                }
                let connection = try client ?? ServiceClient(question.enrolment)
                client = connection
                while try !connection.watch(question.hello), events.isCurrent(round) {
                    usleep(500_000)
                }
            } catch {
                // The next session tells what is wrong; a server that cannot be asked so is not pressed.
                client = nil
                usleep(2_000_000)
            }
            events.wake(round)
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
