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

    /// The rows under the one that names the columns, and those that hold what no column is for.
    ///
    /// What stands above it, as titles of sheets do, is no part of the table.
    func tableRows(
        of collection: CollectionDefinition,
        _ register: Register,
        _ options: TableOptions,
        _ console: Console
    ) throws -> (rows: [ImportRow], refusals: [RowRefusal]) {
        let table = try format == .xlsx ? sheet(options, console) : textTable(options, console)
        let head = headings(of: table, ColumnNames(collection, register.schema), options)
        if head > 0 {
            let line = table[head].line
            console.message(
                console.say(
                    en: "the columns are named on line \(line); what is above it is left out",
                    vi: "tên cột ở dòng \(line); phần phía trên được bỏ qua"
                )
            )
        }
        let columns = try TableColumns(
            table[head].cells,
            of: collection,
            register.schema,
            options,
            console
        )
        var rows: [ImportRow] = []
        var refusals: [RowRefusal] = []
        for row in table.dropFirst(head + 1) {
            do throws(RowRefusal) {
                rows.append(try columns.row(row))
            } catch {
                refusals.append(error)
            }
        }
        return (rows, refusals)
    }

    private func textTable(_ options: TableOptions, _ console: Console) throws -> [TableRow] {
        let text = try text(options.encoding, console)
        do throws(TableError) {
            return try CSVReader.rows(of: text, delimiter: options.delimiter)
        } catch {
            throw CommandFailure(code: "bad_table", "\(path): \(error.message(console))")
        }
    }

    private func sheet(_ options: TableOptions, _ console: Console) throws -> [TableRow] {
        let sheet: Workbook.Sheet
        do throws(WorkbookError) {
            sheet = try Workbook(bytes).sheet(
                named: options.sheet,
                decimalSign: options.decimalSign
            )
        } catch {
            throw error.failure(path, console)
        }
        if !sheet.others.isEmpty, options.sheet == nil {
            let others = sheet.others.joined(separator: ", ")
            console.message(
                console.say(
                    en: "reading the sheet \(sheet.name); others with --sheet: \(others)",
                    vi: "đang đọc trang \(sheet.name); trang khác: --sheet, \(others)"
                )
            )
        }
        return sheet.rows
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

    private func text(_ name: String?, _ console: Console) throws -> String {
        let encoding = try name.map { name in
            guard let encoding = TextEncoding(name: name) else {
                throw CommandFailure(
                    .usage,
                    code: "unknown_encoding",
                    console.say(
                        en: "there is no encoding \(name)",
                        vi: "không có bảng mã \(name)"
                    ),
                    hint: TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")
                )
            }
            return encoding
        }
        guard let file = FileText(bytes, encoding: encoding) else {
            throw CommandFailure(
                code: "invalid_text",
                console.say(
                    en: "\(path) is no text in any encoding that is known",
                    vi: "\(path) không phải văn bản theo bảng mã nào đã biết"
                ),
                hint: "--encoding utf-8, utf-16, windows-1258"
            )
        }
        return file.text
    }
}

extension WorkbookError {
    /// What to tell, and what helps.
    fileprivate func failure(_ path: String, _ console: Console) -> CommandFailure {
        func failure(en: String, vi: String, hint: String? = nil) -> CommandFailure {
            CommandFailure(
                code: "bad_workbook",
                path + ": " + console.say(en: en, vi: vi),
                hint: hint
            )
        }
        let save = console.say(
            en: "open it, save it as .xlsx without a password, and import that",
            vi: "hãy mở tệp, lưu lại thành .xlsx không có mật khẩu rồi nhập"
        )
        switch self {
        case .noLibrary:
            return failure(
                en: "workbooks need libarchive, which is not installed here",
                vi: "cần có libarchive để đọc bảng tính, máy này chưa cài",
                hint: "apt install libarchive13, "
                    + console.say(en: "or save it as CSV", vi: "hoặc lưu thành CSV")
            )
        case .oldOrLocked:
            return failure(
                en: "an old workbook (.xls), or one with a password",
                vi: "bảng tính kiểu cũ (.xls), hoặc có mật khẩu",
                hint: save
            )
        case .damaged:
            return failure(
                en: "it is no workbook, or it is damaged",
                vi: "không phải bảng tính, hoặc tệp bị hỏng",
                hint: save
            )
        case .tooLarge(let part, let bytesMax):
            return failure(
                en: "\(part) has more than \(bytesMax / 1024 / 1024) MB when it is unpacked",
                vi: "\(part) lớn hơn \(bytesMax / 1024 / 1024) MB khi giải nén"
            )
        case .badPart(let part):
            return failure(
                en: "its part \(part) is missing or damaged",
                vi: "phần \(part) bị thiếu hoặc hỏng",
                hint: save
            )
        case .noSheet(let name, let others):
            return failure(
                en: "there is no sheet \(name)",
                vi: "không có trang \(name)",
                hint: "--sheet " + others.map { "'\($0)'" }.joined(separator: ", ")
            )
        case .table(let error):
            return failure(en: error.message(console), vi: error.message(console))
        }
    }
}

extension TableError {
    fileprivate func message(_ console: Console) -> String {
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
