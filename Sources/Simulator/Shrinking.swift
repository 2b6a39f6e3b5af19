/// The smallest part of `list` that was found to fail, its elements in their order.
///
/// Takes away ever smaller pieces as long as what is left still fails; at the end no single element can
/// be taken away (delta debugging; A. Zeller, R. Hildebrandt, "Simplifying and Isolating
/// Failure-Inducing Input", 2002). `list` itself must fail.
package func shrunk<Element>(_ list: [Element], fails: ([Element]) -> Bool) -> [Element] {
    var rest = list
    var size = max(1, rest.count / 2)
    while true {
        var start = 0
        var hasShrunk = false
        while start < rest.count {
            let end = min(start + size, rest.count)
            let part = Array(rest[..<start] + rest[end...])
            if fails(part) {
                rest = part
                hasShrunk = true
            } else {
                start = end
            }
        }
        if size == 1, !hasShrunk { return rest }
        if !hasShrunk { size = max(1, size / 2) }
    }
}

/// A run that fails, cut down to the steps that it needs for that.
package struct FailingRun {
    package let seed: UInt64
    /// The steps that are left, in order.
    package let steps: [Int]
    package let violation: String
    /// What happened, a line each.
    package let trace: [String]

    /// Runs these steps of a seed; nil when all goes well.
    package init?(seed: UInt64, steps: [Int]) {
        var options = Simulation.Options(seed: seed)
        options.steps = Set(steps)
        options.isTraced = true
        do {
            var simulation = try Simulation(seed: seed, options: options)
            do {
                try simulation.run()
                return nil
            } catch {
                trace = simulation.trace
                violation = "\(error)"
            }
        } catch {
            trace = []
            violation = "\(error)"
        }
        self.seed = seed
        self.steps = steps
    }

    /// Finds a short run of a seed that fails; nil when the whole one does not.
    package init?(shrinking seed: UInt64) {
        let all = Array(0..<Simulation.Options(seed: seed).stepCount)
        guard FailingRun(seed: seed, steps: all) != nil else { return nil }
        let steps = shrunk(all) { FailingRun(seed: seed, steps: $0) != nil }
        self.init(seed: seed, steps: steps)
    }
}
