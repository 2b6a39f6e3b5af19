import ArgumentParser
import ProgramText
import Shared

struct ListCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: HelpText.say(
            en: "List the records of a collection.",
            vi: "Liệt kê hồ sơ của một nhóm."
        ),
        discussion: HelpText.discussion(
            en: """
                OP is one of = != < <= > >= ~ has. Dates compare by their earliest day, money and \
                quantities by amount, text without case and marks, references by REF or name; ~ \
                looks for a part of the text, has for an element of a set, a past state, or a day \
                within a period. Several conditions must all hold. --sort=-FIELD turns the order \
                round.
                """,
            vi: """
                OP là một trong = != < <= > >= ~ has. Ngày so theo ngày sớm nhất, tiền và số lượng \
                theo con số, chữ không phân biệt hoa thường và dấu, tham chiếu theo REF hoặc tên; \
                ~ tìm một phần của chữ, has tìm một phần tử của tập, một trạng thái đã qua hoặc \
                một ngày trong khoảng. Nhiều điều kiện thì phải đúng cả. --sort=-FIELD đảo thứ tự.
                """,
            examples: "caunoi list agreements --where 'valid_until < 2027-01-01' --sort valid_until"
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(
            HelpText.say(
                en: "The collection, for example agreements.",
                vi: "Nhóm, ví dụ agreements."
            )
        )
    ) var collection: String

    @Option(
        name: .customLong("where"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            HelpText.say(en: "Only records that meet this.", vi: "Chỉ hồ sơ thỏa điều kiện này."),
            valueName: "field op value"
        )
    )
    var conditions: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            HelpText.say(
                en: "The field to sort by, or its name with - in front.",
                vi: "Trường để sắp xếp; thêm - phía trước để đảo thứ tự."
            )
        )
    )
    var sort: String?

    @Option(
        help: ArgumentHelp(
            HelpText.say(en: "At most so many records.", vi: "Nhiều nhất bấy nhiêu hồ sơ.")
        )
    ) var limit: Int?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "Fields to show, parted by commas.",
                vi: "Các trường cần hiện, cách nhau bằng dấu phẩy."
            )
        )
    ) var columns: String?
    @Flag(
        help: ArgumentHelp(
            HelpText.say(en: "The deleted records instead.", vi: "Các hồ sơ đã xóa.")
        )
    ) var deleted = false

    func perform(_ console: Console) throws -> ExitStatus {
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language, telling: console)
        let collection = try register.collection(collection)
        if let limit, limit < 0 {
            throw CommandFailure(
                .usage,
                code: "usage",
                console.say(en: "--limit takes a number", vi: "--limit cần một số")
            )
        }
        let conditions = try conditions.map {
            try ListCondition($0, in: collection, of: register, style: options.numberStyle)
        }
        let order = try order(in: collection, register)
        let shownColumns = try shownColumns(of: collection, register)
        let reader = ListReader(register: register)
        let selection = ListSelection(conditions: conditions, order: order, deleted: deleted)
        let sorted = selection.records(of: collection, reader)
        let listed = sorted.prefix(limit ?? .max).compactMap { register.view($0) }
        if console.isJSON {
            console.document(
                .object([
                    .init(key: "collection", value: .string(collection.id)),
                    .init(key: "total", value: .unsigned(UInt64(sorted.count))),
                    .init(key: "records", value: .array(listed.map { register.json($0) })),
                ])
            )
            var shown = ShownCandidates(workspace)
            for view in listed { shown.note(view) }
            shown.save()
        } else {
            show(listed, of: sorted.count, shownColumns, reader, console)
        }
        return .done
    }

    private func order(
        in collection: CollectionDefinition,
        _ register: Register
    ) throws -> ListSorting {
        guard var name = sort else { return ListSorting(column: nil, isDescending: false) }
        let isDescending = name.utf8.first == UInt8(ascii: "-")
        if isDescending { name.unicodeScalars.removeFirst() }
        let column = try ListColumn(name, in: collection, of: register.schema)
        return ListSorting(column: column, isDescending: isDescending)
    }

    private func shownColumns(
        of collection: CollectionDefinition,
        _ register: Register
    ) throws -> [(name: String, column: ListColumn)] {
        guard let columns else { return ListColumn.standard(of: collection) }
        let names = columns.utf8.split(separator: UInt8(ascii: ","))
            .map { String(decoding: Array($0).filter { $0 != 0x20 }, as: UTF8.self) }
        let own = try names.filter { !$0.isSame(as: "ref") }.map { name in
            (name: name, column: try ListColumn(name, in: collection, of: register.schema))
        }
        return [("ref", .ref)] + own
    }

    private func show(
        _ views: [RecordView],
        of total: Int,
        _ columns: [(name: String, column: ListColumn)],
        _ reader: ListReader,
        _ console: Console
    ) {
        guard !views.isEmpty else {
            console.message(console.say(en: "no records", vi: "không có bản ghi nào"))
            return
        }
        let titles = columns.map { printable($0.column.title($0.name, in: console.language)) }
        var table = ListTable(titles: titles)
        var isAnyDisputed = false
        for view in views {
            table.append(
                columns.map { name, column in
                    let width = ListTable.cellWidthMax
                    let text = reader.text(of: column, in: view, widthMax: width)
                    let isDisputed = column.isDisputed(in: view)
                    isAnyDisputed = isAnyDisputed || isDisputed
                    return isDisputed ? text + " (!)" : text
                }
            )
        }
        table.show(console, hidingEmpty: self.columns == nil)
        if isAnyDisputed {
            console.message(
                console.say(
                    en: "(!) disputed: caunoi conflicts",
                    vi: "(!) còn khác nhau: caunoi conflicts"
                )
            )
        }
        if views.count < total {
            console.message(
                console.say(en: "\(views.count) of \(total)", vi: "\(views.count) trong \(total)")
            )
        }
    }
}

extension ListColumn {
    /// Whether people have to choose among values of this column.
    func isDisputed(in view: RecordView) -> Bool {
        switch self {
        case .id: return false
        case .label:
            guard let collection = view.collection else { return false }
            return collection.label.compactMap { collection.field(number: $0) }.contains { field in
                ListColumn.field(field, language: nil, part: nil).isDisputed(in: view)
            }
        case .ref, .life: return view.life.isDisputed
        case .field(let field, let language, _):
            let path = field.id + (language.map { "." + $0 } ?? "")
            return view.conflicts.contains { conflict in
                conflict.path.isSame(as: path)
                    || conflict.path.utf8.starts(with: (path + ".").utf8)
            }
        }
    }
}
