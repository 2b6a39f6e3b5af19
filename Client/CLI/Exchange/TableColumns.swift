import ClientExchange
import Shared

/// The columns of a table: how they are called, and what each of them means in a collection.
struct TableColumns {
    private let headings: [String]
    private let meanings: [ColumnMeaning]
    private let collection: CollectionDefinition
    private let console: Console

    /// Columns with these headings, which mean what people have said or what they are called.
    ///
    /// `names` are those of the collection's fields.
    ///
    /// - Throws: `CommandFailure` where something was said of a column that is not there, where it is not
    ///   known what one holds, and where one would replace what another one holds.
    init(
        _ headings: [String],
        of collection: CollectionDefinition,
        _ schema: Schema,
        _ names: ColumnNames,
        _ options: ImportFile.TableOptions,
        _ console: Console
    ) throws {
        self.headings = headings.map { $0.onOneLine }
        self.collection = collection
        self.console = console
        try Self.require(options.named, among: headings, console)
        meanings = try Self.meanings(headings, names, options, console)
        try refuseRepeated(schema)
    }

    /// What a row under the headings says.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - faults: What is known to be wrong with it.
    /// - Returns: The row, with a fault for each cell that stands under no heading: nobody knows what it is.
    func row(_ row: TableRow, _ faults: [RowFault]) -> ImportRow {
        var cells: [(path: String, text: String)] = []
        var ref: String?
        for (cell, meaning) in zip(row.cells, meanings) {
            let text = cell.withoutBlanks
            guard !text.utf8.isEmpty else { continue }
            switch meaning {
            case .field(let path): cells.append((path, text))
            case .record:
                ref =
                    text.utf8.contains(UInt8(ascii: "/"))
                    ? text : collection.id + "/" + text
            case .nothing: break
            }
        }
        var result = ImportRow(
            line: row.line,
            collection: collection,
            ref: ref,
            content: .cells(cells)
        )
        result.faults = faults + surplus(of: row)
        return result
    }

    /// That a row is the sum of the others; nil for any other row.
    ///
    /// Only where the sum would be taken for a name, or stands where the rows are numbered.
    func refusalOfTotal(_ row: TableRow) -> RowRefusal? {
        guard let first = row.cells.firstIndex(where: { !$0.withoutBlanks.utf8.isEmpty }),
            meanings.indices.contains(first)
        else { return nil }
        let path = path(ofColumn: first)
        guard meanings[first] == .nothing || path.map({ isTitle($0) }) == true,
            TotalRow.isMade(of: row.cells[first...])
        else { return nil }
        return RowRefusal(
            line: row.line,
            field: path,
            console.say(
                en: "it looks like a total, not like a record",
                vi: "có vẻ là dòng tổng cộng, không phải hồ sơ"
            ),
            hint: console.say(
                en: "if it is one: caunoi add \(collection.id)",
                vi: "nếu đúng là hồ sơ: caunoi add \(collection.id)"
            )
        )
    }

    /// Whether a path is about what records are called.
    private func isTitle(_ path: String) -> Bool {
        guard let title = collection.titleField else { return false }
        return path.isSame(as: title.id) || path.utf8.starts(with: (title.id + ".").utf8)
    }

    /// Whether anything is made of a column, from 0; nobody knows what one beyond the headings is.
    func isRead(_ column: Int) -> Bool {
        !meanings.indices.contains(column) || meanings[column] != .nothing
    }

    /// What a column is about, as errors name it; nil where it is about nothing that is known.
    func path(ofColumn column: Int) -> String? {
        guard meanings.indices.contains(column) else { return nil }
        switch meanings[column] {
        case .field(let path): return path
        case .record: return "ref"
        case .nothing: return nil
        }
    }

    /// The cells of a row that stand under no heading.
    private func surplus(of row: TableRow) -> [RowFault] {
        row.cells.enumerated().dropFirst(headings.count).compactMap { place, cell in
            let text = cell.onOneLine
            guard !text.utf8.isEmpty else { return nil }
            return RowFault(
                console.say(
                    en: "cell \(place + 1), “\(text.beginning)”, stands under no heading: "
                        + "there are \(headings.count)",
                    vi: "ô thứ \(place + 1), “\(text.beginning)”, không thuộc cột nào: "
                        + "bảng có \(headings.count) cột"
                )
            )
        }
    }
}

// MARK: - Headings

