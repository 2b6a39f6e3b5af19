import Glibc
import Simulator

/// What the program was asked to do.
struct Request {
    var first: UInt64 = 0
    var last: UInt64 = 199
    /// How many failing seeds are printed before it gives up.
    var failuresMax = 10
    /// How many acts a long run has; nil for ordinary runs.
    var gateActs: Int?
    /// The only steps to make of the first seed; nil for all.
    var steps: [Int]?
    /// Whether all that is worth seeing must happen at least once.
    var expectsAll = false

    static let usage = """
        usage: caunoi-simulator [--seeds FIRST..LAST] [--failures COUNT] [--sometimes]
               caunoi-simulator --seeds SEED --steps N,N,…
               caunoi-simulator [--seeds FIRST..LAST] --gate ACTS

        Runs one simulated register for each seed, with the causal oracle asked after every step, and
        prints the seeds that fail, the first of them cut down to the steps that it needs for that. The
        same seed always makes the same run; --steps makes only some steps of it, and tells what happens.

        With --sometimes it is a failure too when something that is worth seeing has never happened.

        With --gate a run is a long one instead: five replicas and a server, so many acts, partitions,
        late and repeated delivery, kills, two restores of the server; the open conflicts must be the
        same for every order of delivery.

        EXAMPLE: caunoi-simulator --seeds 1100..1100
        """

    /// Nil when the arguments are not understood.
    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--seeds":
                let bounds = (rest.popFirst() ?? "").split(separator: ".").map { UInt64($0) }
                guard let first = bounds.first ?? nil, let last = bounds.last ?? nil,
                    bounds.count <= 2, first <= last
                else { return nil }
                self.first = first
                self.last = last
            case "--failures":
                guard let count = rest.popFirst().flatMap({ Int($0) }) else { return nil }
                failuresMax = count
            case "--sometimes": expectsAll = true
            case "--steps":
                let numbers = (rest.popFirst() ?? "").split(separator: ",").map { Int($0) }
                guard !numbers.isEmpty, !numbers.contains(nil) else { return nil }
                steps = numbers.compactMap(\.self)
            case "--gate":
                guard let count = rest.popFirst().flatMap({ Int($0) }), count >= 100 else {
                    return nil
                }
                gateActs = count
            default:
                return nil
            }
        }
    }
}

guard let request = Request(Array(CommandLine.arguments.dropFirst())) else {
    print(Request.usage)
    exit(2)
}
if let steps = request.steps {
    let run = FailingRun(seed: request.first, steps: steps)
    for line in run?.trace ?? [] { print(line) }
    print(run?.violation ?? "these steps do not fail")
    exit(run == nil ? 0 : 1)
}
var counts: [String: Int] = [:]
var failures = 0
for seed in request.first...request.last where failures < request.failuresMax {
    do {
        let options = request.gateActs.map { Simulation.Options.gate(acts: $0) }
        var simulation = try Simulation(seed: seed, options: options)
        defer { counts.merge(simulation.counts, uniquingKeysWith: +) }
        if options != nil { try simulation.runGate() } else { try simulation.run() }
    } catch {
        print("seed \(seed): \(error)")
        if failures == 0, request.gateActs == nil, let run = FailingRun(shrinking: seed) {
            print("seed \(seed) in \(run.steps.count) steps: \(run.violation)")
            let steps = run.steps.map(\.description).joined(separator: ",")
            print("to see it again: caunoi-simulator --seeds \(seed) --steps \(steps)")
            for line in run.trace { print("  " + line) }
        }
        failures += 1
    }
}
for (what, number) in counts.sorted(by: { $0.key < $1.key }) { print("\(number)\t\(what)") }
if request.expectsAll {
    for what in Simulation.worthSeeing where counts[what, default: 0] == 0 {
        print("it never happened: \(what)")
        failures += 1
    }
}
print("seeds \(request.first)..\(request.last): \(failures) failed")
exit(failures == 0 ? 0 : 1)
