import ClientExchange
import Shared

/// A report as a page, in the words of the reader's language.
struct ReportPage {
    private let register: Register
    private let printer: QueryPrinter
    private let console: Console

    /// `outside`: for anybody to read, so that nothing is named that is not public.
    init(_ register: Register, _ console: Console, outside: PublicRecords?) {
        self.register = register
        self.console = console
        printer = QueryPrinter(register: register, console: console, outside: outside)
    }

    private var language: DisplayLanguage { console.language }

    /// The page under these lines about it.
    func page(of report: Report, subtitles: [String]) -> Page {
        var page = Page(
            title: report.title[language],
            subtitles: subtitles,
            language: language.code
        )
        page.sections = report.sections.map { section in
            switch section {
            case .chart(let chart): .chart(self.chart(chart))
            case .table(let table): .table(self.table(table.answer, title: table.title[language]))
            }
        }
        return page
    }

    private func chart(_ chart: Report.Chart) -> Page.Chart {
        Page.Chart(
            title: chart.title[language],
            bars: chart.bars.map { bar in
                Page.Bar(
                    label: printer.text(bar.label),
                    length: bar.length,
                    reach: bar.reach,
                    shown: shown(bar)
                )
            },
            remark: chart.remark?[language] ?? ""
        )
    }

    /// The figure of a bar; nobody claims the ends of a disputed one, which lies between them.
    private func shown(_ bar: Report.Bar) -> String {
        guard case .disputed(let ends) = bar.shown, let low = ends.first, let high = ends.last
        else { return printer.text(bar.shown) }
        let (least, most) = (printer.text(low), printer.text(high))
        return console.say(
            en: "from \(least) to \(most), disputed",
            vi: "từ \(least) đến \(most), còn khác nhau"
        )
    }

    /// A table without the columns that say nothing.
    func table(_ answer: QueryAnswer, title: String) -> Page.Table {
        let rows = answer.rows.map { row in row.map { printer.text($0) } }
        let places = answer.columns.indices.filter { place in
            rows.contains { !$0[place].utf8.isEmpty }
        }
        var table = Page.Table(
            title: title,
            columns: places.map { answer.columns[$0].labels[language] },
            rows: rows.map { row in places.map { row[$0] } }
        )
        for (place, column) in places.enumerated()
        where answer.rows.contains(where: { $0[column].isFigure }) { table.figures.insert(place) }
        return table
    }
}

extension QueryCell {
    /// Whether it is a number or an amount, which stand under one another from the right.
    fileprivate var isFigure: Bool {
        switch self {
        case .number, .value(.money, _), .value(.number, _): true
        default: false
        }
    }
}

// MARK: - Other forms

extension ReportPage {
    /// The figures as a table for other programs: amounts, currencies and qualifiers apart.
    func rows(of answer: QueryAnswer) -> [[String]] {
        var header: [String] = []
        let hasMoney = answer.columns.indices.map { place in
            answer.rows.contains { row in
                if case .value(.money, _) = row[place] { return true }
                return false
            }
        }
        for (column, isMoney) in zip(answer.columns, hasMoney) {
            let label = column.labels[language]
            header.append(label)
            guard isMoney else { continue }
            header.append(console.say(en: "\(label) (currency)", vi: "\(label) (loại tiền)"))
            header.append(console.say(en: "\(label) (how exact)", vi: "\(label) (độ chính xác)"))
        }
        let rows = answer.rows.map { row in
            zip(row, hasMoney).flatMap { cell, isMoney -> [String] in
                switch cell {
                case .value(.money(let money), _):
                    return [
                        money.amount.canonical, money.currency.code,
                        money.qualifier.word(in: language),
                    ]
                case .value(.date(let date), _): return [date.canonical]
                case .notStated, .blank: return isMoney ? ["", "", ""] : [""]
                default: return [printer.text(cell)] + (isMoney ? ["", ""] : [])
                }
            }
        }
        return [header] + rows
    }

    /// The report for programs.
    func json(_ report: Report) -> [JSONValue.Member] {
        let sections = report.sections.map { section -> JSONValue in
            switch section {
            case .chart(let chart):
                let bars = chart.bars.map { bar in
                    JSONValue.object([
                        .init(key: "label", value: .string(printer.text(bar.label))),
                        .init(key: "value", value: printer.json(bar.shown)),
                        .init(key: "length", value: .integer(Int64(bar.length))),
                        .init(key: "reach", value: .integer(Int64(bar.reach))),
                    ])
                }
                return .object([
                    .init(key: "title", value: .string(chart.title[language])),
                    .init(key: "bars", value: .array(bars)),
                ])
            case .table(let table):
                return .object([
                    .init(key: "title", value: .string(table.title[language])),
                    .init(key: "rows", value: printer.json(table.answer.rows, of: table.answer)),
                ])
            }
        }
        return [
            .init(key: "title", value: .string(report.title[language])),
            .init(
                key: "remarks",
                value: .array(report.remarks.map { .string($0[language]) })
            ),
            .init(key: "sections", value: .array(sections)),
            .init(key: "rows", value: printer.json(report.data.rows, of: report.data)),
        ]
    }
}
