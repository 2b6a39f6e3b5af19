import ClientExchange
import Foundation
import Shared

extension ImportFile {
    /// How a table is read.
    struct TableOptions {
        var encoding: String?
        var delimiter: UInt8?
        /// The sheet of a workbook; nil for the first that has anything in it.
        var sheet: String?
        /// What the reader of numbers takes for the sign before fractions.
        var decimalSign = "."
        /// What columns mean, by their headings; empty for nothing.
        var columns: [String: String] = [:]
        /// The headings of which that was said just now: the file must have them.
        var named: [String] = []
    }

    /// What a table holds.
    struct TableContent {
        var rows: [ImportRow] = []
        var refusals: [RowRefusal] = []
        /// What was made of cells that are not as a table has them.
        var notes: [String] = []
    }

    /// The rows under the one that names the columns, and those that are no records.
    ///
    /// What stands above it, as titles of sheets do, is no part of the table.
    func tableContent(
        of collection: CollectionDefinition,
        _ register: Register,
        _ options: TableOptions,
        _ console: Console
    ) throws -> TableContent {
        var content = TableContent()
        var sheet = try format == .xlsx ? openSheet(options, console) : nil
        let table = try sheet?.rows ?? textTable(options, &content.notes, console)
        let names = ColumnNames(collection, register.schema)
        let head = headings(of: table, names, options)
        let line = table[head].line
        if head > 0 {
            console.message(
                console.say(
                    en: "the columns are named on line \(line); what is above it is left out",
                    vi: "tên cột ở dòng \(line); phần phía trên được bỏ qua"
                )
            )
        }
        try sheet?.requireHeadings(on: line, path, console)
        let columns = try TableColumns(
            table[head].cells,
            of: collection,
            register.schema,
            names,
            options,
            console
        )
        if let merged = sheet?.spreadMerged(below: line) {
            content.notes += columns.notes(on: merged, console)
        }
        var unknown = sheet?.faults(below: line, columns, console) ?? [:]
        for row in (sheet?.rows ?? table).dropFirst(head + 1) {
            let faults = unknown.removeValue(forKey: row.line) ?? []
            if let refusal = columns.refusalOfTotal(row) {
                content.refusals.append(refusal)
            } else {
                content.rows.append(columns.row(row, faults))
            }
        }
        // Rows with nothing that is known.
        content.refusals += unknown.map { RowRefusal(line: $0.key, $0.value) }
        return content
    }

    private func textTable(
        _ options: TableOptions,
        _ notes: inout [String],
        _ console: Console
    ) throws -> [TableRow] {
        let encoding = try options.encoding.map { try namedEncoding($0, console) }
        let delimiter = options.delimiter
        do throws(TableError) {
            try CSVReader.refuseTooManyRows(in: bytes, delimiter: delimiter)
        } catch {
            throw failure(error, console)
        }
        let text = try text(encoding, &notes, console)
        do throws(TableError) {
            return try CSVReader.rows(of: text, delimiter: delimiter)
        } catch {
            throw failure(error, console)
        }
    }

    private func failure(_ error: TableError, _ console: Console) -> CommandFailure {
        let message = path + ": " + error.message(console)
        guard case .openQuote = error else { return CommandFailure(code: "bad_table", message) }
        return CommandFailure(.damaged, code: "bad_table", message + Self.damaged(console))
    }

    /// The place of the row that names the columns: the one of the first whose cells name most fields.
    private func headings(
        of table: [TableRow],
        _ names: ColumnNames,
        _ options: TableOptions
    ) -> Int {
        func known(_ row: TableRow) -> Int {
            row.cells.count { cell in
                if let given = options.columns[ImportColumns.key(cell)] {
                    return !given.utf8.isEmpty
                }
                switch names.meaning(of: cell) {
                case .field, .record: return true
                case .nothing, nil: return false
                }
            }
        }
        var best = 0
        var most = known(table[0])
        for (place, row) in table.prefix(Self.titleRowsMax).enumerated().dropFirst() {
            let count = known(row)
            if count >= 2, count > most { (best, most) = (place, count) }
        }
        return best
    }

    /// Rows among which the one with the headings is looked for.
    private static let titleRowsMax = 15
}

extension TableError {
    /// What to tell.
    func message(_ console: Console) -> String {
        switch self {
        case .openQuote(let line):
            console.say(
                en: "the quoted cell that begins on line \(line) never ends",
                vi: "ô trong ngoặc kép bắt đầu ở dòng \(line) không kết thúc"
            )
        case .cellTooLong(let line, let bytesMax):
            console.say(
                en: "a cell on line \(line) has more than \(bytesMax) bytes",
                vi: "một ô ở dòng \(line) dài hơn \(bytesMax) byte"
            )
        case .tooManyColumns(let line, let max):
            console.say(
                en: "line \(line) has more than \(max) cells",
                vi: "dòng \(line) có hơn \(max) ô"
            )
        case .tooManyRows(let max):
            console.say(
                en: "there are more than \(max) rows; split it",
                vi: "có hơn \(max) dòng; hãy chia nhỏ tệp"
            )
        case .empty: console.say(en: "there is nothing in it", vi: "tệp trống")
        }
    }
}
