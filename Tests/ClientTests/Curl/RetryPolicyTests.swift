import ClientCore
import Testing

struct RetryPolicyTests {
    private let policy = RetryPolicy(
        attemptsMax: 6,
        firstDelayMax: .seconds(1),
        delayMax: .seconds(10),
        retryAfterMax: .seconds(60)
    )

    @Test func `the limit of the wait doubles until its largest`() {
        let limits = (1...7).map { policy.delayLimit(afterAttempts: $0) }
        #expect(limits == [1, 2, 4, 8, 10, 10, 10].map { .seconds($0) })
    }

    @Test func `the wait is between zero and its limit, and spreads over that range`() throws {
        for attempts in 1...5 {
            let limit = policy.delayLimit(afterAttempts: attempts)
            var longest: Duration = .zero
            var shortest: Duration = limit
            for seed in 0..<300 {
                var random = Seeded(state: UInt64(seed))
                let delay = try #require(
                    policy.delay(afterAttempts: attempts, using: &random)
                )
                try #require(delay >= .zero && delay <= limit, "seed \(seed)")
                longest = max(longest, delay)
                shortest = min(shortest, delay)
            }
            #expect(longest > limit * 0.9)
            #expect(shortest < limit * 0.1)
        }
    }

    @Test func `the same randomness gives the same wait`() {
        var one = Seeded(state: 7)
        var other = Seeded(state: 7)
        #expect(
            policy.delay(afterAttempts: 3, using: &one)
                == policy.delay(afterAttempts: 3, using: &other)
        )
    }

    @Test func `the last attempt is followed by none`() {
        var random = Seeded(state: 1)
        #expect(policy.delay(afterAttempts: 5, using: &random) != nil)
        #expect(policy.delay(afterAttempts: 6, using: &random) == nil)
        #expect(policy.delay(afterAttempts: Int.max, using: &random) == nil)
    }

    @Test func `the wait is never shorter than the server asked for`() throws {
        for seed in 0..<300 {
            var random = Seeded(state: UInt64(seed))
            let delay = try #require(
                policy.delay(afterAttempts: 1, retryAfter: .seconds(20), using: &random)
            )
            try #require(delay >= .seconds(20) && delay <= .seconds(21), "seed \(seed)")
        }
    }

    @Test func `a server that asks for too long a wait is not asked again`() {
        var random = Seeded(state: 1)
        #expect(policy.delay(afterAttempts: 1, retryAfter: .seconds(60), using: &random) != nil)
        #expect(policy.delay(afterAttempts: 1, retryAfter: .seconds(61), using: &random) == nil)
    }

    @Test func `extreme settings neither trap nor wait for ever`() throws {
        let long: Duration = .seconds(Int64.max)
        let extreme = RetryPolicy(attemptsMax: .max, firstDelayMax: long, delayMax: long)
        var random = Seeded(state: 3)
        #expect(extreme.delayLimit(afterAttempts: .max) == long)
        #expect(extreme.delay(afterAttempts: 1, using: &random) != nil)

        let none = RetryPolicy(firstDelayMax: .seconds(-1), delayMax: .zero)
        let delay = try #require(none.delay(afterAttempts: 1, using: &random))
        #expect(delay >= .zero && delay <= .milliseconds(1))
    }

    @Test(arguments: [
        ("0", Duration.seconds(0)), ("120", .seconds(120)), ("999999999", .seconds(999_999_999)),
        ("", nil), ("1000000000", nil), ("-1", nil), ("+1", nil), ("1.5", nil), ("٣", nil),
        ("Fri, 31 Dec 1999 23:59:59 GMT", nil),
    ])
    func `Retry-After is read when it is a number of seconds`(value: String, wait: Duration?) {
        #expect(RetryPolicy.retryAfter(from: value) == wait)
    }

    @Test func `only statuses that mean not now are worth another attempt`() {
        let temporary = (100...599).filter { RetryPolicy.isTemporary(status: $0) }
        #expect(temporary == [408, 429, 502, 503, 504])
    }
}

/// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
