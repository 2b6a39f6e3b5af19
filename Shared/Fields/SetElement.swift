/// An element of a set.
public enum SetElement: Sendable {
    case scalar(FieldValue)
    /// The parts that have a value, each once, in canonical order.
    case parts([Part])

    public struct Part: Sendable {
        public let id: String
        public let value: FieldValue

        public init(id: String, value: FieldValue) {
            self.id = id
            self.value = value
        }
    }

    /// An element of parts, brought into canonical order; of a part given twice the first counts.
    public init(parts: [Part]) {
        var sorted: [Part] = []
        for part in parts where !sorted.contains(where: { $0.id.isSame(as: part.id) }) {
            sorted.append(part)
        }
        sorted.sort { $0.id.precedesAsKey($1.id) }
        self = .parts(sorted)
    }

    /// The value of a part; nil when it has none.
    public func part(_ id: String) -> FieldValue? {
        guard case .parts(let parts) = self else { return nil }
        return parts.first { $0.id.isSame(as: id) }?.value
    }

    /// What names the element for people: the scalar itself, or the main part.
    public func mainValue(_ definition: PartsDefinition?) -> FieldValue? {
        switch self {
        case .scalar(let value): value
        case .parts: definition.flatMap { part($0.main.id) }
        }
    }
}

// MARK: - Key and value

extension SetElement {
    /// The sub-key of the element's cell; see ``CellLayout``.
    public var key: [UInt8] {
        switch self {
        case .scalar(.reference(let reference)): return reference.key
        case .scalar(.boolean), .scalar(.unreadable), .parts:
            return Fingerprint(of: encoded).bytes
        case .scalar(let value):
            let text = value.canonicalText.utf8
            if (1...CellLayout.plainKeyBytesMax).contains(text.count) { return Array(text) }
            return Fingerprint(of: text).bytes
        }
    }

    /// The value of the element's cell.
    public var encoded: ArraySlice<UInt8> {
        switch self {
        case .scalar(let value): return value.encoded
        case .parts(let parts):
            var writer = CBORWriter(capacity: 64)
            writer.map(count: parts.count)
            for part in parts {
                writer.text(part.id)
                part.value.encode(into: &writer)
            }
            return writer.bytes[...]
        }
    }

    /// The element of scalars in a cell.
    init(cell bytes: ArraySlice<UInt8>, type: ScalarType) {
        self = .scalar(FieldValue(cell: bytes, type: type) ?? .unreadable(bytes))
    }

    /// The element of parts in a cell; parts that the schema does not know are kept as they are.
    init(cell bytes: ArraySlice<UInt8>, definition: PartsDefinition) {
        var reader = CBORReader(bytes)
        do throws(CBORError) {
            var parts: [Part] = []
            for _ in 0..<(try reader.mapCount(limit: Self.partsMax)) {
                let id = try reader.text(limit: 40)
                let value = try reader.item()
                let type = definition.part(id: id)?.type
                let known = type.flatMap { FieldValue(cell: value, type: $0) }
                parts.append(Part(id: id, value: known ?? .unreadable(value)))
            }
            try reader.finish()
            self = .parts(parts)
        } catch {
            self = .scalar(.unreadable(bytes))
        }
    }

    /// The most parts of one element.
    static let partsMax = 40
}

extension String {
    /// The order of texts as keys of a CBOR map: shorter ones first.
    func precedesAsKey(_ other: String) -> Bool {
        let (count, otherCount) = (utf8.count, other.utf8.count)
        return count == otherCount ? utf8.lexicographicallyPrecedes(other.utf8) : count < otherCount
    }
}
