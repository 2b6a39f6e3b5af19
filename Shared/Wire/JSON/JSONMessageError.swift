/// Why JSON is not the message that is expected.
///
/// A `path` says where, as in `scopes[0].own[1].replica`; it is empty for the whole message.
public enum JSONMessageError: Error, Equatable, Sendable {
    /// A member that has to be there is not, or is null.
    case missing(path: String)
    /// A member that this message does not have; names nobody may have written by mistake.
    case unknown(path: String)
    /// A value of another type or form than `wanted`.
    case invalid(path: String, wanted: String)
    /// More than `limit` elements.
    case tooMany(path: String, limit: Int)

    /// Where the message is at fault.
    public var path: String {
        switch self {
        case .missing(let path), .unknown(let path), .invalid(let path, _), .tooMany(let path, _):
            path
        }
    }
}

extension JSONMessageError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let path): "\(path) is missing"
        case .unknown(let path): "\(path) is not a member of this message"
        case .invalid(let path, let wanted):
            path.utf8.isEmpty ? "the message is not \(wanted)" : "\(path) is not \(wanted)"
        case .tooMany(let path, let limit): "\(path) has more than \(limit) elements"
        }
    }
}
