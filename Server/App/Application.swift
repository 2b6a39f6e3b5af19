package import Hummingbird
package import Logging
package import ServerHTTP
import ServiceLifecycle

/// Puts the whole service together: the only place that knows all of its parts.
///
/// `onRunning` is called once, with the port that is listened on. Reading the certificate may throw.
package func makeApplication(
    _ registers: ServedRegisters,
    _ configuration: HTTPConfiguration,
    logger: Logger,
    onRunning: @escaping @Sendable (Int) async -> Void
) throws -> Application<ServiceResponder<ServedRegisters>> {
    try makeHTTPServer(
        configuration,
        responder: ServiceResponder(
            house: registers,
            limits: configuration.limits,
            clock: { Moment.now.milliseconds }
        ),
        logger: logger,
        onRunning: onRunning
    )
}

/// Lets those go who wait for news as soon as the server is told to stop; it must stand behind the
/// application in a group of services, since what stands last is stopped first.
struct WatchEnding: Service {
    let registers: ServedRegisters

    func run() async throws {
        try await gracefulShutdown()
        registers.endWatching()
    }
}
