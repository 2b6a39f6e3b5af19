/// Reads tables in text: RFC 4180 as spreadsheets write it, with any delimiter and line ending.
package struct CSVReader {
    private let bytes: [UInt8]
    private let delimiter: UInt8
    private let limits: TableLimits
    private var index = 0
    private var line = 1

    /// The rows of a text that have anything in them.
    ///
    /// Without `delimiter`, the one that Excel names in a first line `sep=;` counts, or else the one that
    /// occurs most in the first row.
    package static func rows(
        of text: String,
        delimiter: UInt8? = nil,
        limits: TableLimits = TableLimits()
    ) throws(TableError) -> [TableRow] {
        var reader = Self.reader(of: Array(text.utf8), delimiter, limits)
        var rows: [TableRow] = []
        while let row = try reader.next() {
            if row.isEmpty { continue }
            guard rows.count < limits.rowsMax else { throw .tooManyRows(max: limits.rowsMax) }
            rows.append(row)
        }
        if rows.isEmpty { throw .empty }
        return rows
    }

    /// Refuses a file with too many rows before anything is made of it.
    ///
    /// - Parameters:
    ///   - bytes: The file; of one in UTF-16 nothing is known before it is decoded.
    ///   - delimiter: What parts cells; nil to find out.
    ///   - limits: How large a table may be.
    /// - Throws: ``TableError`` at the first row that is too much, or cannot be read.
    package static func refuseTooManyRows(
        in bytes: [UInt8],
        delimiter: UInt8? = nil,
        limits: TableLimits = TableLimits()
    ) throws(TableError) {
        guard bytes.count(where: { $0 == 0x0A || $0 == 0x0D }) > limits.rowsMax,
            !bytes.prefix(4096).contains(0)
        else { return }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var reader = Self.reader(of: Array(bytes[start...]), delimiter, limits)
        var count = 0
        while let row = try reader.next() {
            if row.isEmpty { continue }
            count += 1
            if count > limits.rowsMax { throw .tooManyRows(max: limits.rowsMax) }
        }
    }

    /// A reader that stands before the first row.
    private static func reader(
        of bytes: [UInt8],
        _ delimiter: UInt8?,
        _ limits: TableLimits
    ) -> CSVReader {
        var start = 0
        var sign = delimiter
        if let (named, end) = namedDelimiter(bytes) {
            sign = sign ?? named
            start = end
        }
        var reader = CSVReader(
            bytes: bytes,
            delimiter: sign ?? likelyDelimiter(bytes[start...]),
            limits: limits
        )
        reader.index = start
        reader.line = start > 0 ? 2 : 1
        return reader
    }

    private init(bytes: [UInt8], delimiter: UInt8, limits: TableLimits) {
        self.bytes = bytes
        self.delimiter = delimiter
        self.limits = limits
    }
}

// MARK: - Rows

extension CSVReader {
    private mutating func next() throws(TableError) -> TableRow? {
        guard index < bytes.count else { return nil }
        let start = line
        var cells: [String] = []
        while true {
            cells.append(try cell())
            if cells.count > limits.columnsMax {
                throw .tooManyColumns(line: start, max: limits.columnsMax)
            }
            guard index < bytes.count else { break }
            let byte = bytes[index]
            index += 1
            if byte == delimiter { continue }
            if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
            line += 1
            break
        }
        return TableRow(line: start, cells: cells)
    }

    /// Reads up to the delimiter or the end of the row.
    private mutating func cell() throws(TableError) -> String {
        let start = line
        var content: [UInt8] = []
        if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
            try readQuoted(into: &content)
        }
        // What stands after the closing quote is kept: others write such files.
        while index < bytes.count {
            let byte = bytes[index]
            if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
            content.append(byte)
            index += 1
            if content.count > limits.cellBytesMax { throw tooLong(start) }
        }
        return SpreadsheetText.original(of: String(decoding: content, as: UTF8.self))
    }

    private mutating func readQuoted(into content: inout [UInt8]) throws(TableError) {
        let start = line
        index += 1
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\"") {
                guard index < bytes.count, bytes[index] == byte else { return }
                index += 1
            }
            if byte == 0x0D {
                // A line feed ends lines within a cell, however the file ends its own.
                if index < bytes.count, bytes[index] == 0x0A { continue }
                content.append(0x0A)
                line += 1
            } else {
                if byte == 0x0A { line += 1 }
                content.append(byte)
            }
            if content.count > limits.cellBytesMax { throw tooLong(start) }
        }
        throw .openQuote(line: start)
    }

    private func tooLong(_ line: Int) -> TableError {
        .cellTooLong(line: line, bytesMax: limits.cellBytesMax)
    }
}

// MARK: - Delimiters

extension CSVReader {
    /// The delimiter of a first line `sep=;`, and where the next line begins.
    private static func namedDelimiter(_ bytes: [UInt8]) -> (sign: UInt8, end: Int)? {
        guard bytes.count > 4, bytes[..<4].elementsEqual("sep=".utf8) else { return nil }
        var end = 5
        if end < bytes.count, bytes[end] == 0x0D { end += 1 }
        guard end == bytes.count || bytes[end] == 0x0A else { return nil }
        return (bytes[4], min(end + 1, bytes.count))
    }

    /// What occurs most in the first row, outside of quotes; the comma where nothing does.
    private static func likelyDelimiter(_ bytes: ArraySlice<UInt8>) -> UInt8 {
        let signs = [",", ";", "\t", "|"].compactMap { $0.utf8.first }
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0A || byte == 0x0D, !counts.isEmpty { break }
            if signs.contains(byte) { counts[byte, default: 0] += 1 }
        }
        var best = UInt8(ascii: ",")
        for sign in signs where counts[sign, default: 0] > counts[best, default: 0] { best = sign }
        return best
    }
}
