import ClientExchange
import Foundation
import Shared

/// Sets a page for a terminal: bars of blocks, tables in columns.
struct PageText {
    private let console: Console
    /// Columns of the terminal.
    private let width: Int

    /// Unicode scalars of a bar's label.
    private static let labelWidthMax = 36

    init(_ console: Console, width: Int? = nil) {
        self.console = console
        self.width = width ?? Self.terminalWidth
    }

    func show(_ page: Page) {
        console.line(console.bold(printable(page.title)))
        for line in page.subtitles { console.line(console.dim(printable(line))) }
        if page.sections.isEmpty {
            console.line()
            console.line(console.say(en: "nothing found", vi: "không có gì"))
        }
        for section in page.sections {
            console.line()
            switch section {
            case .facts(let facts):
                console.line(console.bold(printable(facts.title)))
                for item in facts.items {
                    console.line(padded(printable(item.name), to: 24) + printable(item.text))
                }
            case .chart(let chart): show(chart)
            case .table(let table): show(table)
            }
        }
    }

    private func show(_ chart: Page.Chart) {
        console.line(console.bold(printable(chart.title)))
        let labels = chart.bars.map { cut(printable($0.label), Self.labelWidthMax) }
        let shown = chart.bars.map { printable($0.shown) }
        let labelWidth = labels.map { $0.unicodeScalars.count }.max() ?? 0
        let shownWidth = shown.map { $0.unicodeScalars.count }.max() ?? 0
        let space = min(max(width - labelWidth - shownWidth - 4, 10), 50)
        for (place, bar) in chart.bars.enumerated() {
            let blocks = Self.bar(bar, space)
            console.line(padded(labels[place], to: labelWidth + 2) + blocks + " " + shown[place])
        }
        if !chart.remark.isEmpty { console.line(console.dim(printable(chart.remark))) }
    }

    /// A bar of eighths of a block; the disputed part in a lighter shade.
    static func bar(_ bar: Page.Bar, _ space: Int) -> String {
        let eighths = bar.length * space * 8 / 1000
        var text = String(repeating: "█", count: eighths / 8)
        if eighths % 8 > 0 {
            text.unicodeScalars.append(Unicode.Scalar(UInt32(0x2590 - eighths % 8)) ?? " ")
        } else if eighths == 0, bar.length > 0 {
            text = "▏"
        }
        let reach = (bar.reach * space + 500) / 1000
        let count = text.unicodeScalars.count
        if reach > count { text += String(repeating: "░", count: reach - count) }
        return text
    }

    private func show(_ table: Page.Table) {
        console.line(console.bold(printable(table.title)))
        var list = ListTable(titles: table.columns)
        for row in table.rows {
            list.append(row.map { cut(printable($0), ListTable.cellWidthMax) })
        }
        list.show(console, hidingEmpty: true)
    }

    private func cut(_ text: String, _ width: Int) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > width else { return text }
        return String(scalars.prefix(width - 1)) + "…"
    }

    /// The terminal's columns; 100 where there is none.
    private static var terminalWidth: Int {
        var size = winsize()
        if unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
            return Int(size.ws_col)
        }
        return 100
    }
}
