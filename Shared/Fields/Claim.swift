/// What a source or a department asserts, beside what others do.
public struct Claim: Sendable {
    /// Where a claim's value was read.
    public enum Source: Sendable {
        case document(Reference)
        case text(String)
    }

    public let value: FieldValue
    /// When the value held; nil when the source does not say.
    public let asOf: PartialDate?
    public let source: Source?
    public let assertedBy: Reference?
    /// A code such as `stated`.
    public let certainty: String?
    public let note: String?

    public init(
        value: FieldValue,
        asOf: PartialDate? = nil,
        source: Source? = nil,
        assertedBy: Reference? = nil,
        certainty: String? = nil,
        note: String? = nil
    ) {
        self.value = value
        self.asOf = asOf
        self.source = source
        self.assertedBy = assertedBy
        self.certainty = certainty
        self.note = note
    }

    /// The certainties that a person may state; the first is what is meant where none is given.
    public static let certainties = ["stated", "approximate", "planned", "inferred", "reported"]

    /// What a certainty is called; the code itself for one that is not known here.
    ///
    /// - Parameter code: One of ``certainties``.
    /// - Returns: Its names.
    public static func labels(ofCertainty code: String) -> Labels {
        switch code {
        case "stated": Labels(vi: "nêu rõ", en: "stated")
        case "approximate": Labels(vi: "ước chừng", en: "approximate")
        case "planned": Labels(vi: "dự kiến", en: "planned")
        case "inferred": Labels(vi: "suy ra", en: "inferred")
        case "reported": Labels(vi: "nghe thuật lại", en: "reported")
        default: Labels(vi: code, en: code)
        }
    }
}

// claim = {? "note": text, ? "as_of": text, "value": value,
//          ? "source": text / reference, ? "certainty": text, ? "asserted_by": reference}

extension Claim {
    /// The value of the claim's cell.
    public var encoded: ArraySlice<UInt8> {
        var writer = CBORWriter(capacity: 96)
        var count = 1
        if note != nil { count += 1 }
        if asOf != nil { count += 1 }
        if source != nil { count += 1 }
        if certainty != nil { count += 1 }
        if assertedBy != nil { count += 1 }
        writer.map(count: count)
        writer.pair("note", note)
        writer.pair("as_of", asOf?.canonical)
        writer.text("value")
        value.encode(into: &writer)
        switch source {
        case .document(let reference):
            writer.text("source")
            writer.reference(reference)
        case .text(let text): writer.pair("source", text)
        case nil: break
        }
        writer.pair("certainty", certainty)
        if let assertedBy {
            writer.text("asserted_by")
            writer.reference(assertedBy)
        }
        return writer.bytes[...]
    }

    /// The claim in a cell; nil when this program cannot read it.
    ///
    /// A value that cannot be read as `type` is kept as unreadable; unknown parts are left out.
    init?(cell bytes: ArraySlice<UInt8>, type: ScalarType) {
        var reader = CBORReader(bytes)
        var value: FieldValue?
        var asOf: PartialDate?
        var source: Source?
        var assertedBy: Reference?
        var certainty: String?
        var note: String?
        do throws(CBORError) {
            for _ in 0..<(try reader.mapCount(limit: SetElement.partsMax)) {
                switch try reader.text(limit: 40) {
                case "note": note = try reader.text(limit: Self.textBytesMax)
                case "as_of":
                    asOf = PartialDate(canonical: try reader.text(limit: 40))
                    if asOf == nil { return nil }
                case "value": value = FieldValue(cell: try reader.item(), type: type)
                case "source":
                    source =
                        try reader.peekType() == .text
                        ? .text(try reader.text(limit: Self.textBytesMax))
                        : .document(try reader.reference())
                case "certainty": certainty = try reader.text(limit: 40)
                case "asserted_by": assertedBy = try reader.reference()
                default: _ = try reader.skip()
                }
            }
            try reader.finish()
        } catch {
            return nil
        }
        guard let value else { return nil }
        self.init(
            value: value,
            asOf: asOf,
            source: source,
            assertedBy: assertedBy,
            certainty: certainty,
            note: note
        )
    }

    /// The UTF-8 of a line of ``InputText/lineScalarsMax`` scalars is never longer.
    static let textBytesMax = InputText.lineScalarsMax * 4
}

extension CBORWriter {
    /// A pair of a map, unless there is no value.
    fileprivate mutating func pair(_ key: String, _ value: String?) {
        guard let value else { return }
        text(key)
        text(value)
    }
}
