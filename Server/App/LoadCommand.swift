import ArgumentParser
import Foundation
import ProgramText
import ServerSQL
import Shared

/// `load`: fills a register with records.
struct LoadCommand: AdministrativeCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: HelpText.say(
            en: "Fills the register with records, from lines of JSON or from the sample.",
            vi: "Nạp hồ sơ vào sổ, từ các dòng JSON hoặc từ sổ mẫu."
        ),
        discussion: HelpText.discussion(
            en: """
                Each line is {"collection": …, "key": …, "fields": {…}}. References to other lines \
                are collection/@key. A record without a code gets its key as one. A line that is \
                wrong is told of and left out.
                """,
            vi: """
                Mỗi dòng có dạng {"collection": …, "key": …, "fields": {…}}. Tham chiếu đến dòng \
                khác viết là collection/@key. Hồ sơ không có mã thì lấy key làm mã. Dòng sai được \
                nêu ra và bỏ qua.
                """,
            examples: "caunoi-server load partners.jsonl"
        )
    )

    /// Refused lines that are told of, for people.
    private static let failuresShown = 20

    @OptionGroup var options: ServerOptions

    @Argument(
        help: ArgumentHelp(
            HelpText.say(en: "A file with one record a line.", vi: "Tệp mỗi dòng một hồ sơ.")
        )
    )
    var file: String?

    @Flag(
        help: ArgumentHelp(HelpText.say(en: "Load the sample register.", vi: "Nạp sổ mẫu."))
    )
    var sample = false

    func validate() throws {
        if sample == (file != nil) {
            throw ValidationError(
                HelpText.say(
                    en: "give a file, or --sample",
                    vi: "hãy nêu một tệp, hoặc --sample"
                )
            )
        }
    }

    func perform(_ console: Console) throws -> ExitStatus {
        let data = try file.map { try InputFile.mapped($0) } ?? BuiltIn.sample
        let report = try withRegister { register in
            if sample { try register.refuseSecondSample() }
            var loader = RecordLoader(register, now: Moment.now.milliseconds)
            loader.onProgress = { count in
                console.progress(console.say(en: "\(count) records", vi: "\(count) hồ sơ"))
            }
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
            tell(report, console)
        }
        return report.failures.isEmpty ? .done : .failed
    }

    private func tell(_ report: RecordLoader.Report, _ console: Console) {
        for failure in report.failures.prefix(Self.failuresShown) {
            let reason = failure.message(in: console.language)
            console.message(
                console.say(
                    en: "line \(failure.line): \(reason)",
                    vi: "dòng \(failure.line): \(reason)"
                )
            )
        }
        let refused = report.failures.count
        if refused > Self.failuresShown {
            let rest = refused - Self.failuresShown
            console.message(
                console.say(
                    en: "and \(rest) more; --json lists all",
                    vi: "và \(rest) dòng nữa; --json liệt kê đủ"
                )
            )
        }
        console.line(
            console.say(
                en: "loaded \(report.loaded) records, \(refused) refused",
                vi: "đã nạp \(report.loaded) hồ sơ, \(refused) bị từ chối"
            )
        )
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
                Labels(
                    vi: "sổ đã có hồ sơ; sổ mẫu chỉ dành cho sổ trống",
                    en: "the register has records already; the sample is for an empty one"
                ),
                hint: Labels(
                    vi: "tạo sổ khác bằng init --data DIR",
                    en: "make another register with init --data DIR"
                )
            )
        }
    }
}
