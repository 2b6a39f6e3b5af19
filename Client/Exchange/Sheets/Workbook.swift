import Shared

/// Reads a sheet of a workbook (.xlsx; ECMA-376) as the table that people see in it.
///
/// Dates and amounts come as they are shown: a day as `2024-09-23`, a month as `2024-09`, an amount with the
/// currency of its cell. Of formulas the result counts that was last computed; where none was stored, or an
/// error, the cell is named, since nobody knows what it says.
package struct Workbook {
    private let archive: WorkbookArchive
    private let list: SheetList
    private let texts: [String]
    private let formats: [CellFormat]

    package init(_ bytes: [UInt8]) throws(WorkbookError) {
        archive = try WorkbookArchive(bytes)
        let parts = try archive.parts { Self.common.contains($0) }
        list = SheetList()
        for name in [Self.main, Self.relations] {
            guard let part = parts[name] else { throw .badPart(name) }
            try Self.read(part, name, to: list)
        }
        let texts = SharedTexts()
        if let part = parts[Self.sharedTexts] { try Self.read(part, Self.sharedTexts, to: texts) }
        self.texts = texts.texts
        let styles = CellStyles()
        if let part = parts[Self.styles] { try Self.read(part, Self.styles, to: styles) }
        formats = styles.formats
    }

    private static let main = "xl/workbook.xml"
    private static let relations = "xl/_rels/workbook.xml.rels"
    private static let sharedTexts = "xl/sharedStrings.xml"
    private static let styles = "xl/styles.xml"
    private static let common = [main, relations, sharedTexts, styles]

    private static func read(
        _ part: [UInt8],
        _ name: String,
        to handler: any XMLHandler
    ) throws(WorkbookError) {
        do throws(XMLError) {
            try XMLReader.read(part, to: handler)
        } catch {
            throw .badPart(name)
        }
    }

    /// The sheet of this name; without a name, the first one that is visible and not empty.
    ///
    /// `decimalSign` is what the reader of the texts takes for one: `,` or `.`.
    package func sheet(
        named wanted: String?,
        decimalSign: String,
        limits: TableLimits = TableLimits()
    ) throws(WorkbookError) -> Sheet {
        if let wanted {
            let key = foldedName(wanted)
            guard let named = list.sheets.first(where: { foldedName($0.name).isSame(as: key) })
            else { throw .noSheet(wanted, others: list.sheets.map { $0.name }) }
            guard let sheet = try read(named, decimalSign, limits) else { throw .table(.empty) }
            return sheet
        }
        for visible in list.sheets where visible.isVisible {
            if let sheet = try read(visible, decimalSign, limits) { return sheet }
        }
        throw .table(.empty)
    }

    /// The sheet's table; nil where nothing is in it.
    private func read(
        _ sheet: SheetList.Sheet,
        _ decimalSign: String,
        _ limits: TableLimits
    ) throws(WorkbookError) -> Sheet? {
        // Charts and macros are sheets too, elsewhere in the archive: they have no rows.
        guard let target = list.targets[sheet.relation], target.contains("worksheets/") else {
            return nil
        }
        let path = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
        guard let part = try archive.parts({ $0 == path })[path] else { throw .badPart(path) }
        let handler = SheetRows(
            texts: texts,
            formats: formats,
            number: CellNumber(isFrom1904: list.isFrom1904, decimalSign: decimalSign),
            limits: limits
        )
        try Self.read(part, path, to: handler)
        if let error = handler.error { throw .table(error) }
        if handler.rows.isEmpty { return nil }
        return Sheet(
            name: sheet.name,
            rows: handler.rows,
            others: list.sheets.map { $0.name }.filter { $0 != sheet.name },
            merged: handler.merged,
            unknown: handler.unknown
        )
    }
}
