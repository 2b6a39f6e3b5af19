import ClientExchange
import Testing

/// How the numbers of a sheet become texts.
@Suite struct SheetTests {
    struct Format: CustomTestStringConvertible, Sendable {
        let code: String
        let meaning: CellFormat
        var testDescription: String { code }
    }

    static let formats = [
        Format(code: "General", meaning: .number),
        Format(code: "0.00", meaning: .number),
        Format(code: "#,##0;[Red]-#,##0", meaning: .number),
        Format(code: "dd/mm/yyyy", meaning: .date(.day)),
        Format(code: "[$-1042A]d \\t\\h\\á\\n\\g m, yyyy", meaning: .date(.day)),
        Format(code: "m/yyyy", meaning: .date(.month)),
        Format(code: "mmm\\-yy;@", meaning: .date(.month)),
        Format(code: "yyyy", meaning: .date(.year)),
        Format(code: "hh:mm", meaning: .number),
        Format(code: "#,##0 [$€-407]", meaning: .money("EUR")),
        Format(code: "#,##0 \"VND\"", meaning: .money("VND")),
        Format(code: "#,##0 \"₫\"", meaning: .money("VND")),
        Format(code: "$#,##0.00", meaning: .money("USD")),
        Format(code: "#,##0 \"người\"", meaning: .number),
        Format(code: "\"năm\" 0", meaning: .number),
    ]

    @Test(arguments: formats)
    func `a format says what the number is`(_ format: Format) {
        #expect(CellFormat(code: format.code) == format.meaning)
    }

    struct Number: CustomTestStringConvertible, Sendable {
        let raw: String
        var format: CellFormat = .number
        var sign = "."
        var isFrom1904 = false
        let text: String
        var testDescription: String { "\(raw) \(format)" }
    }

    static let numbers = [
        Number(raw: "136000", text: "136000"),
        Number(raw: "1.36E5", text: "136000"),
        Number(raw: "0.1", text: "0.1"),
        Number(raw: "0.1", sign: ",", text: "0,1"),
        Number(raw: "0.30000000000000004", text: "0.3"),
        Number(raw: "2400000.5", text: "2400000.5"),
        // Three digits behind the sign would be thousands to others.
        Number(raw: "1.234", text: "1.2340"),
        Number(raw: "-737", text: "-737"),
        Number(raw: "-0.5", text: "-0.5"),
        Number(raw: "0", text: "0"),
        Number(raw: "1E-7", text: "0.0000001"),
        Number(raw: "123456789012345678", text: "123456789012346000"),
        Number(raw: "61000000000", format: .money("VND"), text: "61000000000 VND"),
        Number(raw: "45558", format: .date(.day), text: "2024-09-23"),
        Number(raw: "45558.75", format: .date(.day), text: "2024-09-23"),
        Number(raw: "45536", format: .date(.month), text: "2024-09"),
        Number(raw: "45292", format: .date(.year), text: "2024"),
        Number(raw: "1", format: .date(.day), text: "1900-01-01"),
        Number(raw: "59", format: .date(.day), text: "1900-02-28"),
        Number(raw: "61", format: .date(.day), text: "1900-03-01"),
        Number(raw: "44096", format: .date(.day), isFrom1904: true, text: "2024-09-23"),
        Number(raw: "0.5", format: .date(.day), text: "0.5"),
        Number(raw: "1998", format: .date(.year), text: "1905"),
        Number(raw: "x", text: "x"),
        Number(raw: "1e999", text: "1e999"),
    ]

    @Test(arguments: numbers)
    func `a number is written as people see it`(_ number: Number) {
        let writer = CellNumber(isFrom1904: number.isFrom1904, decimalSign: number.sign)
        #expect(writer.text(number.raw, number.format) == number.text)
    }

    @Test func `escaped characters of shared texts come back`() {
        #expect("a_x000D__x000A_b_x0041__x_xZZZZ_".withoutEscapes == "a\nbA_x_xZZZZ_")
    }

