extension Workbook {
    /// One sheet's table.
    package struct Sheet {
        package let name: String
        /// The rows with anything in them.
        package private(set) var rows: [TableRow]
        /// The other sheets with a name, which were not read.
        package let others: [String]
        /// The cells of which nobody knows what they say, by the lines that they count for.
        package private(set) var unknown: [Int: [UnknownCell]]
        private let merged: [CellRange]

        package init(
            name: String,
            rows: [TableRow],
            others: [String] = [],
            merged: [CellRange] = [],
            unknown: [Int: [UnknownCell]] = [:]
        ) {
            self.name = name
            self.rows = rows
            self.others = others
            self.merged = merged
            self.unknown = unknown
        }
    }
}

extension Workbook.Sheet {
    /// A merged range that reaches into the row that is looked at.
    private struct Reach {
        let range: CellRange
        /// What people see in it.
        let text: String
        /// The cell, where nobody knows that.
        let unknown: UnknownCell?
    }

    /// Gives each row of the cells that were merged under a line what people see in them.
    ///
    /// What stands in a range over several columns is about the first of them alone. A row with nothing
    /// but such a cell is none. Of ranges that overlap, which no program writes, the first counts.
    ///
    /// - Parameter line: What begins there or above belongs to titles and headings, and stays as it is.
    /// - Returns: The ranges in the table, line by line.
    package mutating func spreadMerged(below line: Int) -> [CellRange] {
        var waiting = merged.filter { $0.first.line > line }.sorted { $1.precedes($0) }
        var reaching: [Int: Reach] = [:]
        var found: [CellRange] = []
        for place in rows.indices.sorted(by: { rows[$0].line < rows[$1].line }) {
            let row = rows[place]
            reaching = reaching.filter { $0.value.range.last.line >= row.line }
            while let range = waiting.last, range.first.line <= row.line {
                waiting.removeLast()
                let column = range.first.column
                guard range.last.line >= row.line, reaching[column] == nil else { continue }
                reaching[column] = reach(of: range, from: row)
                found.append(range)
            }
            for reach in reaching.values { spread(reach, to: place) }
        }
        return found
    }

    /// The range as it is met in a row, which may lie below its first one.
    private func reach(of range: CellRange, from row: TableRow) -> Reach {
        let column = range.first.column
        let hasText = range.first.line == row.line && column < row.cells.count
        return Reach(
            range: range,
            text: hasText ? row.cells[column] : "",
            unknown: unknown[range.first.line]?.first { $0.place == range.first }
        )
    }

    private mutating func spread(_ reach: Reach, to place: Int) {
        let (row, column) = (rows[place], reach.range.first.column)
        var cells = row.cells
        if row.line > reach.range.first.line {
            while cells.count <= column { cells.append("") }
            cells[column] = reach.text
            if let cell = reach.unknown { unknown[row.line, default: []].append(cell) }
        }
        for hidden in cells.indices where hidden > column && hidden <= reach.range.last.column {
            cells[hidden] = ""
        }
        rows[place] = TableRow(line: row.line, cells: cells)
    }
}
