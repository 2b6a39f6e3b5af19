/// Writes a table for people's spreadsheets: RFC 4180 in UTF-8, with a byte order mark by which
/// LibreOffice and Excel know the encoding.
package struct CSVWriter {
    package private(set) var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
    private let delimiter: UInt8

    package init(delimiter: UInt8 = UInt8(ascii: ",")) { self.delimiter = delimiter }

    /// Writes one row; no cell of it is ever a formula.
    package mutating func append(_ cells: [String]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(delimiter) }
            append(SpreadsheetText.harmless(cell))
        }
        bytes += [0x0D, 0x0A]
    }

    private mutating func append(_ cell: String) {
        let isQuoted = cell.utf8.contains { byte in
            byte == delimiter || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
        }
        guard isQuoted || cell.utf8.first == 0x20 || cell.utf8.last == 0x20 else {
            bytes += cell.utf8
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in cell.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
