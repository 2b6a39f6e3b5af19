/// Whether a record lives, as its head cell says.
public enum RecordLife: Hashable, Sendable {
    case live
    /// Hidden, all content kept.
    case deleted
    /// The content is gone for good.
    case purged
    /// Someone deleted the record while another saved it.
    case disputedDelete
    /// The content was purged while another saved the record.
    case disputedPurge

    /// The word for it in output for programs.
    public var code: String {
        switch self {
        case .live: "live"
        case .deleted: "deleted"
        case .purged: "purged"
        case .disputedDelete, .disputedPurge: "disputed"
        }
    }

    /// Whether lists, searches and queries show the record; a disputed delete is shown.
    public var isInUse: Bool {
        switch self {
        case .live, .disputedDelete, .disputedPurge: true
        case .deleted, .purged: false
        }
    }

    public var isDisputed: Bool { self == .disputedDelete || self == .disputedPurge }

    /// The life of a record with these heads; a server's ruling counts as neither.
    init(heads: some Sequence<HeadValue>) {
        var isAlive = false
        var isDeleted = false
        var isPurged = false
        for head in heads {
            switch head {
            case .alive: isAlive = true
            case .deleted: isDeleted = true
            case .purged: isPurged = true
            case .ruled: break
            }
        }
        if isPurged {
            self = isAlive ? .disputedPurge : .purged
        } else if isDeleted {
            self = isAlive ? .disputedDelete : .deleted
        } else {
            self = .live
        }
    }
}
