/// What came of a carried request, as its carrier is told.
public struct BundleAnswer: Hashable, Sendable {
    public enum Outcome: UInt8, Sendable {
        /// The changes are in, and there is a reply for the device.
        case answered = 0
        /// The device's access has been withdrawn: its changes wait for review.
        case held = 1
        /// The server has been set back since the export, or a copy of the device is about: the
        /// device must synchronise over a network once.
        case needsSync = 2
    }

    public let outcome: Outcome
    /// How many changes the bundle holds, and how many of them were not known.
    public let changes: UInt64
    public let news: UInt64
    /// The values of the bundle's changes that the server does not take.
    public let refused: UInt64
    /// The file for the device; empty unless answered.
    public let reply: [UInt8]

    public init(
        outcome: Outcome,
        changes: UInt64,
        news: UInt64,
        refused: UInt64 = 0,
        reply: [UInt8] = []
    ) {
        self.outcome = outcome
        self.changes = changes
        self.news = news
        self.refused = refused
        self.reply = reply
    }
}

// answer = [1, outcome, changes, news, refused, reply]

extension BundleAnswer: WireMessage {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: reply.count + 48)
        writer.message(fields: 5)
        writer.unsigned(UInt64(outcome.rawValue))
        writer.unsigned(changes)
        writer.unsigned(news)
        writer.unsigned(refused)
        writer.bytes(reply)
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 5)
        let start = reader.position
        guard let outcome = Outcome(rawValue: try reader.number()) else {
            throw .unsupported(at: start)
        }
        self.init(
            outcome: outcome,
            changes: try reader.counter(),
            news: try reader.counter(),
            refused: try reader.counter(),
            reply: try reader.bytes(limit: BundleFile.bytesMax)
        )
        try reader.finish()
    }

    public func json() -> JSONValue {
        let name =
            switch outcome {
            case .answered: "answered"
            case .held: "held"
            case .needsSync: "needs_sync"
            }
        return .members([
            ("outcome", .string(name)),
            ("changes", .unsigned(changes)),
            ("new", .unsigned(news)),
            ("refused", .unsigned(refused)),
            ("reply", .digits(reply)),
        ])
    }
}
