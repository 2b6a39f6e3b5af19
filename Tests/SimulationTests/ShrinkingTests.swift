import Simulator
import Testing

struct ShrinkingTests {
    @Test func `what is needed for a failure is left, and nothing else`() {
        let needed: Set<Int> = [3, 40, 41, 199]
        var tries = 0
        let rest = shrunk(Array(0..<220)) { part in
            tries += 1
            return needed.isSubset(of: part)
        }
        #expect(rest == needed.sorted())
        #expect(tries < 200)
    }

    @Test func `a failure that needs nothing shrinks to nothing`() {
        #expect(shrunk([1, 2, 3]) { _ in true }.isEmpty)
    }

    @Test func `a step does the same whatever is left out before it`() throws {
        var traces: [[String]] = []
        for steps in [Set(0..<220), Set(0..<1)] {
            var options = Simulation.Options(seed: 11)
            options.steps = steps
            options.isTraced = true
            var simulation = try Simulation(seed: 11, options: options)
            try simulation.run()
            traces.append(simulation.trace.filter { $0.hasPrefix("step 0:") })
        }
        // What happens while everything heals is told under the last step.
        #expect(traces[1].starts(with: traces[0]))
        #expect(FailingRun(shrinking: 11) == nil)
    }
}
