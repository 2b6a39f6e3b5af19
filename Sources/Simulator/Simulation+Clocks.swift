/// What a machine takes for the time.
enum SimulatedClock: Sendable {
    case right
    /// Off by so many milliseconds, ahead where it is more than 0.
    case off(by: Int64)
    /// Standing still at a time in milliseconds since 1970.
    case standing(at: Int64)
}

extension Simulation {
    private static let tenYears: Int64 = 10 * 365 * 86_400_000
    /// The end of 32 bits of seconds: 2038-01-19T03:14:07Z.
    private static let end2038: Int64 = 2_147_483_647_000

    /// The time that a clock shows, in milliseconds since 1970.
    func time(of clock: SimulatedClock) -> Int64 {
        switch clock {
        case .right: now
        case .off(let milliseconds): max(0, now + milliseconds)
        case .standing(let time): time
        }
    }

    /// Sometimes sets a device's or the server's clock to anything within ten years, to 1970, or to
    /// 2038, or right again.
    ///
    /// From a stream of its own: nothing else that happens depends on it, as nothing may depend on
    /// clocks.
    mutating func setClocks(using stream: SplitMix64) {
        var stream = stream
        guard stream.chance(8) else { return }
        let clock: SimulatedClock =
            switch stream.below(6) {
            case 0: .right
            case 1: .standing(at: 0)
            case 2: .standing(at: Self.end2038)
            case 3: .off(by: Int64(stream.below(200_000)) - 100_000)
            case 4: .off(by: stream.chance(50) ? Self.tenYears : -Self.tenYears)
            default: .off(by: Int64(stream.below(Int(2 * Self.tenYears))) - Self.tenYears)
            }
        let place = stream.below(devices.count + 1)
        if place < devices.count { devices[place].clock = clock } else { server.clock = clock }
        count("clock set")
    }
}
