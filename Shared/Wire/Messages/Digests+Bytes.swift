// The bytes of the search for differing records.
//
//   request  = [1, scope, epoch, sequence, level, [bucket…], digests]
//              level 0: groups, 1: buckets of groups, 2: records of buckets, 3: records by digest
//   response = [1, 0]                  the history has gone on
//            / [1, 1]                  the server's records do not add up
//            / [1, 2, sums] / [1, 3, [digests…]] / [1, 4, [row…]]
//
// Sums and digests are strings of eight bytes each.

extension DigestRequest {
    /// The message's bytes; equal messages have equal bytes.
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 64)
        writer.message(fields: 6)
        writer.scope(scope)
        writer.identifier(epoch)
        writer.unsigned(sequence)
        let (number, places, digests): (UInt64, [UInt16], [UInt64]) =
            switch level {
            case .groups: (0, [], [])
            case .buckets(let groups): (1, groups, [])
            case .records(let buckets): (2, buckets, [])
            case .states(let buckets, let digests): (3, buckets, digests)
            }
        writer.unsigned(number)
        writer.list(places) { $0.unsigned(UInt64($1)) }
        writer.tags(digests)
        return writer.bytes
    }

    /// Reads a message's bytes.
    ///
    /// - Throws: ``CBORError`` when they are damaged, over a limit, or not in the one form that
    ///   ``encoded()`` writes.
    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 6)
        scope = try reader.scope()
        epoch = try reader.identifier()
        sequence = try reader.counter()
        let start = reader.position
        let number = try reader.unsigned()
        let places = try reader.list(limit: StateDigest.bucketCount) {
            reader throws(CBORError) in try reader.number(UInt16.self)
        }
        let digests = try reader.tags()
        try reader.finish()
        switch (number, places.isEmpty, digests.isEmpty) {
        case (0, true, true): level = .groups
        case (1, _, true): level = .buckets(places)
        case (2, _, true): level = .records(places)
        case (3, _, _): level = .states(places, digests: digests)
        default: throw .unsupported(at: start)
        }
    }
}

extension DigestResponse {
    /// The message's bytes; equal messages have equal bytes.
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 64)
        switch self {
        case .movedOn:
            writer.message(fields: 1)
            writer.unsigned(0)
        case .damaged:
            writer.message(fields: 1)
            writer.unsigned(1)
        case .sums(let sums):
            writer.message(fields: 2)
            writer.unsigned(2)
            writer.tags(sums)
        case .records(let buckets):
            writer.message(fields: 2)
            writer.unsigned(3)
            writer.list(buckets) { $0.tags($1) }
        case .states(let rows):
            writer.message(fields: 2)
            writer.unsigned(4)
            writer.list(rows) { $0.row($1.record, frame: $1.frame, extra: $1.extra) }
        }
        return writer.bytes
    }

    /// Reads a message's bytes.
    ///
    /// - Throws: ``CBORError`` when they are damaged, over a limit, or not in the one form that
    ///   ``encoded()`` writes.
    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        let start = reader.position
        let count = try reader.messageCount()
        switch (try reader.unsigned(), count) {
        case (0, 1): self = .movedOn
        case (1, 1): self = .damaged
        case (2, 2): self = .sums(try reader.tags())
        case (3, 2):
            self = .records(
                try reader.list(limit: StateDigest.bucketCount) { reader throws(CBORError) in
                    try reader.tags()
                }
            )
        case (4, 2):
            self = .states(
                try reader.list(limit: WireLimits.itemsMax) { reader throws(CBORError) in
                    let row = try reader.row()
                    return PullPage.Row(record: row.record, frame: row.frame, extra: row.extra)
                }
            )
        default: throw .unsupported(at: start)
        }
        try reader.finish()
    }
}
