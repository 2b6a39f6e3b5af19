/// Takes in the rows of a sheet.
final class SheetRows: XMLHandler {
    private let texts: [String]
    private let formats: [CellFormat]
    private let number: CellNumber
    private let limits: TableLimits

    private(set) var rows: [TableRow] = []
    private(set) var error: TableError?
    private var line = 0
    private var cells: [String] = []
    private var column = 0
    private var kind = "n"
    private var style = 0
    private var content = ""
    private var isContent = false
    private var phonetic = 0

    init(
        texts: [String],
        formats: [CellFormat],
        number: CellNumber,
        limits: TableLimits
    ) {
        self.texts = texts
        self.formats = formats
        self.number = number
        self.limits = limits
    }

    func start(_ name: String, _ attributes: [XMLAttribute], line: Int) {
        guard error == nil else { return }
        switch name.localName {
        case "row":
            self.line = attributes.value("r").flatMap { Int($0) } ?? self.line + 1
            cells = []
        case "c":
            let place = attributes.value("r").flatMap { Self.column($0) }
            column = place ?? cells.count
            kind = attributes.value("t") ?? "n"
            style = attributes.value("s").flatMap { Int($0) } ?? 0
            content = ""
        case "v": isContent = true
        case "rPh": phonetic += 1
        case "t": isContent = kind == "inlineStr" && phonetic == 0
        default: break
        }
    }

    func end(_ name: String) {
        guard error == nil else { return }
        switch name.localName {
        case "v", "t": isContent = false
        case "rPh": phonetic -= 1
        case "c": place(text)
        case "row":
            let row = TableRow(line: line, cells: cells)
            if row.isEmpty { return }
            if rows.count >= limits.rowsMax { return error = .tooManyRows(max: limits.rowsMax) }
            rows.append(row)
        default: break
        }
    }

    func text(_ text: String) {
        guard isContent, error == nil else { return }
        content += text
        if content.utf8.count > limits.cellBytesMax {
            error = .cellTooLong(line: line, bytesMax: limits.cellBytesMax)
        }
    }

    /// What the cell says, as text.
    private var text: String {
        switch kind {
        case "s":
            guard let index = Int(content), texts.indices.contains(index) else { return "" }
            return texts[index]
        case "inlineStr", "str": return content.withoutEscapes
        case "b": return content == "1" ? "yes" : content.isEmpty ? "" : "no"
        case "d": return String(content.prefix(10))
        case "e": return content
        default:
            if content.isEmpty { return "" }
            return number.text(content, formats.indices.contains(style) ? formats[style] : .number)
        }
    }

    private func place(_ text: String) {
        guard !text.isEmpty else { return }
        guard column < limits.columnsMax else {
            return error = .tooManyColumns(line: line, max: limits.columnsMax)
        }
        while cells.count <= column { cells.append("") }
        cells[column] = text
    }

    /// The place of the column in a cell's name: 0 for `A7`, 27 for `AB7`.
    private static func column(_ name: String) -> Int? {
        var result = 0
        for byte in name.utf8 {
            guard (0x41...0x5A).contains(byte) else { break }
            result = result * 26 + Int(byte - 0x40)
            if result > 1_000_000 { return nil }
        }
        return result > 0 ? result - 1 : nil
    }
}
