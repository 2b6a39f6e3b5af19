import Dispatch
import ServerCore
import Synchronization

/// A bounded set of connections to one register's tables; whoever wants one waits a bounded time.
final class PostgresPool: Sendable {
    /// How many connections one process opens at most.
    static let connectionsMax = 8

    private let make: @Sendable () throws(PostgresFailure) -> PostgresConnection
    private let idle = Mutex<[Lent]>([])
    private let places = DispatchSemaphore(value: connectionsMax)

    /// A connection on its way from one thread to the next.
    private struct Lent: @unchecked Sendable {
        // One thread at a time has it: it is taken out of the list before it is used.
        let connection: PostgresConnection
    }

    init(make: @escaping @Sendable () throws(PostgresFailure) -> PostgresConnection) {
        self.make = make
    }

    /// Runs `body` with a connection that nobody else uses.
    ///
    /// - Parameters:
    ///   - fresh: Whether the connection must be a new one.
    ///   - body: What is done with it.
    /// - Returns: What `body` returns.
    /// - Throws: `StoreError.busy` when all are in use for five seconds; what connecting throws.
    func withConnection<Result>(
        fresh: Bool = false,
        _ body: (PostgresConnection) throws -> Result
    ) throws -> Result {
        guard places.wait(timeout: .now() + .seconds(5)) == .success else { throw StoreError.busy }
        defer { places.signal() }
        let kept = idle.withLock { idle -> Lent? in
            if !fresh { return idle.popLast() }
            // What made somebody ask for a new one was no good to the others either.
            idle.removeAll()
            return nil
        }
        let connection = try kept?.connection ?? make()
        connection.begin()
        defer {
            if connection.isIdle { idle.withLock { $0.append(Lent(connection: connection)) } }
        }
        return try body(connection)
    }

    /// Closes the connections that nobody uses.
    func close() { idle.withLock { $0.removeAll() } }
}