extension TableColumns {
    /// Refuses what was said just now of columns that are not there.
    ///
    /// What was said for an earlier file may be of columns that only that one has.
    private static func require(
        _ named: [String],
        among headings: [String],
        _ console: Console
    ) throws {
        let keys = headings.map { ImportColumns.key($0) }
        let missing = named.filter { name in
            let key = ImportColumns.key(name)
            return !keys.contains { $0.isSame(as: key) }
        }
        guard !missing.isEmpty else { return }
        let absent = quoted(missing)
        let present = quoted(headings.filter { !$0.withoutBlanks.utf8.isEmpty })
        throw CommandFailure(
            .usage,
            code: "unknown_columns",
            console.say(
                en: "--map: the file has no column \(absent); nothing was imported",
                vi: "--map: tệp không có cột \(absent); chưa nhập gì"
            ),
            hint: console.say(en: "its columns are \(present)", vi: "các cột của tệp: \(present)")
        )
    }

    private static func meanings(
        _ headings: [String],
        _ names: ColumnNames,
        _ options: ImportFile.TableOptions,
        _ console: Console
    ) throws -> [ColumnMeaning] {
        var unknown: [String] = []
        var meanings: [ColumnMeaning] = []
        for heading in headings {
            let given = options.columns[ImportColumns.key(heading)]
            let meaning: ColumnMeaning?
            if let given, given.utf8.isEmpty {
                meaning = .nothing
            } else {
                meaning = names.meaning(of: given ?? heading)
            }
            if meaning == nil { unknown.append(heading.onOneLine) }
            meanings.append(meaning ?? .nothing)
        }
        guard unknown.isEmpty else {
            let list = quoted(unknown)
            throw CommandFailure(
                .usage,
                code: "unknown_columns",
                console.say(
                    en: "what these columns hold is not known: \(list); nothing was imported",
                    vi: "chưa rõ các cột này chứa gì: \(list); chưa nhập gì"
                ),
                hint: "--map '\(unknown[0])=FIELD', --map '\(unknown[0])=' "
                    + console.say(en: "to leave it out", vi: "để bỏ qua")
            )
        }
        return meanings
    }

    /// The texts in quotes; of many only the first.
    private static func quoted(_ texts: [String]) -> String {
        let list = texts.prefix(30).map { "“\($0.onOneLine)”" }.joined(separator: ", ")
        return texts.count > 30 ? list + ", …" : list
    }
}

// MARK: - Repeated columns

extension TableColumns {
    /// A column that says something of the record.
    private struct Column {
        let heading: String
        /// What it is about, with the language.
        let path: String
        let holdsOneValue: Bool

        /// Whether the other column is called the same.
        func isNamesake(of other: Column) -> Bool {
            ImportColumns.key(heading).isSame(as: ImportColumns.key(other.heading))
        }

        /// Whether what one of them holds would replace what the other holds, or was meant to be about
        /// something else.
        func isRepeated(by other: Column) -> Bool {
            path.isSame(as: other.path) && (holdsOneValue || isNamesake(of: other))
        }
    }

    private func refuseRepeated(_ schema: Schema) throws {
        var columns: [Column] = []
        for (heading, meaning) in zip(headings, meanings) {
            guard let found = try column(heading, meaning, schema) else { continue }
            if let first = columns.first(where: { $0.isRepeated(by: found) }) {
                throw repeated(first, found)
            }
            columns.append(found)
        }
    }

    /// Nil for a column that says nothing.
    private func column(
        _ heading: String,
        _ meaning: ColumnMeaning,
        _ schema: Schema
    ) throws -> Column? {
        switch meaning {
        case .field(let text):
            let path = try FieldPath(text, in: collection, of: schema)
            return Column(
                heading: heading,
                path: path.written(in: schema),
                holdsOneValue: path.holdsOneValue
            )
        case .record: return Column(heading: heading, path: "ref", holdsOneValue: true)
        case .nothing: return nil
        }
    }

    private func repeated(_ first: Column, _ second: Column) -> CommandFailure {
        let (one, other) = (first.heading, second.heading)
        if first.isNamesake(of: second) {
            return CommandFailure(
                .usage,
                code: "repeated_columns",
                console.say(
                    en: "two columns are called “\(other)”; nothing was imported",
                    vi: "hai cột cùng tên “\(other)”; chưa nhập gì"
                ),
                field: second.path,
                hint: console.say(
                    en: "give each a name of its own; one without a name is left out",
                    vi: "đặt tên riêng cho từng cột; cột không tên được bỏ qua"
                )
            )
        }
        return CommandFailure(
            .usage,
            code: "repeated_columns",
            console.say(
                en: "the columns “\(one)” and “\(other)” both mean \(second.path); "
                    + "nothing was imported",
                vi: "cột “\(one)” và “\(other)” cùng là \(second.path); chưa nhập gì"
            ),
            field: second.path,
            hint: "--map '\(other)=' " + console.say(en: "to leave it out", vi: "để bỏ qua")
        )
    }
}

extension String {
    /// The first of a long text.
    fileprivate var beginning: String {
        let scalars = unicodeScalars.prefix(60)
        return scalars.endIndex == unicodeScalars.endIndex ? self : String(scalars) + "…"
    }
}
