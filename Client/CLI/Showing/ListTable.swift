import Shared

/// Text in aligned columns.
struct ListTable {
    /// Unicode scalars of one cell.
    static let cellWidthMax = 48

    let titles: [String]
    private(set) var rows: [[String]] = []

    init(titles: [String]) { self.titles = titles }

    mutating func append(_ row: [String]) { rows.append(row) }

    /// Prints the table; `hidingEmpty` leaves out the columns that have no text at all.
    func show(_ console: Console, hidingEmpty: Bool) {
        let places = self.titles.indices.filter { index in
            !hidingEmpty || self.rows.contains { index < $0.count && !$0[index].utf8.isEmpty }
        }
        let titles = places.map { self.titles[$0] }
        let rows = self.rows.map { row in places.compactMap { $0 < row.count ? row[$0] : nil } }
        var widths = titles.map { $0.unicodeScalars.count }
        for row in rows {
            for (index, cell) in row.enumerated() where index < widths.count {
                widths[index] = max(widths[index], cell.unicodeScalars.count)
            }
        }
        console.line(console.dim(line(titles, widths)))
        for row in rows { console.line(line(row, widths)) }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let isLast = index == cells.count - 1
            line += isLast || index >= widths.count ? cell : padded(cell, to: widths[index] + 2)
        }
        return line
    }
}
