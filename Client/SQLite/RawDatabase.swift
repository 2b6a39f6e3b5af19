import Shared

/// The rows that lie on a database file's pages, read without its tables of contents.
///
/// For files whose roots are damaged. Source: the SQLite file format (sqlite.org/fileformat2.html),
/// sections 1.5, 1.6, 2.1 and 4.2.
struct RawDatabase {
    /// One column of a row.
    enum Value: Equatable {
        case null
        case integer(Int64)
        case bytes(ArraySlice<UInt8>)
        /// Text, a floating-point number: nothing that is looked for.
        case other
    }

    /// A row with its row id, which rows of trees without row ids do not have.
    struct Row {
        let rowID: Int64?
        let values: [Value]
    }

    private static let columnsMax = 32
    private static let payloadMax = 8 * 1024 * 1024

    private let pageSize: Int
    /// By their numbers, from 1 on.
    private var pages: [Int: ArraySlice<UInt8>] = [:]
    private let pageCount: Int

    /// A database file, and the log beside it.
    init(_ file: [UInt8], log: [UInt8]) {
        var size = 4096
        if file.count >= 100 {
            let stated = Int(file[16]) << 8 | Int(file[17])
            if stated >= 512, stated & (stated - 1) == 0 { size = stated }
        }
        pageSize = size
        var count = file.count / size
        for number in 0..<count {
            pages[number + 1] = file[(number * size)..<((number + 1) * size)]
        }
        // A log's frames: 24 bytes about the page, and the page.
        var start = 32
        while log.count >= 32, start + 24 + size <= log.count {
            let frame = log[start...]
            if frame[(start + 8)..<(start + 16)] == log[16..<24] {
                let number = Int(Self.word(frame, at: 0))
                pages[number] = log[(start + 24)..<(start + 24 + size)]
                count = max(count, number)
            }
            start += 24 + size
        }
        pageCount = count
    }

    /// Visits every row on every page that holds any, in the order of the pages.
    func forEachRow(_ visit: (Row) -> Void) {
        guard pageCount > 0 else { return }
        for number in 1...pageCount {
            guard let page = pages[number] else { continue }
            let header = number == 1 ? 100 : 0
            switch Self.byte(page, at: header) {
            case 0x0A: visitCells(page, header, cells: 8, skipping: 0, hasRowID: false, visit)
            case 0x02: visitCells(page, header, cells: 12, skipping: 4, hasRowID: false, visit)
            case 0x0D: visitCells(page, header, cells: 8, skipping: 0, hasRowID: true, visit)
            default: break
            }
        }
    }

    private func visitCells(
        _ page: ArraySlice<UInt8>,
        _ header: Int,
        cells: Int,
        skipping: Int,
        hasRowID: Bool,
        _ visit: (Row) -> Void
    ) {
        let count = Self.half(page, at: header + 3)
        for index in 0..<min(count, pageSize / 4) {
            let place = Self.half(page, at: header + cells + 2 * index)
            guard place > 0, place < pageSize,
                let row = row(page, at: place + skipping, hasRowID: hasRowID)
            else { continue }
            visit(row)
        }
    }
}

// MARK: - Cells

extension RawDatabase {
    private func row(_ page: ArraySlice<UInt8>, at place: Int, hasRowID: Bool) -> Row? {
        var place = place
        guard let size = Self.varint(page, &place), size > 0, size <= Int64(Self.payloadMax) else {
            return nil
        }
        var rowID: Int64?
        if hasRowID {
            rowID = Self.varint(page, &place)
            if rowID == nil { return nil }
        }
        guard let payload = payload(page, at: place, Int(size), isTable: hasRowID),
            let values = Self.values(payload)
        else { return nil }
        return Row(rowID: rowID, values: values)
    }

    /// The bytes of a cell, collected from its overflow pages.
    private func payload(
        _ page: ArraySlice<UInt8>,
        at place: Int,
        _ size: Int,
        isTable: Bool
    ) -> [UInt8]? {
        let usable = pageSize
        let most = isTable ? usable - 35 : (usable - 12) * 64 / 255 - 23
        guard size > most else {
            guard place + size <= pageSize else { return nil }
            return Array(page[(page.startIndex + place)..<(page.startIndex + place + size)])
        }
        let least = (usable - 12) * 32 / 255 - 23
        let wanted = least + (size - least) % (usable - 4)
        let local = wanted <= most ? wanted : least
        guard place + local + 4 <= pageSize else { return nil }
        var result = Array(page[(page.startIndex + place)..<(page.startIndex + place + local)])
        var next = Int(Self.word(page, at: place + local))
        var steps = 0
        while result.count < size {
            guard let more = pages[next], steps <= pageCount else { return nil }
            let part = min(size - result.count, usable - 4)
            result += more[(more.startIndex + 4)..<(more.startIndex + 4 + part)]
            next = Int(Self.word(more, at: 0))
            steps += 1
        }
        return result
    }

    /// The columns of a record: a header of types, and their contents.
    private static func values(_ payload: [UInt8]) -> [Value]? {
        let whole = payload[...]
        var place = 0
        guard let length = varint(whole, &place), length >= 1, length <= Int64(payload.count) else {
            return nil
        }
        var types: [Int64] = []
        while place < Int(length) {
            guard types.count < columnsMax, let type = varint(whole, &place) else { return nil }
            types.append(type)
        }
        place = Int(length)
        var values: [Value] = []
        for type in types {
            let size: Int
            switch type {
            case 0, 8, 9: size = 0
            case 1...4: size = Int(type)
            case 5: size = 6
            case 6, 7: size = 8
            case 12...: size = Int(clamping: (type - 12) / 2)
            default: return nil
            }
            guard size <= payload.count - place else { return nil }
            let content = whole[place..<(place + size)]
            switch type {
            case 0: values.append(.null)
            case 8: values.append(.integer(0))
            case 9: values.append(.integer(1))
            case 1...6:
                let sign: Int64 = (content.first ?? 0) & 0x80 == 0 ? 0 : -1
                values.append(.integer(content.reduce(sign) { $0 << 8 | Int64($1) }))
            case 12... where type % 2 == 0: values.append(.bytes(content))
            default: values.append(.other)
            }
            place += size
        }
        return place == payload.count ? values : nil
    }
}

// MARK: - Numbers

extension RawDatabase {
    private static func byte(_ bytes: ArraySlice<UInt8>, at place: Int) -> UInt8 {
        place < bytes.count ? bytes[bytes.startIndex + place] : 0
    }

    private static func half(_ bytes: ArraySlice<UInt8>, at place: Int) -> Int {
        Int(byte(bytes, at: place)) << 8 | Int(byte(bytes, at: place + 1))
    }

    private static func word(_ bytes: ArraySlice<UInt8>, at place: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 << 8 | UInt32(byte(bytes, at: place + $1)) }
    }

    /// A number of one to nine bytes; nil where the bytes end.
    private static func varint(_ bytes: ArraySlice<UInt8>, _ place: inout Int) -> Int64? {
        var value: UInt64 = 0
        for index in 0..<9 {
            guard place < bytes.count else { return nil }
            let byte = bytes[bytes.startIndex + place]
            place += 1
            if index == 8 { return Int64(bitPattern: value << 8 | UInt64(byte)) }
            value = value << 7 | UInt64(byte & 0x7F)
            if byte & 0x80 == 0 { return Int64(bitPattern: value) }
        }
        return nil
    }
}
