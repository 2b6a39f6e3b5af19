/// One row of a table that somebody hands in.
package struct TableRow: Equatable, Sendable {
    /// Where it begins in the file: the line of a text, the row of a sheet; from 1.
    package let line: Int
    /// The texts of its cells; missing ones at the end are not there.
    package let cells: [String]

    package init(line: Int, cells: [String]) {
        self.line = line
        self.cells = cells
    }

    /// Whether nothing stands in it.
    package var isEmpty: Bool {
        cells.allSatisfy { $0.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
    }
}

/// What is wrong with a file as a whole: nothing can be made of its rows.
package enum TableError: Error, Equatable {
    /// A quoted cell that begins on this line never ends.
    case openQuote(line: Int)
    case cellTooLong(line: Int, bytesMax: Int)
    case tooManyColumns(line: Int, max: Int)
    case tooManyRows(max: Int)
    /// No row has anything in it.
    case empty
}

/// How large a table may be.
package struct TableLimits: Sendable {
    package var rowsMax = 100_000
    package var columnsMax = 1_000
    package var cellBytesMax = 512 * 1024

    package init() {}
}
