// The bytes of a pull.
//
//   request  = [1, scope, epoch, cursor, base, head, bytes max]
//   base     = sequence / vector
//   response = [1, epoch]          the server has begun another epoch
//            / [1, epoch, from, to, is last, [segment…], [row…], answer, digest / null]
//   row      = [record, frame] / [record, frame, extra]

extension PullRequest: WireMessage {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 128)
        writer.message(fields: 6)
        writer.scope(scope)
        writer.identifier(epoch)
        writer.unsigned(cursor)
        switch base {
        case .sequence(let sequence): writer.unsigned(sequence)
        case .vector(let vector): writer.vector(vector)
        }
        writer.head(own)
        writer.unsigned(bytesMax)
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 6)
        self.init(
            scope: try reader.scope(),
            epoch: try reader.identifier(),
            cursor: try reader.counter(),
            base: try reader.base(),
            own: try reader.checkedHead(),
            bytesMax: try reader.counter()
        )
        try reader.finish()
    }
}

extension CBORReader {
    fileprivate mutating func base() throws(CBORError) -> PullRequest.Base {
        try peekType() == .array ? .vector(try vector()) : .sequence(try counter())
    }
}

extension PullResponse: WireMessage {
    public func encoded() -> [UInt8] {
        switch self {
        case .page(let page): return page.encoded()
        case .epochChanged(let epoch):
            var writer = CBORWriter(capacity: 19)
            writer.message(fields: 1)
            writer.identifier(epoch)
            return writer.bytes
        }
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        if try reader.messageCount() == 1 {
            self = .epochChanged(try reader.identifier())
            try reader.finish()
        } else {
            self = .page(try PullPage(encoded: encoded))
        }
    }
}

extension PullPage: WireMessage {
    /// The page's bytes: those of the ``PullResponse`` that brings it.
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(
            capacity: 128 + feed.reduce(0) { $0 + $1.tags.count * 8 + 36 }
                + rows.reduce(0) { $0 + $1.frame.count + 24 }
        )
        writer.message(fields: 9)
        writer.identifier(epoch)
        writer.unsigned(from)
        writer.unsigned(to)
        writer.boolean(isLast)
        writer.segments(feed)
        writer.list(rows) { $0.row($1.record, frame: $1.frame, extra: $1.extra) }
        writer.forks(forks)
        writer.answer(own)
        writer.optional(digest) { $0.hash($1) }
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 9)
        let epoch = try reader.identifier(Epoch.self)
        let start = reader.position
        let from = try reader.counter()
        let to = try reader.counter()
        guard from <= to else { throw .unsupported(at: start) }
        self.init(
            epoch: epoch,
            from: from,
            to: to,
            isLast: try reader.boolean(),
            feed: try reader.segments(),
            rows: try reader.list(limit: WireLimits.itemsMax) { reader throws(CBORError) in
                let row = try reader.row()
                return Row(record: row.record, frame: row.frame, extra: row.extra)
            },
            forks: try reader.forks(),
            own: try reader.checkedAnswer(),
            digest: try reader.optional { reader throws(CBORError) in try reader.hash() }
        )
        try reader.finish()
    }
}
