import ArgumentParser
import ClientExchange
import Foundation
import ProgramText
import Shared

struct ReportCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: HelpText.say(
            en: "Figures to look at; without a name, list the reports.",
            vi: "Báo cáo số liệu; không nêu tên thì liệt kê các báo cáo."
        ),
        discussion: HelpText.discussion(
            en: """
                summary: one page on a period. funding: by donor and year. support: by kind. \
                agreements: by stage and age. activity: by department. health: what is missing, \
                disputed, old or odd.

                text is for the terminal, html a page that prints well and needs nothing else, svg \
                its charts as a picture, csv its figures as a table. What is restricted or \
                personal is in none of them, nor money that nobody has signed for yet.
                """,
            vi: """
                summary: một trang về một thời kỳ. funding: theo nhà tài trợ và năm. support: theo \
                hình thức. agreements: theo giai đoạn và tuổi. activity: theo cơ quan. health: chỗ \
                thiếu, khác nhau, cũ hoặc lạ.

                text để xem trên màn hình, html là trang in đẹp và không cần gì khác, svg là biểu \
                đồ thành hình, csv là số liệu thành bảng. Không dạng nào có nội dung hạn chế hoặc \
                riêng tư, cũng không có khoản tiền chưa ai ký.
                """,
            examples: "caunoi report funding",
            "caunoi report summary --from 2026-01 --to 2026-06 --department external_relations -o half-year.html"
        )
    )

    /// The forms of a report.
    enum Format: String, CaseIterable {
        case text, html, svg, csv
    }

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(
            HelpText.say(
                en: "The report's name, for example funding.",
                vi: "Tên báo cáo, ví dụ funding."
            )
        ),
        completion: .list(NamedReport.allCases.map(\.rawValue))
    )
    var name: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "text, html, svg or csv; else the end of the file's name says it.",
                vi: "text, html, svg hoặc csv; không nêu thì theo đuôi tệp."
            ),
            valueName: "format"
        ),
        completion: .list(Format.allCases.map(\.rawValue))
    )
    var format: String?
    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(
            HelpText.say(
                en: "The file to write; else standard output.",
                vi: "Tệp cần ghi; không nêu thì ra màn hình."
            ),
            valueName: "file"
        ),
        completion: .file()
    )
    var output: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "Answer as of this day; today where it is not given.",
                vi: "Tính đến ngày này; không nêu là hôm nay."
            )
        )
    ) var on: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "Only what is not before this date, month or year.",
                vi: "Chỉ những gì không trước ngày, tháng hoặc năm này."
            )
        )
    ) var from: String?
    @Option(
        name: [.customLong("to"), .customLong("until")],
        help: ArgumentHelp(
            HelpText.say(
                en: "Only what is not after this date, month or year.",
                vi: "Chỉ những gì không sau ngày, tháng hoặc năm này."
            )
        )
    )
    var until: String?
    @Option(
        name: [.long, .customLong("dept")],
        help: ArgumentHelp(
            HelpText.say(
                en: "Only what this department has a part in.",
                vi: "Chỉ việc cơ quan này có tham gia."
            )
        )
    )
    var department: String?

    func perform(_ console: Console) throws -> ExitStatus {
        guard let name else {
            list(console)
            return .done
        }
        let report = try named(name, console)
        let format = try chosenFormat(console)
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language, telling: console)
        let asked = try asked(register, console)
        console.showProgress(console.say(en: "reading the register…", vi: "đang đọc sổ…"))
        // What goes into a file may go anywhere.
        let outside = format == .text ? nil : PublicRecords(register)
        let found =
            outside.map { report.report(from: $0, asked) } ?? report.report(from: register, asked)
        let unsigned = UnsignedMoney(in: report, asked, register, isLeftOut: outside != nil)
        console.clearProgress()
        let pages = ReportPage(register, console, outside: outside)
        var notes = found.remarks.map { $0[console.language] }
        if let note = unsigned.note(console) { notes.append(note) }
        let page = pages.page(
            of: found,
            subtitles: subtitles(asked, workspace, register, console) + notes
        )
        if console.isJSON, output == nil {
            console.document(
                .object(
                    members(report, asked, workspace, register) + unsigned.members
                        + pages.json(found)
                )
            )
            return .done
        }
        let bytes: [UInt8]
        switch format {
        case .text:
            if let output {
                throw CommandFailure(
                    .usage,
                    code: "usage",
                    console.say(
                        en: "text is for the terminal; a file is html, svg or csv",
                        vi: "dạng text chỉ để xem trên màn hình; tệp có dạng html, svg hoặc csv"
                    ),
                    hint: "caunoi report \(name) -o \(output).html"
                )
            }
            PageText(console).show(page)
            return .done
        case .html: bytes = Array(PageWriter.html(page).utf8)
        case .svg: bytes = Array(ChartDrawing.drawing(page).utf8)
        case .csv:
            var writer = CSVWriter()
            for row in pages.rows(of: found.data) { writer.append(row) }
            bytes = writer.bytes
            // A table has no place for them.
            for note in notes { console.message(note) }
        }
        try OutputFile(path: output, format: format.rawValue).deliver(
            bytes,
            telling: "\(bytes.count) byte" + console.say(en: "s", vi: ""),
            console
        )
        return .done
    }

    private func list(_ console: Console) {
        if console.isJSON {
            let reports = NamedReport.allCases.map { report in
                JSONValue.object([
                    .init(key: "report", value: .string(report.rawValue)),
                    .init(key: "label", value: .string(report.labels[console.language])),
                ])
            }
            console.document(.object([.init(key: "reports", value: .array(reports))]))
            return
        }
        for report in NamedReport.allCases {
            console.line(padded(report.rawValue, to: 14) + report.labels[console.language])
        }
    }

    private func named(_ name: String, _ console: Console) throws -> NamedReport {
        if let report = NamedReport(rawValue: name) { return report }
        let near = nearest(name, in: NamedReport.allCases.map { $0.rawValue })
        throw CommandFailure(
            .usage,
            code: "unknown_report",
            console.say(en: "there is no report \(name)", vi: "không có báo cáo \(name)"),
            hint: near.map { "caunoi report \($0)" } ?? "caunoi report"
        )
    }

    private func chosenFormat(_ console: Console) throws -> Format {
        guard let name = format?.lowercased() else {
            let ending = output.map { ($0 as NSString).pathExtension.lowercased() }
            return ending.flatMap { Format(rawValue: $0) } ?? .text
        }
        if let format = Format(rawValue: name) { return format }
        throw CommandFailure(
            .usage,
            code: "unknown_format",
            console.say(en: "there is no format \(name)", vi: "không có định dạng \(name)"),
            hint: "text, html, svg, csv"
        )
    }

    private func asked(_ register: Register, _ console: Console) throws -> ReportOptions {
        let day = try on.map { try AskedDate.read($0, "--on", console).earliestDay }
        var asked = ReportOptions(day: day ?? AskedDate.today)
        asked.from = try from.map { try AskedDate.read($0, "--from", console) }
        asked.until = try until.map { try AskedDate.read($0, "--to", console) }
        if let from = asked.from, let until = asked.until, until.latestDay < from.earliestDay {
            throw CommandFailure(
                .usage,
                code: "usage",
                console.say(
                    en: "the period ends before it begins: \(from.canonical) to \(until.canonical)",
                    vi:
                        "kỳ báo cáo kết thúc trước khi bắt đầu: \(from.canonical) đến \(until.canonical)"
                ),
                hint: "--from 2026-01 --to 2026-06"
            )
        }
        asked.department = try department.map { try register.record($0, in: ["departments"]) }
        return asked
    }

    /// What the report is about, from when and from where.
    private func subtitles(
        _ asked: ReportOptions,
        _ workspace: Workspace,
        _ register: Register,
        _ console: Console
    ) -> [String] {
        var lines: [String] = []
        let language = console.language
        switch (asked.from?.display(in: language), asked.until?.display(in: language)) {
        case (let from?, let until?):
            lines.append(console.say(en: "\(from) to \(until)", vi: "Từ \(from) đến \(until)"))
        case (let from?, nil): lines.append(console.say(en: "since \(from)", vi: "Từ \(from)"))
        case (nil, let until?): lines.append(console.say(en: "until \(until)", vi: "Đến \(until)"))
        case (nil, nil): break
        }
        if let department = asked.department { lines.append(register.label(of: department.record)) }
        let day = PartialDate(dayNumber: asked.day)?.display(in: language) ?? ""
        let synced = workspace.settings.lastSync
            .flatMap { PartialDate(canonical: String(Instant($0).text.prefix(10))) }
            .map { $0.display(in: language) }
        let data =
            synced.map { console.say(en: "data as of \($0)", vi: "dữ liệu đến \($0)") }
            ?? console.say(en: "never synchronised", vi: "chưa đồng bộ lần nào")
        lines.append(workspace.enrolment.registerName + " · " + day + " · " + data)
        return lines
    }

    private func members(
        _ report: NamedReport,
        _ asked: ReportOptions,
        _ workspace: Workspace,
        _ register: Register
    ) -> [JSONValue.Member] {
        func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
        return [
            .init(key: "report", value: .string(report.rawValue)),
            .init(key: "on", value: text(PartialDate(dayNumber: asked.day)?.canonical)),
            .init(key: "from", value: text(asked.from?.canonical)),
            .init(key: "to", value: text(asked.until?.canonical)),
            .init(
                key: "department",
                value: text(asked.department?.text(in: register.schema))
            ),
            .init(
                key: "data_as_of",
                value: text(workspace.settings.lastSync.map { Instant($0).text })
            ),
        ]
    }
}
