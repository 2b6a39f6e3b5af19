package import Shared

/// How far a register has come: all that decides whether there is news for a device.
package struct RegisterStanding: Sendable {
    private let schemaVersion: UInt64
    private let directoryVersion: UInt64
    private var clocks: [ScopeID: ScopeClock] = [:]

    /// Reads how far the register has come, and its `scopes`.
    package init(
        of scopes: some Sequence<ScopeID>,
        in transaction: some ServerTransaction & AccountTransaction
    ) throws(StoreError) {
        schemaVersion = try transaction.schemaVersion()
        directoryVersion = try transaction.directoryVersion()
        for scope in scopes { clocks[scope] = try transaction.clock(of: scope) }
    }

    /// Whether a session would bring something to a device that stands where `hello` says.
    ///
    /// What the device has to hand in is its own business.
    package func hasNews(for hello: HelloRequest) -> Bool {
        if hello.schemaVersion != schemaVersion || hello.directoryVersion != directoryVersion {
            return true
        }
        return hello.scopes.contains { scope in
            guard let clock = clocks[scope.scope] else { return false }
            return clock.epoch != scope.epoch || clock.last > scope.cursor
        }
    }
}
