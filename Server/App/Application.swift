package import Hummingbird
package import Logging
package import ServerHTTP
package import ServerSQLite

/// Puts the whole service together: the only place that knows all of its parts.
///
/// `onRunning` is called once, with the port that is listened on. Reading the certificate may throw.
package func makeApplication(
    _ register: RegisterFolder,
    _ configuration: HTTPConfiguration,
    logger: Logger,
    onRunning: @escaping @Sendable (Int) async -> Void
) throws -> Application<ServiceResponder<StoreService<SQLiteServerStore>>> {
    let service = StoreService(
        store: register.store,
        schema: register.schema,
        limits: configuration.limits
    )
    let responder = ServiceResponder(
        service: service,
        limits: configuration.limits,
        clock: { Moment.now.milliseconds }
    )
    return try makeHTTPServer(
        configuration,
        responder: responder,
        logger: logger,
        onRunning: onRunning
    )
}
