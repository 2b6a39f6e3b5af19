import Glibc

/// What a piece of work took: time on the wall, and time on cores.
struct Cost: Sendable {
    var seconds = 0.0
    var coreSeconds = 0.0

    static func + (left: Cost, right: Cost) -> Cost {
        Cost(
            seconds: left.seconds + right.seconds,
            coreSeconds: left.coreSeconds + right.coreSeconds
        )
    }

    /// The cost of `body`, on the cores of this process.
    static func of<Result>(_ body: () throws -> Result) rethrows -> (result: Result, cost: Cost) {
        let wall = Clock.wall
        let cores = Clock.ownCores
        let result = try body()
        return (
            result, Cost(seconds: Clock.wall - wall, coreSeconds: Clock.ownCores - cores)
        )
    }
}

/// Clocks in seconds.
enum Clock {
    static var wall: Double { read(CLOCK_MONOTONIC) }

    /// What this process has used of the cores, all its threads together.
    static var ownCores: Double { read(CLOCK_PROCESS_CPUTIME_ID) }

    /// What a running process has used of the cores, ended threads included; nil when it is gone.
    static func cores(of process: pid_t) -> Double? {
        var clock = clockid_t()
        guard unsafe clock_getcpuclockid(process, &clock) == 0 else { return nil }
        return read(clock)
    }

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
