import Foundation

/// The PostgreSQL that `scripts/test` has started; without one, what needs it is left out.
package enum PostgresAtHand {
    /// Its URL.
    package static var url: String? {
        ProcessInfo.processInfo.environment["CAUNOI_TEST_POSTGRES"]
    }

    /// A name for a register that nobody else uses.
    package static func freshName() -> String { "t\(UInt64.random(in: 0...UInt64.max))" }
}
