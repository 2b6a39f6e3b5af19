import Shared
import Testing

/// Clocks that jump between any two commands, on every device and on the server.
@Suite(.serialized, .enabled(if: Program.hasOtherClocks))
struct ClockTests {
    private static let clocks: [String?] = [
        nil, "+10y", "-10y", "@1970-01-01 00:00:00", "@2038-01-19 03:14:07", "+3m", "-2d",
        "@2106-02-07 06:28:15",
    ]

    /// In turn, so that nothing is to be disputed: whoever saves has seen what was there.
    @Test(arguments: [1, 2, 3])
    func `no jump loses a change, or puts one before what its author had seen`(
        seed: Int
    ) async throws {
        let world = try await World()
        let server = world.server
        let ref = try await world.create(world.e, "partners", "name.en=Lyon")
        var steps = seed
        /// The next number below `count`, the same in every run.
        func draw(_ count: Int) -> Int {
            steps = (steps &* 1_103_515_245 &+ 12_345) & 0x7FFF_FFFF
            return (steps >> 8) % count
        }
        try await world.synchronizeAll()
        var homes = world.homes
        var expected: String?
        for number in 0..<24 {
            if number % 6 == 5 {
                try await server.stop()
                server.clock = Self.clocks[draw(Self.clocks.count)]
                try await server.serve()
            }
            let place = draw(homes.count)
            homes[place].clock = Self.clocks[draw(Self.clocks.count)]
            _ = try await homes[place].settle()
            #expect(try await homes[place].record(ref)["fields"]?["abbr"]?.string == expected)
            homes[place].clock = Self.clocks[draw(Self.clocks.count)]
            try await homes[place].run("set", ref, "abbr=A\(number)")
            expected = "A\(number)"
            world.remember(ref, "abbr", "A\(number)")
            homes[place].clock = Self.clocks[draw(Self.clocks.count)]
            _ = try await homes[place].settle()
            #expect(try await homes[place].record(ref)["fields"]?["abbr"]?.string == expected)
        }
        for home in homes {
            _ = try await home.settle()
            #expect(try await home.record(ref)["fields"]?["abbr"]?.string == expected)
            #expect(try await home.conflicts().isEmpty)
            let changes = try await home.history(ref).compactMap { $0["fields"]?["abbr"] }
            // What was seen stands before what was made of it.
            #expect(changes.count == 24)
            for (number, change) in changes.enumerated() {
                #expect(JSONWriter.string(change).contains("\"A\(number)\""))
            }
        }
        server.clock = nil
        try await server.stop()
        try await server.serve()
        try await world.hold()
    }
}
