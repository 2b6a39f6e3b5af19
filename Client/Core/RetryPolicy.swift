/// How long to wait before trying a failed exchange again, and when to stop trying.
///
/// The waiting time is drawn evenly between zero and a limit that doubles with each attempt ("full
/// jitter"), so that many clients that lost the same server do not come back together.
/// Source: Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015.
package struct RetryPolicy: Equatable, Sendable {
    /// Attempts in all, the first one included.
    package let attemptsMax: Int

    /// Limit of the wait after the first attempt.
    package let firstDelayMax: Duration

    /// Limit of the wait after any attempt, unless the server asks for more.
    package let delayMax: Duration

    /// The longest wait a server may ask for; if it asks for more, trying again ends.
    package let retryAfterMax: Duration

    package init(
        attemptsMax: Int = 6,
        firstDelayMax: Duration = .seconds(1),
        delayMax: Duration = .seconds(60),
        retryAfterMax: Duration = .seconds(300)
    ) {
        self.attemptsMax = attemptsMax
        self.firstDelayMax = max(firstDelayMax, .milliseconds(1))
        self.delayMax = max(delayMax, .milliseconds(1))
        self.retryAfterMax = retryAfterMax
    }

    /// Draws the wait after `attempts` failed attempts, or nil when another one is not worth it.
    ///
    /// Attempts count from 1. With `retryAfter`, see ``retryAfter(from:)``, the wait is never shorter
    /// than the server asked for: the drawn time is added to it.
    package func delay(
        afterAttempts attempts: Int,
        retryAfter: Duration? = nil,
        using random: inout some RandomNumberGenerator
    ) -> Duration? {
        guard attempts < attemptsMax else { return nil }
        let requested = max(retryAfter ?? .zero, .zero)
        guard requested <= retryAfterMax else { return nil }
        let limit = delayLimit(afterAttempts: attempts).inMilliseconds
        return requested + .milliseconds(Int64.random(in: 0...limit, using: &random))
    }

    /// The largest wait that can be drawn after `attempts` attempts.
    package func delayLimit(afterAttempts attempts: Int) -> Duration {
        var limit = min(firstDelayMax, delayMax)
        var doublings = attempts - 1
        while doublings > 0, limit < delayMax {
            // Halving the bound instead of doubling past it cannot overflow.
            limit = limit > delayMax / 2 ? delayMax : limit * 2
            doublings -= 1
        }
        return limit
    }

    /// Whether a response of this status says "not now" rather than "no".
    ///
    /// Request timeout, too many requests, bad gateway, unavailable, gateway timeout.
    package static func isTemporary(status: Int) -> Bool {
        switch status {
        case 408, 429, 502, 503, 504: true
        default: false
        }
    }

    /// The seconds in the value of a `Retry-After` header: one to nine digits.
    ///
    /// Nil for anything else, also for the form with a date, which needs a clock that agrees.
    package static func retryAfter(from value: String) -> Duration? {
        guard (1...9).contains(value.utf8.count) else { return nil }
        var seconds: Int64 = 0
        for byte in value.utf8 {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            seconds = seconds * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return .seconds(seconds)
    }
}

extension Duration {
    /// Whole milliseconds, not negative, and at most what an Int64 holds.
    fileprivate var inMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (thousands, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        guard !overflow else { return Int64.max }
        let (sum, carry) = thousands.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return carry ? Int64.max : max(sum, 0)
    }
}
