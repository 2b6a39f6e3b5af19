import Simulator
import Testing

@Suite("Simulated registers")
struct SimulationTests {
    @Test(
        "every replica shows exactly what it has incorporated, after every step",
        arguments: 0..<UInt64(40)
    )
    func holds(seed: UInt64) throws {
        var simulation = try Simulation(seed: seed)
        try simulation.run()
    }

    @Test func `a long run with five replicas ends the same for every order of delivery`() throws {
        var simulation = try Simulation(seed: 1, options: Simulation.Options.gate(acts: 1500))
        try simulation.runGate()
        for what in [
            "server restored", "out of touch", "request came late", "request came twice",
            "server killed before it committed", "open conflicts", "answer lost",
        ] {
            #expect(simulation.counts[what, default: 0] > 0, "it never happened: \(what)")
        }
    }

    @Test func `a seed replays the same run`() throws {
        var first = try Simulation(seed: 7)
        var second = try Simulation(seed: 7)
        try first.run()
        try second.run()
        #expect(first.counts == second.counts)
    }

    @Test func `the interesting things happen`() throws {
        var counts: [String: Int] = [:]
        for seed in 0..<UInt64(60) {
            var simulation = try Simulation(seed: seed)
            try simulation.run()
            counts.merge(simulation.counts, uniquingKeysWith: +)
        }
        for what in Simulation.worthSeeing {
            #expect(counts[what, default: 0] > 0, "it never happened: \(what)")
        }
    }
}
