import ServerHTTP
package import ServerSQL

/// The register's database as the service sees it, whichever it is.
package struct RegisterDatabase: ServiceStore {
    private let store: any SQLStore

    package init(_ store: any SQLStore) { self.store = store }

    package func read<Result>(_ body: (SQLTransaction) throws -> Result) throws -> Result {
        try store.read(body)
    }

    package func write<Result>(
        _ body: (inout SQLTransaction) throws -> Result
    ) throws -> Result {
        try store.write(body)
    }

    package func writeTogether<Value>(
        _ bodies: [(inout SQLTransaction) throws -> Value]
    ) throws -> [Result<Value, any Error>] {
        try store.writeTogether(bodies)
    }
}
