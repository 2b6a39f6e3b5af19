import Simulator

// caunoi-simulator [--seeds FIRST..LAST] [--verbose]

var first: UInt64 = 0
var last: UInt64 = 199
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
    if argument == "--seeds", let range = arguments.popFirst() {
        let bounds = range.split(separator: ".", omittingEmptySubsequences: true).compactMap { UInt64($0) }
        first = bounds.first ?? 0
        last = bounds.last ?? first
    }
}
var counts: [String: Int] = [:]
var failed = 0
for seed in first...last {
    var simulation = try Simulation(seed: seed)
    do {
        try simulation.run()
    } catch {
        print("seed \(seed): \(error)")
        failed += 1
        if failed > 30 { break }
    }
    counts.merge(simulation.counts, uniquingKeysWith: +)
}
for (what, number) in counts.sorted(by: { $0.key < $1.key }) { print("\(number)\t\(what)") }
print("\(last - first + 1) seeds, \(failed) failed")
