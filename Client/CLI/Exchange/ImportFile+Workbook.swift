import ClientExchange
import Shared

extension ImportFile {
    /// The sheet that was asked for, else the first with anything in it.
    func openSheet(_ options: TableOptions, _ console: Console) throws -> Workbook.Sheet {
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
        return sheet
    }
}

// MARK: - Cells that are not known

extension Workbook.Sheet {
    /// Refuses a table of which a heading is not known: its column would be left out unseen.
    ///
    /// - Throws: ``CommandFailure`` for a error, or a formula without a stored result, on the line of the headings.
    func requireHeadings(on line: Int, _ path: String, _ console: Console) throws {
        guard let cell = unknown[line]?.first else { return }
        throw CommandFailure(
            code: "bad_workbook",
            path + ": " + message(on: cell, console),
            hint: Self.hint(on: cell, console)
        )
    }

    /// What is wrong with the rows under the headings, by their lines: the cells that are read and not known.
    func faults(
        below line: Int,
        _ columns: TableColumns,
        _ console: Console
    ) -> [Int: [RowFault]] {
        var faults: [Int: [RowFault]] = [:]
        for (row, cells) in unknown where row > line {
            for cell in cells where columns.isRead(cell.place.column) {
                let fault = RowFault(
                    field: columns.path(ofColumn: cell.place.column),
                    message(on: cell, console) + "; " + Self.hint(on: cell, console)
                )
                faults[row, default: []].append(fault)
            }
        }
        return faults
    }

    private func message(on cell: UnknownCell, _ console: Console) -> String {
        let place = cell.place.name
        if let error = cell.error {
            return console.say(
                en: "sheet \(name), cell \(place): it shows the error \(error)",
                vi: "trang \(name), ô \(place): ô báo lỗi \(error)"
            )
        }
        return console.say(
            en: "sheet \(name), cell \(place): the formula has no stored result",
            vi: "trang \(name), ô \(place): công thức chưa có kết quả lưu sẵn"
        )
    }

    private static func hint(on cell: UnknownCell, _ console: Console) -> String {
        if cell.error != nil {
            return console.say(
                en: "mend the cell in the office program, then import it",
                vi: "hãy sửa ô đó bằng chương trình bảng tính rồi nhập"
            )
        }
        return console.say(
            en: "open and save the workbook in the office program, then import it",
            vi: "hãy mở và lưu lại tệp bằng chương trình bảng tính rồi nhập"
        )
    }
}

// MARK: - Merged cells

extension TableColumns {
    /// What was made of merged cells, for those of which something is read.
    func notes(on ranges: [CellRange], _ console: Console) -> [String] {
        let read = ranges.filter { $0.columns.contains { isRead($0) } }
        let down = read.filter { $0.columns.count == 1 }.map { $0.name }
        let across = read.filter { $0.columns.count > 1 }.map { $0.name }
        var notes: [String] = []
        if !down.isEmpty {
            let list = down.listed()
            notes.append(
                console.say(
                    en: "merged cells, whose value counts for each of their rows: \(list)",
                    vi: "ô gộp, giá trị được tính cho mọi dòng của ô: \(list)"
                )
            )
        }
        if !across.isEmpty {
            let list = across.listed()
            notes.append(
                console.say(
                    en: "merged over several columns, the value counts for the first: \(list)",
                    vi: "ô gộp qua nhiều cột, giá trị chỉ tính cho cột đầu: \(list)"
                )
            )
        }
        return notes
    }
}

extension WorkbookError {
    /// What to tell, and what helps.
    fileprivate func failure(_ path: String, _ console: Console) -> CommandFailure {
        func failure(
            _ status: ExitStatus = .failed,
            en: String,
            vi: String,
            hint: String? = nil
        ) -> CommandFailure {
            let end = status == .damaged ? ImportFile.damaged(console) : ""
            return CommandFailure(
                status,
                code: "bad_workbook",
                path + ": " + console.say(en: en, vi: vi) + end,
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
        case .notAWorkbook:
            return failure(en: "it is no workbook", vi: "không phải bảng tính", hint: save)
        case .damaged:
            return failure(
                .damaged,
                en: "its archive cannot be read to its end",
                vi: "không đọc được tệp nén đến hết",
                hint: save
            )
        case .tooLarge(let part, let bytesMax):
            return failure(
                en: "\(part) has more than \(bytesMax / 1024 / 1024) MB when it is unpacked",
                vi: "\(part) lớn hơn \(bytesMax / 1024 / 1024) MB khi giải nén"
            )
        case .badPart(let part):
            return failure(
                .damaged,
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
