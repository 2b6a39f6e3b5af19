package import ArgumentParser
import Foundation
import Glibc
import Shared

/// The program: measures, and prints what it found.
package struct BenchmarkCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "caunoi-benchmark",
        abstract: "Measures the built programs against what the machine can do.",
        discussion: """
            Works: \(Work.allCases.map(\.rawValue).joined(separator: ", ")). docs/performance.md \
            explains each figure.

            EXAMPLE: scripts/bench --only W3,W4 --records 10000
            """
    )

    @Flag(help: "10,000 records, no growth and no crowd: a few minutes.")
    var quick = false

    @Option(help: ArgumentHelp("Only these, parted by commas.", valueName: "works"))
    var only: String?

    @Option(help: "How many records; 100,000 unless quick.")
    var records: Int?

    @Option(help: "Run it all so many times, and take the medians.")
    var runs = 1

    @Option(help: ArgumentHelp("The largest register of `growth`.", valueName: "records"))
    var growthRecords = 1_000_000

    @Option(
        help: ArgumentHelp(
            "A PostgreSQL that `crowd` uses as well: postgresql://…",
            valueName: "url"
        )
    )
    var database: String?

    @Option(help: ArgumentHelp("Devices of `crowd`.", valueName: "devices"))
    var crowd = 1000

    @Option(help: ArgumentHelp("Where to work: on the disk to be measured.", valueName: "dir"))
    var folder: String?

    @Flag(help: "Print one JSON document instead of the table.")
    var json = false

    @Option(help: ArgumentHelp("Write a chart there.", valueName: "file"))
    var svg: String?

    package init() {}

    package func validate() throws {
        if let records, !(100...10_000_000).contains(records) {
            throw ValidationError("--records takes 100 to 10000000")
        }
        if !(100...10_000_000).contains(growthRecords) {
            throw ValidationError("--growth-records takes 100 to 10000000")
        }
        if !(1...100).contains(runs) { throw ValidationError("--runs takes 1 to 100") }
        _ = try works()
    }

    private func works() throws -> Set<Work> {
        guard let only else {
            return Set(Work.allCases).subtracting(quick ? [.growth, .crowd] : [])
        }
        var result: Set<Work> = []
        for name in only.split(separator: ",") {
            guard let work = Work(name: String(name)) else {
                let all = Work.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("\(name) is none of \(all)")
            }
            result.insert(work)
        }
        return result
    }

    package func run() throws {
        do {
            try measure()
        } catch let failure as BenchmarkFailure {
            say("benchmark: \(failure)")
            throw ExitCode.failure
        }
    }

    private func measure() throws {
        let base = folder ?? FileManager.default.temporaryDirectory.path
        var plan = Plan(
            works: try works(),
            records: records ?? (quick ? 10_000 : 100_000),
            folder: base + "/caunoi-benchmark-\(getpid())"
        )
        plan.growthRecords = growthRecords
        plan.database = database
        plan.crowd = crowd
        if quick { plan.requests = 20 }
        let load = Machine.load
        let start = Clock.wall
        let results = try (1...runs).map { number in
            try Suite(plan) { step in
                let seconds = text(Clock.wall - start, digits: 0)
                say("[\(seconds) s] " + (runs > 1 ? "run \(number): " : "") + step)
            }.run()
        }
        let figures = Figures.medians(of: results)
        if let svg { try write(Chart(figures).svg, to: svg) }
        guard json else {
            print(figures.table, terminator: "")
            return
        }
        let machine = Machine.json(load: load + ", " + Machine.load)
        let document = figures.json(machine: machine, records: plan.records, runs: results.count)
        print(JSONWriter.string(document, style: .pretty))
    }

    private func write(_ text: String, to path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
            throw BenchmarkFailure("\(path) cannot be written")
        }
    }

    private func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
