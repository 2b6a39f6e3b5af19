// How the cells are read whose values are no single values of a type.

extension FieldValue {
    /// The text of a long text's cell; nil when it was cleared.
    init?(longTextCell bytes: ArraySlice<UInt8>) {
        if bytes.elementsEqual(CellLayout.null) { return nil }
        self = LongText(cell: bytes).map { .text($0.text) } ?? .unreadable(bytes)
    }

    /// The id of a preferred claim as text; nil when there is none.
    init?(preferenceCell bytes: ArraySlice<UInt8>) {
        if bytes.elementsEqual(CellLayout.null) { return nil }
        var reader = CBORReader(bytes)
        guard let id = try? reader.bytes(limit: CellLayout.randomKeyBytes), reader.isAtEnd,
            let claim = ClaimID(bytes: id)
        else {
            self = .unreadable(bytes)
            return
        }
        self = .text(claim.text)
    }
}

extension LongText {
    /// Nil when the cell was cleared or cannot be read.
    init?(cell bytes: ArraySlice<UInt8>) {
        var reader = CBORReader(bytes)
        guard let text = try? LongText(from: &reader), reader.isAtEnd else { return nil }
        self = text
    }

    /// The value of a cell.
    var cell: ArraySlice<UInt8> {
        var writer = CBORWriter(capacity: text.utf8.count + 16)
        encode(into: &writer)
        return writer.bytes[...]
    }

    /// The one text that the candidates merge to; nil when a person has to choose.
    static func text(mergedFrom candidates: [Candidate]) -> String? {
        var values: [LongText] = []
        for candidate in candidates {
            guard let value = LongText(cell: candidate.bytes) else { return nil }
            values.append(value)
        }
        guard let first = values.first else { return nil }
        if values.allSatisfy({ $0.text.isSame(as: first.text) }) { return first.text }
        switch LongText.merged(values) {
        case .single(let value): return value.text
        case .merged(let value, _): return value.text
        case .sideBySide: return nil
        }
    }
}

extension Int64 {
    /// The increment in a counter's cell; nil when it cannot be read.
    init?(incrementCell bytes: ArraySlice<UInt8>) {
        var reader = CBORReader(bytes)
        guard let value = try? reader.integer(), reader.isAtEnd else { return nil }
        self = value
    }

    /// The value of a counter's cell.
    var incrementCell: ArraySlice<UInt8> {
        var writer = CBORWriter(capacity: 9)
        writer.integer(self)
        return writer.bytes[...]
    }
}
