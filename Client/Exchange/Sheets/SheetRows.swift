/// Takes in the rows of a sheet.
final class SheetRows: XMLHandler {
    private let texts: [String]
    private let formats: [CellFormat]
    private let number: CellNumber
    private let limits: TableLimits

    private(set) var rows: [TableRow] = []
    private(set) var merged: [CellRange] = []
    /// The cells that show an error, and those whose formulas have no stored result, by their lines.
    private(set) var unknown: [Int: [UnknownCell]] = [:]
    private(set) var error: TableError?
    private var line = 0
    private var cells: [String] = []
    /// The place of the cell that is read, from 0.
    private var column = -1
    private var kind = "n"
    private var style = 0
    private var content = ""
    private var isContent = false
    private var hasFormula = false
    private var hasValue = false
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
            column = -1
        case "c":
            let place = attributes.value("r").flatMap { CellPlace($0) }
            column = place?.column ?? column + 1
            kind = attributes.value("t") ?? "n"
            style = attributes.value("s").flatMap { Int($0) } ?? 0
            content = ""
            hasFormula = false
            hasValue = false
        case "f": hasFormula = true
        case "v":
            isContent = true
            hasValue = true
        case "rPh": phonetic += 1
        case "t": isContent = kind == "inlineStr" && phonetic == 0
        case "mergeCell":
            if let range = attributes.value("ref").flatMap({ CellRange($0) }),
                range.first.column < limits.columnsMax
            {
                merged.append(range)
            }
        default: break
        }
    }

    func end(_ name: String) {
        guard error == nil else { return }
        switch name.localName {
        case "v", "t": isContent = false
        case "rPh": phonetic -= 1
        case "c":
            if isUncomputed {
                noteUnknown(error: nil)
            } else if kind == "e", !content.isEmpty {
                noteUnknown(error: content)
            } else {
                place(text)
            }
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

    /// Whether the cell's formula has no stored result: text may be empty, numbers are never.
    private var isUncomputed: Bool {
        hasFormula && content.isEmpty && !(kind == "str" && hasValue)
    }

    private func noteUnknown(error shown: String?) {
        let place = CellPlace(column: column, line: line)
        unknown[line, default: []].append(UnknownCell(place, error: shown))
        if unknown.count > limits.rowsMax { error = .tooManyRows(max: limits.rowsMax) }
    }
}
