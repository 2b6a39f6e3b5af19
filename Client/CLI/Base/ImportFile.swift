import ClientExchange
import ClientSQLite
import CryptoAdapters
import Foundation
import Shared

/// A file that is to be imported: read whole, and taken apart into rows.
struct ImportFile {
    /// The forms that can be read.
    enum Format: String, CaseIterable {
        case csv, jsonl
    }

    /// The most bytes of a file.
    private static let bytesMax = 256 * 1024 * 1024

    let path: String
    let format: Format
    let bytes: [UInt8]

    /// Reads the file; without `format` the end of its name decides.
    init(_ path: String, format: String?, _ console: Console) throws {
        self.path = path
        let name = (format ?? (path as NSString).pathExtension).lowercased()
        let known = name.isSame(as: "json") ? .jsonl : Format(rawValue: name)
        let isTable = name.isSame(as: "txt") || name.isSame(as: "tsv")
        guard let known = isTable && format == nil ? .csv : known else {
            throw CommandFailure(
                .usage,
                code: "unknown_format",
                console.say(
                    en: "the form \(name.utf8.isEmpty ? "of \(path)" : name) cannot be read",
                    vi: "không đọc được dạng \(name.utf8.isEmpty ? "của \(path)" : name)"
                ),
                hint: console.say(
                    en: "save it as CSV, or say --format csv or jsonl",
                    vi: "hãy lưu thành CSV, hoặc nêu --format csv hay jsonl"
                )
            )
        }
        self.format = known
        bytes = try WholeFile.read(path, bytesMax: Self.bytesMax)
        guard bytes.count <= Self.bytesMax else {
            throw CommandFailure(
                code: "too_large",
                console.say(
                    en: "\(path) has more than \(Self.bytesMax / 1024 / 1024) MB",
                    vi: "\(path) lớn hơn \(Self.bytesMax / 1024 / 1024) MB"
                ),
                hint: console.say(en: "split it", vi: "hãy chia nhỏ tệp")
            )
        }
    }
}

// MARK: - JSON lines

extension ImportFile {
    /// A line's bytes.
    private static let lineBytesMax = 4 * 1024 * 1024

    /// The rows of a file of JSON lines, and the lines that are none.
    func jsonRows(
        _ register: Register,
        only collection: CollectionDefinition?
    ) -> (rows: [ImportRow], refusals: [RowRefusal]) {
        var rows: [ImportRow] = []
        var refusals: [RowRefusal] = []
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { continue }
            do throws(RowRefusal) {
                let row = try jsonRow(Array(line), index + 1, register)
                if collection.map({ $0.number == row.collection.number }) ?? true {
                    rows.append(row)
                }
            } catch {
                refusals.append(error)
            }
        }
        return (rows, refusals)
    }

    private func jsonRow(
        _ bytes: [UInt8],
        _ line: Int,
        _ register: Register
    ) throws(RowRefusal) -> ImportRow {
        let json: JSONValue
        do throws(JSONError) {
            let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            json = try JSONParser.parse(
                Array(bytes[start...]),
                limits: JSONLimits(bytesMax: Self.lineBytesMax)
            )
        } catch {
            throw RowRefusal(line: line, "this is not JSON, from column \(error.column) on")
        }
        guard let name = json["collection"]?.string else {
            throw RowRefusal(line: line, "there is no collection")
        }
        guard let collection = register.schema.collection(id: name) else {
            let near = register.schema.nearestCollection(to: name)
            let hint = near.map { "; did you mean \($0)?" } ?? ""
            throw RowRefusal(line: line, "there is no collection \(name)" + hint)
        }
        guard let fields = json["fields"], fields.object != nil else {
            throw RowRefusal(line: line, "there is no object fields")
        }
        let ref = json["ref"]?.string ?? json["id"]?.string.map { name + "/" + $0 }
        return ImportRow(line: line, collection: collection, ref: ref, content: .fields(fields))
    }
}

// MARK: - Tables

extension ImportFile {
    /// How a table is read.
    struct TableOptions {
        var encoding: String?
        var delimiter: UInt8?
        /// What columns mean, by their headings; empty for nothing.
        var columns: [String: String] = [:]
    }

    /// The rows of a table whose first row names the columns.
    func tableRows(
        of collection: CollectionDefinition,
        _ register: Register,
        _ options: TableOptions,
        _ console: Console
    ) throws -> [ImportRow] {
        let text = try text(options.encoding, console)
        let table: [TableRow]
        do throws(TableError) {
            table = try CSVReader.rows(of: text, delimiter: options.delimiter)
        } catch {
            throw CommandFailure(code: "bad_table", "\(path): \(error.message(console))")
        }
        let meanings = try meanings(table[0].cells, collection, register, options, console)
        return table.dropFirst().map { row in
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
            return ImportRow(
                line: row.line,
                collection: collection,
                ref: ref,
                content: .cells(cells)
            )
        }
    }

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

    private func meanings(
        _ headings: [String],
        _ collection: CollectionDefinition,
        _ register: Register,
        _ options: TableOptions,
        _ console: Console
    ) throws -> [ColumnMeaning] {
        let names = ColumnNames(collection, register.schema)
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
            let list = unknown.map { "“\($0)”" }.joined(separator: ", ")
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

// MARK: - Columns that were explained

/// What people have said that columns of their tables mean, kept for the next import.
enum ImportColumns {
    private static let fileName = "import-columns.json"

    /// What headings are compared by.
    static func key(_ heading: String) -> String { foldedName(heading.onOneLine) }

    static func kept(in folder: String, for collection: String) -> [String: String] {
        guard let bytes = try? DurableFolder(folder).content(of: fileName, bytesMax: 1 << 20),
            let json = try? JSONParser.parse(bytes)
        else { return [:] }
        var result: [String: String] = [:]
        for member in json[collection]?.object ?? [] { result[member.key] = member.value.string }
        return result
    }

    static func keep(
        _ columns: [String: String],
        in folder: String,
        for collection: String
    ) throws {
        let durable = try DurableFolder(folder)
        let old = try durable.content(of: fileName, bytesMax: 1 << 20)
            .flatMap { try? JSONParser.parse($0) }
        var members = (old?.object ?? []).filter { !$0.key.isSame(as: collection) }
        let sorted = columns.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        let own = sorted.map { JSONValue.Member(key: $0.key, value: .string($0.value)) }
        members.append(.init(key: collection, value: .object(own)))
        try durable.replace(fileName, with: JSONWriter.bytes(.object(members), style: .pretty))
    }
}
