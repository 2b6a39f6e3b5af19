import ArgumentParser
import ClientExchange
import Foundation
import ProgramText
import Shared

struct ImportCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: HelpText.say(
            en: "Take in records from a workbook, a table (CSV), JSON lines or IATI.",
            vi: "Nhập hồ sơ từ bảng tính, bảng CSV, JSON từng dòng hoặc IATI."
        ),
        discussion: HelpText.discussion(
            en: """
                Each row is accepted or refused by itself, with its line and all the reasons. A \
                row of a table, the first or one under titles, names the columns: fields by their \
                names or labels in either language, or whatever --map says; what it says is \
                remembered. Several values of one cell stand on lines of their own or are parted \
                by ; as export writes them. A row that is the total of the others is refused.

                --key FIELD knows records again by a field, so that a second import changes only \
                what is new. A column ref, or the id in JSON lines, does so too. One import is one \
                act: caunoi undo CHANGE takes all of it back.

                What stands in merged cells of a workbook counts for each of their rows. A formula \
                whose result was never stored refuses its row: open and save the workbook in the \
                office program first; so does a cell that shows an error, such as #REF!.

                An import settles no disagreement: what is shown of a disputed field is left as it \
                is, and a row that says something else of it is refused; caunoi resolve settles it.

                Exit status 1 when rows were refused; the others are saved. Exit status 7 when the \
                file is damaged; nothing was changed.
                """,
            vi: """
                Mỗi dòng được nhận hoặc bị từ chối riêng, kèm số dòng và mọi lý do. Một dòng của \
                bảng, dòng đầu hoặc dòng dưới tiêu đề, đặt tên cho cột: trường theo tên hoặc nhãn \
                bằng một trong hai ngôn ngữ, hoặc theo --map; điều --map nêu được nhớ cho lần sau. \
                Nhiều giá trị trong một ô thì mỗi giá trị một dòng, hoặc ngăn bằng ; như export \
                ghi. Dòng tổng cộng của bảng bị từ chối.

                --key FIELD nhận ra hồ sơ cũ theo một trường, để lần nhập sau chỉ sửa những gì \
                mới. Cột ref, hoặc id trong JSON từng dòng, cũng vậy. Một lần nhập là một việc: \
                caunoi undo CHANGE hoàn tác tất cả.

                Giá trị trong ô gộp của bảng tính tính cho mọi dòng của ô đó. Công thức chưa từng \
                được lưu kết quả thì dòng bị từ chối: hãy mở và lưu bảng tính bằng chương trình \
                văn phòng trước; ô báo lỗi như #REF! cũng vậy.

                Nhập tệp không giải quyết điều còn khác nhau: giá trị đang hiển thị được giữ \
                nguyên, dòng nêu giá trị khác bị từ chối; hãy dùng caunoi resolve.

                Mã kết thúc 1 khi có dòng bị từ chối; các dòng khác đã lưu. Mã kết thúc 7 khi tệp \
                bị hỏng; không có gì thay đổi.
                """,
            examples: "caunoi import localities.csv --collection partners --key name.vi --dry-run"
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp(HelpText.say(en: "The file.", vi: "Tệp.")), completion: .file())
    var file: String
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "csv, xlsx, jsonl or iati; else the end of its name says it.",
                vi: "csv, xlsx, jsonl hoặc iati; không nêu thì theo đuôi tệp."
            ),
            valueName: "format"
        )
    )
    var format: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "Where the rows of a table belong.",
                vi: "Các dòng của bảng thuộc nhóm nào."
            ),
            valueName: "collection"
        )
    )
    var collection: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "The field by which records are known again.",
                vi: "Trường dùng để nhận lại hồ sơ."
            ),
            valueName: "field"
        )
    )
    var key: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "What a column means; nothing to leave it out.",
                vi: "Cột có nghĩa gì; để trống để bỏ qua cột."
            ),
            valueName: "column=field"
        )
    )
    var map: [String] = []
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "utf-8, utf-16 or windows-1258; else it is recognised.",
                vi: "utf-8, utf-16 hoặc windows-1258; không nêu thì tự nhận."
            ),
            valueName: "name"
        )
    )
    var encoding: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "What parts cells: , ; | or tab; else it is recognised.",
                vi: "Dấu ngăn ô: , ; | hoặc tab; không nêu thì tự nhận."
            ),
            valueName: "sign"
        )
    )
    var delimiter: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "The sheet of a workbook; else the first that is not empty.",
                vi: "Trang của bảng tính; không nêu là trang đầu có dữ liệu."
            ),
            valueName: "name"
        )
    )
    var sheet: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "Of an IATI file only the activities in it.",
                vi: "Với tệp IATI, chỉ lấy hoạt động ở nước này."
            ),
            valueName: "code"
        )
    )
    var country: String?
    @Flag(
        help: ArgumentHelp(
            HelpText.say(
                en: "Say what would be taken and refused, and save nothing.",
                vi: "Cho biết sẽ nhận và từ chối gì, không lưu gì."
            )
        )
    ) var dryRun = false

    /// Refused rows that are printed; the document has all of them.
    private static let refusalsShown = 20

    func perform(_ console: Console) throws -> ExitStatus {
        let file = try ImportFile(file, format: format, console)
        try refuseVain(file.format, console)
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language, telling: console)
        let chosen = try collection.map { try register.collection($0) }
        var work = RecordImport(workspace, register, options, console, key: key)
        var rowCount = 0
        var notes: [String] = []
        var found: IATIImport?
        switch file.format {
        case .jsonl:
            let (rows, refusals) = file.jsonRows(register, only: chosen, console)
            rowCount = rows.count + refusals.count
            try work.read(rows, refused: refusals)
        case .iati:
            var iati = try IATIImport(register, country: country, console)
            try iati.read(file)
            rowCount = iati.items
            try work.read(iati.rows, refused: iati.refusals)
            found = iati
        case .csv, .xlsx:
            guard let chosen else {
                throw CommandFailure(
                    .usage,
                    code: "usage",
                    console.say(
                        en: "say where the rows belong: --collection partners",
                        vi: "hãy nêu nhóm của các dòng: --collection partners"
                    )
                )
            }
            let (columns, named) = try columns(of: chosen, workspace, console)
            let table = ImportFile.TableOptions(
                encoding: encoding,
                delimiter: try delimiter.map { try TableDelimiter.read($0, console) },
                sheet: sheet,
                decimalSign: options.numberStyle == .vi ? "," : ".",
                columns: columns,
                named: named
            )
            let content = try file.tableContent(of: chosen, register, table, console)
            if !named.isEmpty, !dryRun {
                try ImportColumns.keep(columns, in: workspace.folder, for: chosen.id)
            }
            rowCount = content.rows.count + content.refusals.count
            notes = content.notes
            try work.read(content.rows, refused: content.refusals)
        }
        notes += work.notes + (found?.notes ?? [])
        let warnings = ImportWarnings(work, register, console)
        let name = dryRun ? nil : try work.save(file, rows: rowCount)
        report(work, rowCount, notes, found, warnings, name.map { $0.text }, console)
        return work.refusals.isEmpty ? .done : .failed
    }

    /// Refuses options that say nothing about files of this form.
    private func refuseVain(_ format: ImportFile.Format, _ console: Console) throws {
        let options: [(name: String, isGiven: Bool, forms: [ImportFile.Format])] = [
            ("--collection", collection != nil, [.csv, .xlsx, .jsonl]),
            ("--key", key != nil, [.csv, .xlsx, .jsonl]),
            ("--map", !map.isEmpty, [.csv, .xlsx]),
            ("--encoding", encoding != nil, [.csv]),
            ("--delimiter", delimiter != nil, [.csv]),
            ("--sheet", sheet != nil, [.xlsx]),
            ("--country", country != nil, [.iati]),
        ]
        let name = format.rawValue
        try TakenOptions.require(
            options.filter { $0.isGiven }.map { $0.name },
            among: options.filter { $0.forms.contains(format) }.map { $0.name },
            of: console.say(en: "the form \(name)", vi: "dạng \(name)"),
            console
        )
    }

    /// What columns mean, as was said now or before, and the headings that were named now.
    private func columns(
        of collection: CollectionDefinition,
        _ workspace: Workspace,
        _ console: Console
    ) throws -> (columns: [String: String], named: [String]) {
        var columns = ImportColumns.kept(in: workspace.folder, for: collection.id)
        var named: [String] = []
        for text in map {
            guard let sign = text.utf8.lastIndex(of: UInt8(ascii: "=")) else {
                throw CommandFailure(
                    .usage,
                    code: "usage",
                    console.say(en: "--map takes COLUMN=FIELD", vi: "--map cần CỘT=TRƯỜNG")
                )
            }
            let path = String(text[text.utf8.index(after: sign)...])
            if !path.utf8.isEmpty, !path.isSame(as: "ref") {
                _ = try FieldPath(path, in: collection, of: workspace.schema)
            }
            let heading = String(text[..<sign])
            columns[ImportColumns.key(heading)] = path
            named.append(heading)
        }
        return (columns, named)
    }

    /// Whether the row's record is not there: a dry run makes none, and gives none an id.
    private func willBe(_ row: TakenRow) -> Bool { dryRun && row.verdict == .created }

    private func json(_ row: TakenRow) -> JSONValue {
        .object([
            .init(key: "line", value: .integer(Int64(row.line))),
            .init(key: "verdict", value: .string(row.verdict.rawValue)),
            .init(key: "ref", value: willBe(row) ? .null : .string(row.ref)),
        ])
    }

    /// What became of each row that was taken.
    private func tell(_ rows: [TakenRow], _ console: Console) {
        for row in rows {
            let verdict =
                switch row.verdict {
                case .created: console.say(en: "created", vi: "tạo")
                case .changed: console.say(en: "changed", vi: "sửa")
                case .unchanged: console.say(en: "unchanged", vi: "không đổi")
                }
            let line = console.say(en: "line ", vi: "dòng ") + "\(row.line): "
            console.line(line + verdict + (willBe(row) ? "" : " " + row.ref))
        }
    }

    private func report(
        _ work: RecordImport,
        _ rows: Int,
        _ notes: [String],
        _ iati: IATIImport?,
        _ warnings: ImportWarnings,
        _ change: String?,
        _ console: Console
    ) {
        let (created, changed, unchanged) = (
            work.count(of: .created), work.count(of: .changed), work.count(of: .unchanged)
        )
        if console.isJSON {
            func number(_ key: String, _ value: Int) -> JSONValue.Member {
                .init(key: key, value: .integer(Int64(value)))
            }
            var members: [JSONValue.Member] = []
            if let iati {
                members = [
                    number("unchanged_activities", iati.unchanged),
                    number("elsewhere", iati.elsewhere),
                    .init(
                        key: "problems",
                        value: .array(iati.problems.map { $0.json(console) })
                    ),
                ]
            }
            if options.verbose {
                members.append(.init(key: "rows", value: .array(work.taken.map { json($0) })))
            }
            console.document(
                .object(
                    [
                        number("read", rows),
                        number("created", created),
                        number("changed", changed),
                        number("unchanged", unchanged),
                        .init(key: "refused", value: .array(work.refusals.map(\.json))),
                        .init(key: "notes", value: .array(notes.map { .string($0) })),
                        .init(key: "warnings", value: warnings.json),
                        .init(key: "change", value: change.map { .string($0) } ?? .null),
                        .init(key: "dry_run", value: .boolean(dryRun)),
                    ] + members
                )
            )
            return
        }
        if options.verbose { tell(work.taken, console) }
        for refusal in work.refusals.prefix(Self.refusalsShown) {
            let line = console.say(en: "line ", vi: "dòng ") + "\(refusal.line): "
            for fault in refusal.faults { console.line(line + printable(fault.message)) }
        }
        if work.refusals.count > Self.refusalsShown {
            let rest = work.refusals.count - Self.refusalsShown
            console.line(console.say(en: "and \(rest) more", vi: "và \(rest) dòng nữa"))
        }
        warnings.show()
        iati?.show(atMost: Self.refusalsShown)
        for note in notes { console.message(note) }
        console.line(
            console.say(
                en: "read \(rows), created \(created), changed \(changed), unchanged "
                    + "\(unchanged), refused \(work.refusals.count)",
                vi: "đã đọc \(rows), tạo \(created), sửa \(changed), không đổi "
                    + "\(unchanged), không nhận \(work.refusals.count)"
            )
        )
        if dryRun {
            console.message(console.say(en: "nothing was saved", vi: "chưa lưu gì"))
        } else if let change {
            console.message(
                console.say(
                    en: "take all of it back with: caunoi undo \(change)",
                    vi: "hủy toàn bộ lần nhập: caunoi undo \(change)"
                )
            )
        }
    }
}