    @Test(arguments: [
        ("A1", 0, 1), ("Z9", 25, 9), ("AA10", 26, 10), ("AB7", 27, 7), ("ZZ3", 701, 3),
        ("AAA3", 702, 3), ("XFD1048576", 16_383, 1_048_576),
    ])
    func `a cell's name says where it stands`(name: String, column: Int, line: Int) throws {
        let place = try #require(CellPlace(name))
        #expect(place == CellPlace(column: column, line: line))
        #expect(place.name == name)
    }

    @Test(arguments: ["", "A", "7", "A0", "a1", "A-1", "A1B", "Ă1", "A1:B2", "ZZZZZZ1"])
    func `what is no cell's name is told apart`(_ name: String) {
        #expect(CellPlace(name) == nil)
    }

    @Test(arguments: ["B4", "B4:", ":B4", "B4:B4", "B9:B4", "C4:B4", "B4:B9:B10", "B4:X"])
    func `what is no range of several cells is told apart`(_ name: String) {
        #expect(CellRange(name) == nil)
    }

    @Test func `what stands in merged cells is about each of their rows`() {
        let rows = [
            TableRow(line: 1, cells: ["title"]),
            TableRow(line: 3, cells: ["name", "donor", "note"]),
            TableRow(line: 4, cells: ["one", "Lyon"]), TableRow(line: 5, cells: ["two"]),
            TableRow(line: 7, cells: ["three", "unseen", "n"]),
            TableRow(line: 8, cells: ["four", "", "x", "unseen"]),
        ]
        let merged = ["A1:C1", "B2:B4", "C8:D8", "B4:B7", "B7:B8", "B20:B22"]
            .compactMap { CellRange($0) }
        var sheet = Workbook.Sheet(name: "S", rows: rows, merged: merged)
        let found = sheet.spreadMerged(below: 3)
        // Of two that overlap the first counts; titles, headings and empty rows stay as they are.
        #expect(found.map { $0.name } == ["B4:B7", "C8:D8"])
        let cells = sheet.rows.map { $0.cells }
        #expect(
            cells == [
                ["title"], ["name", "donor", "note"], ["one", "Lyon"], ["two", "Lyon"],
                ["three", "Lyon", "n"], ["four", "", "x", ""],
            ]
        )
        #expect(sheet.rows.map { $0.line } == rows.map { $0.line })
    }

    @Test(arguments: [nil, "#REF!"])
    func `a merged cell that is not known is so in each of its rows`(error: String?) {
        let cell = UnknownCell(CellPlace(column: 1, line: 2), error: error)
        var sheet = Workbook.Sheet(
            name: "S",
            rows: [
                TableRow(line: 1, cells: ["name", "donor"]), TableRow(line: 2, cells: ["one"]),
                TableRow(line: 3, cells: ["two"]), TableRow(line: 4, cells: ["three"]),
            ],
            merged: ["B2:B3"].compactMap { CellRange($0) },
            unknown: [2: [cell]]
        )
        #expect(sheet.spreadMerged(below: 1).count == 1)
        #expect(sheet.unknown == [2: [cell], 3: [cell]])
    }

    @Test func `what is no workbook is told apart`() {
        #expect(throws: WorkbookError.damaged) { try Workbook([]) }
        #expect(throws: WorkbookError.notAWorkbook) { try Workbook(Array("a;b".utf8)) }
        #expect(throws: WorkbookError.damaged) {
            try Workbook(Array("PK\u{3}\u{4}xxxxxxxxxxxx".utf8))
        }
        #expect(throws: WorkbookError.oldOrLocked) {
            try Workbook([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0])
        }
    }

    @Test func `labels are broken at spaces and cut at the third line`() {
        #expect(ChartDrawing.lines("a b c", 3) == ["a b", "c"])
        #expect(ChartDrawing.lines("", 3) == [])
        #expect(ChartDrawing.lines("một hai ba bốn năm", 4) == ["một", "hai", "ba…"])
        #expect(ChartDrawing.lines("dàilắmrồi", 4) == ["dài…"])
    }
}
