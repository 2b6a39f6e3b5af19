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

    @Test func `what is no workbook is told apart`() {
        #expect(throws: WorkbookError.damaged) { try Workbook([]) }
        #expect(throws: WorkbookError.damaged) { try Workbook(Array("a;b".utf8)) }
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
