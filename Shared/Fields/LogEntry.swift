/// One dated state of a log.
public struct LogEntry: Sendable {
    public let state: String
    /// When the state came about; nil when that was not said.
    public let effective: PartialDate?
    /// What people wrote beside it, each once; each is one line.
    public let notes: [String]

    public init(state: String, effective: PartialDate?, notes: [String] = []) {
        self.state = state
        self.effective = effective
        self.notes = notes
    }

    /// The entry's cell.
    public func key(of field: UInt16) -> CellKey {
        CellLayout.entry(state, effective.map { $0.canonical }, of: field)
    }

    /// The value of the entry's cell.
    public var encoded: ArraySlice<UInt8> {
        var writer = CBORWriter(capacity: 48)
        writer.array(count: 3)
        writer.text(state)
        writer.optionalText(effective?.canonical)
        var lines: String?
        for note in notes { lines = lines.map { $0 + "\n" + note } ?? note }
        writer.optionalText(lines)
        return writer.bytes[...]
    }

    /// The entry in a cell; nil when this program cannot read it.
    init?(cell bytes: ArraySlice<UInt8>) {
        var reader = CBORReader(bytes)
        do throws(CBORError) {
            try reader.fields(3)
            state = try reader.text(limit: 40)
            if let text = try reader.optionalText(limit: 40) {
                guard let date = PartialDate(canonical: text) else { return nil }
                effective = date
            } else {
                effective = nil
            }
            notes = (try reader.optionalText(limit: Self.notesBytesMax))?.lines ?? []
            try reader.finish()
        } catch {
            return nil
        }
    }

    /// All notes of one entry.
    static let notesBytesMax = 16_384

    /// The order of a log: undated entries first, then by the earliest day; never equal for two
    /// entries of one log.
    func precedes(_ other: LogEntry) -> Bool {
        switch (effective, other.effective) {
        case (let date?, let otherDate?) where date != otherDate:
            return date.isOrdered(before: otherDate)
        case (nil, _?): return true
        case (_?, nil): return false
        default: return state.utf8.lexicographicallyPrecedes(other.state.utf8)
        }
    }

    /// Whether `other` rather than this entry says what the current state is.
    func isOvertaken(by other: LogEntry, in lifecycle: Lifecycle) -> Bool {
        let day = effective?.earliestDay ?? .min
        let otherDay = other.effective?.earliestDay ?? .min
        return day == otherDay ? lifecycle.isOvertaken(state, by: other.state) : day < otherDay
    }
}

extension CBORWriter {
    mutating func optionalText(_ value: String?) {
        if let value { text(value) } else { null() }
    }
}

extension CBORReader {
    mutating func optionalText(limit: Int) throws(CBORError) -> String? {
        if isNull {
            try null()
            return nil
        }
        return try text(limit: limit)
    }
}

extension String {
    /// The lines that have any content.
    var lines: [String] {
        utf8.split(separator: UInt8(ascii: "\n")).map { String(decoding: Array($0), as: UTF8.self) }
    }
}
