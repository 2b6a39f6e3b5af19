/// Where a cell stands in a sheet.
package struct CellPlace: Hashable, Sendable {
    /// From 0: `A` is the first column.
    package let column: Int
    /// From 1, as sheets count their rows.
    package let line: Int

    /// Columns beyond which nobody writes.
    private static let columnsMax = 1_000_000

    package init(column: Int, line: Int) {
        self.column = column
        self.line = line
    }

    /// The place with a name such as `AB7`; nil for what is no such name.
    package init?(_ name: String) {
        var column = 0
        var rest = name.utf8[...]
        while let byte = rest.first, (0x41...0x5A).contains(byte) {
            column = column * 26 + Int(byte - 0x40)
            if column > Self.columnsMax { return nil }
            rest = rest.dropFirst()
        }
        guard column > 0, let line = Int(Substring(rest)), line > 0 else { return nil }
        self.init(column: column - 1, line: line)
    }

    /// The name that sheets show: `AB7`.
    package var name: String {
        var letters: [UInt8] = []
        var rest = column + 1
        while rest > 0 {
            letters.append(UInt8(0x41 + (rest - 1) % 26))
            rest = (rest - 1) / 26
        }
        return String(decoding: letters.reversed(), as: UTF8.self) + "\(line)"
    }
}

/// Cells that were merged into one.
package struct CellRange: Hashable, Sendable {
    /// The cell at the top left, whose value people see.
    package let first: CellPlace
    /// The cell at the bottom right.
    package let last: CellPlace

    /// The range with a name such as `B4:B9`; nil for what is no range of several cells.
    package init?(_ name: String) {
        let corners = name.split(separator: ":").map { CellPlace(String($0)) }
        guard corners.count == 2, let first = corners[0], let last = corners[1],
            first.column <= last.column, first.line <= last.line, first != last
        else { return nil }
        self.first = first
        self.last = last
    }

    /// The name that sheets show: `B4:B9`.
    package var name: String { first.name + ":" + last.name }

    /// Its columns, from 0.
    package var columns: ClosedRange<Int> { first.column...last.column }

    /// Whether it is before another one, read line by line.
    func precedes(_ other: CellRange) -> Bool {
        (first.line, first.column) < (other.first.line, other.first.column)
    }
}
