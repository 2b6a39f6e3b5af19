import ArgumentParser
import Foundation
import ServerSQL
import Shared

/// `load`: fills a register with records.
struct LoadCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Fills the register with records, from lines of JSON or from the sample.",
        discussion: """
            Each line is {"collection": …, "key": …, "fields": {…}}. References to other lines are \
            collection/@key. A record without a code gets its key as one. A line that is wrong is told \
            of and left out.

            EXAMPLE: caunoi-server load partners.jsonl
            """
    )

    /// Refused lines that are told of, for people.
    private static let failuresShown = 20

    @OptionGroup var options: ServerOptions

    @Argument(help: "A file with one record a line.")
    var file: String?

    @Flag(help: "Load the sample register.")
    var sample = false

    func validate() throws {
        if sample == (file != nil) { throw ValidationError("give a file, or --sample") }
    }

    func perform(_ console: Console) throws -> ExitStatus {
        let data = try file.map { try InputFile.mapped($0) } ?? BuiltIn.sample
        let report = try withRegister { register in
            if sample { try register.refuseSecondSample() }
            var loader = RecordLoader(register, now: Moment.now.milliseconds)
            loader.onProgress = { console.progress("\($0) records") }
            let report = try loader.load(data)
            console.progress("")
            return report
        }
        if console.isJSON {
            console.document([
                "loaded": .count(report.loaded),
                "failed": .count(report.failures.count),
                "errors": .array(report.failures.map { $0.json(in: console.language) }),
            ])
        } else {
            for failure in report.failures.prefix(Self.failuresShown) {
                console.message("line \(failure.line): \(failure.message(in: console.language))")
            }
            if report.failures.count > Self.failuresShown {
                let rest = report.failures.count - Self.failuresShown
                console.message("and \(rest) more; --json lists all")
            }
            console.line("loaded \(report.loaded) records, \(report.failures.count) refused")
        }
        return report.failures.isEmpty ? .done : .failed
    }
}

extension OpenRegister {
    /// The sample is for empty registers: it would come in twice.
    fileprivate func refuseSecondSample() throws {
        let departments = try RecordDrafter(schema: schema, now: 0).departments.number
        let isEmpty = try store.read { transaction in
            var isEmpty = true
            try visitViews(in: transaction) { view in
                if view.state.collection != departments { isEmpty = false }
            }
            return isEmpty
        }
        guard isEmpty else {
            throw CommandFailure(
                code: "not_empty",
                "the register has records already; the sample is for an empty one",
                hint: "make another register with init --data DIR"
            )
        }
    }
}
