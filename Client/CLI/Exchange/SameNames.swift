import Shared

/// The new records of a file that are called alike, where nothing tells whether they are one.
struct SameNames {
    /// Rows that each make a record of one name.
    struct Group {
        let rows: [TakenRow]
        /// The field that holds the name, with its language: `title.vi`.
        let path: String
        let name: String

        /// For programs, which find it by this among other warnings.
        static let check = "same_name"

        /// What it says to people, with how the rows are made one record.
        func message(_ console: Console) -> String {
            let lines = rows.map { "\($0.line)" }.listed()
            let shown = printable(name)
            return console.say(
                en: "lines \(lines): each makes a record called “\(shown)”; if they are one, "
                    + "--key \(path) takes the first and refuses the others",
                vi: "dòng \(lines): mỗi dòng tạo một hồ sơ cùng tên “\(shown)”; nếu chỉ là một hồ "
                    + "sơ, --key \(path) chỉ nhận dòng đầu và từ chối các dòng sau"
            )
        }
    }

    /// A name as it is written to a record.
    private struct Name: Hashable {
        let collection: UInt16
        let key: CellKey
        let text: String
    }

    private var rows: [Name: [TakenRow]] = [:]
    /// The fields of the names, and the names in the order in which they were met.
    private var paths: [Name: String] = [:]
    private var names: [Name] = []

    /// Notes a row that makes a record.
    ///
    /// - Parameters:
    ///   - row: The row, as it was taken.
    ///   - cells: What it writes.
    ///   - collection: The record's.
    mutating func add(
        _ row: TakenRow,
        _ cells: [Draft.Cell],
        of collection: CollectionDefinition
    ) {
        guard let title = collection.titleField else { return }
        for cell in cells where cell.key.field == title.number {
            guard let value = cell.value,
                case .text(let text) = FieldValue(cell: value, type: .text)
            else { continue }
            let name = Name(collection: collection.number, key: cell.key, text: text)
            if rows[name] == nil {
                let language = String(decoding: cell.key.sub, as: UTF8.self)
                paths[name] = language.utf8.isEmpty ? title.id : title.id + "." + language
                names.append(name)
            }
            rows[name, default: []].append(row)
        }
    }

    /// The names that several rows have, each once: also where the rows have it in several languages.
    var groups: [Group] {
        var told: Set<[Int]> = []
        return names.compactMap { name in
            guard let rows = rows[name], rows.count > 1, let path = paths[name],
                told.insert(rows.map { $0.line }).inserted
            else { return nil }
            return Group(rows: rows, path: path, name: name.text)
        }
    }
}
