/// How a text answers a query.
public enum SearchMatch: Equatable, Sendable {
    /// The text has the query as it was typed; in order, not overlapping, in UTF-8 bytes of the text.
    case exact([Range<Int>])
    /// The text has it but for marks, or for i and y; to be listed apart.
    case similar([Range<Int>])
    /// The text does not have it.
    case none

    /// The places of either kind.
    public var ranges: [Range<Int>] {
        switch self {
        case .exact(let ranges), .similar(let ranges): ranges
        case .none: []
        }
    }
}
