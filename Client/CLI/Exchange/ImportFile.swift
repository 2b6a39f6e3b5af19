import ClientExchange
import ClientSQLite
import CryptoAdapters
import Foundation
import Shared

/// A file that is to be imported: read whole, and taken apart into rows.
struct ImportFile {
    /// The forms that can be read.
    enum Format: String, CaseIterable {
        case csv, xlsx, jsonl, iati
    }

    /// The most bytes of a file.
    private static let bytesMax = 256 * 1024 * 1024

    /// Other ends of names that say what a file is.
    private static let endings: [String: Format] = [
        "json": .jsonl, "txt": .csv, "tsv": .csv, "xml": .iati, "xlsm": .xlsx,
    ]

    let path: String
    let format: Format
    let bytes: [UInt8]

    /// Reads the file; without `format` the end of its name decides.
    init(_ path: String, format: String?, _ console: Console) throws {
        self.path = path
        let name = (format ?? (path as NSString).pathExtension).lowercased()
        guard let known = Format(rawValue: name) ?? (format == nil ? Self.endings[name] : nil)
        else {
            throw CommandFailure(
                .usage,
                code: "unknown_format",
                console.say(
                    en: "the form \(name.utf8.isEmpty ? "of \(path)" : name) cannot be read",
                    vi: "không đọc được dạng \(name.utf8.isEmpty ? "của \(path)" : name)"
                ),
                hint: console.say(
                    en: "save it as .xlsx or .csv, or say --format csv, xlsx, jsonl or iati",
                    vi: "hãy lưu thành .xlsx hoặc .csv, hoặc nêu --format csv, xlsx, jsonl hay iati"
                )
            )
        }
        self.format = known
        let tooLarge = CommandFailure(
            code: "too_large",
            console.say(
                en: "\(path) has more than \(Self.bytesMax / 1024 / 1024) MB",
                vi: "\(path) lớn hơn \(Self.bytesMax / 1024 / 1024) MB"
            ),
            hint: console.say(en: "split it", vi: "hãy chia nhỏ tệp")
        )
        // A file tells its length before it is read; a pipe does not.
        let stated = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
        if let stated, stated > Self.bytesMax { throw tooLarge }
        bytes = try WholeFile.read(path, bytesMax: Self.bytesMax)
        guard bytes.count <= Self.bytesMax else { throw tooLarge }
    }
}

// MARK: - JSON lines

extension ImportFile {
    /// A line's bytes.
    private static let lineBytesMax = 4 * 1024 * 1024

    /// The rows of a file of JSON lines, and the lines that are none.
    func jsonRows(
        _ register: Register,
        only collection: CollectionDefinition?,
        _ console: Console
    ) -> (rows: [ImportRow], refusals: [RowRefusal]) {
        var rows: [ImportRow] = []
        var refusals: [RowRefusal] = []
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { continue }
            do throws(RowRefusal) {
                let row = try jsonRow(Array(line), index + 1, register, console)
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
        _ register: Register,
        _ console: Console
    ) throws(RowRefusal) -> ImportRow {
        let json: JSONValue
        do throws(JSONError) {
            let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            json = try JSONParser.parse(
                Array(bytes[start...]),
                limits: JSONLimits(bytesMax: Self.lineBytesMax)
            )
        } catch {
            throw RowRefusal(
                line: line,
                console.say(
                    en: "this is not JSON, from column \(error.column) on",
                    vi: "không phải JSON từ cột \(error.column)"
                )
            )
        }
        guard let name = json["collection"]?.string else {
            throw RowRefusal(
                line: line,
                console.say(en: "there is no collection", vi: "thiếu nhóm (collection)")
            )
        }
        guard let collection = register.schema.collection(id: name) else {
            let near = register.schema.nearestCollection(to: name)
            let hint = near.map { console.say(en: "; did you mean \($0)?", vi: "; có phải \($0)?") }
            throw RowRefusal(
                line: line,
                console.say(en: "there is no collection \(name)", vi: "không có nhóm \(name)")
                    + (hint ?? "")
            )
        }
        guard let fields = json["fields"], fields.object != nil else {
            throw RowRefusal(
                line: line,
                console.say(en: "there is no object fields", vi: "thiếu phần fields")
            )
        }
        let ref = json["ref"]?.string ?? json["id"]?.string.map { name + "/" + $0 }
        return ImportRow(line: line, collection: collection, ref: ref, content: .fields(fields))
    }
}
