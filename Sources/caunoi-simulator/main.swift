import Glibc
import Simulator

/// What the program was asked to do.
struct Request {
    var first: UInt64 = 0
    var last: UInt64 = 199
    /// How many failing seeds are printed before it gives up.
    var failuresMax = 10

    static let usage = """
        usage: caunoi-simulator [--seeds FIRST..LAST] [--failures COUNT]

        Runs one simulated register for each seed, with the causal oracle asked after every step, and
        prints the seeds that fail. The same seed always makes the same run.

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
var counts: [String: Int] = [:]
var failures = 0
for seed in request.first...request.last where failures < request.failuresMax {
    do {
        var simulation = try Simulation(seed: seed)
        defer { counts.merge(simulation.counts, uniquingKeysWith: +) }
        try simulation.run()
    } catch {
        print("seed \(seed): \(error)")
        failures += 1
    }
}
for (what, number) in counts.sorted(by: { $0.key < $1.key }) { print("\(number)\t\(what)") }
print("seeds \(request.first)..\(request.last): \(failures) failed")
exit(failures == 0 ? 0 : 1)
