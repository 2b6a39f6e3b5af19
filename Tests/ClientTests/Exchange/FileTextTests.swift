import ClientExchange
import Testing

/// Texts of files: what they are in, and what is damaged.
@Suite struct FileTextTests {
    /// Bytes, what they are said to be in, and why they are no text.
    struct Broken: CustomTestStringConvertible, Sendable {
        let bytes: [UInt8]
        var encoding: TextEncoding?
        let error: FileTextError
        var testDescription: String { "\(error)" }
    }

    static let broken = [
        Broken(
            bytes: Array("tên\nĐà Nẵng ".utf8) + [0xFF] + Array("x".utf8),
            error: .damaged(line: 2, column: 9)
        ),
        // The end is cut off within a character.
        Broken(bytes: Array("Đà".utf8.dropLast()), error: .damaged(line: 1, column: 2)),
        Broken(bytes: [0xEF, 0xBB, 0xBF, 0x61, 0xE0], error: .damaged(line: 1, column: 2)),
        Broken(
            bytes: Array("a\nb".utf8) + [0xE0],
            encoding: .utf8,
            error: .doesNotFit(.utf8, line: 2)
        ),
        Broken(
            bytes: Array("a\n\n".utf8) + [0x81],
            encoding: .windows1258,
            error: .doesNotFit(.windows1258, line: 3)
        ),
        Broken(
            bytes: [0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0, 0xDC],
            encoding: .utf16,
            error: .doesNotFit(.utf16, line: 2)
        ),
        Broken(bytes: [0, 0, 0, 0], error: .unknown),
    ]

    @Test(arguments: broken)
    func `what is no text is refused, and told where`(_ broken: Broken) {
        #expect(throws: broken.error) {
            try FileText(broken.bytes, encoding: broken.encoding)
        }
    }

    @Test func `an encoding that is only guessed is told as such`() throws {
        // In Windows-1258 tones stand after their vowels.
        let bytes: [UInt8] = [0xD0, 0x61, 0xCC]
        let guessed = try FileText(bytes)
        #expect(guessed.text == "Đà" && guessed.encoding == .windows1258 && guessed.isGuess)
        #expect(try !FileText(bytes, encoding: .windows1258).isGuess)
        #expect(try !FileText(Array("Đà".utf8)).isGuess)
    }

    /// A table of which three rows are allowed.
    struct Table: CustomTestStringConvertible, Sendable {
        let text: String
        let isTooLong: Bool
        var testDescription: String { text }
    }

    static let tables = [
        Table(text: "a\nb\nc\nd\n", isTooLong: true),
        Table(text: "a\r\nb\r\nc\r\n", isTooLong: false),
        Table(text: "a\n\n\nb\n\n", isTooLong: false),
        // Lines within one cell are no rows.
        Table(text: "a\n\"1\n2\n3\n4\"\nb\n", isTooLong: false),
        Table(text: "a\n\"1\n2\"\nb\nc\n", isTooLong: true),
    ]

    @Test(arguments: tables)
    func `rows are counted before anything is made of them`(_ table: Table) throws {
        var limits = TableLimits()
        limits.rowsMax = 3
        var error: TableError?
        do throws(TableError) {
            try CSVReader.refuseTooManyRows(in: Array(table.text.utf8), limits: limits)
        } catch let found {
            error = found
        }
        let wanted: TableError? = table.isTooLong ? .tooManyRows(max: 3) : nil
        #expect(error == wanted)
    }
}
