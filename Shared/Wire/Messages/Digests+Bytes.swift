// The bytes of the search for differing records.
//
//   request  = [1, scope, level, [number…]]      level 0: groups, 1: buckets of groups, 2: records
//   response = [1, sums] / [1, [record…], digests]   eight bytes each

extension DigestRequest {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 64)
        writer.message(fields: 3)
        switch self {
        case .groups(let scope): write(scope, 0, [], to: &writer)
        case .buckets(let scope, let groups): write(scope, 1, groups, to: &writer)
        case .records(let scope, let buckets): write(scope, 2, buckets, to: &writer)
        }
        return writer.bytes
    }

    private func write(
        _ scope: ScopeID,
        _ level: UInt64,
        _ numbers: [UInt16],
        to writer: inout CBORWriter
    ) {
        writer.scope(scope)
        writer.unsigned(level)
        writer.list(numbers) { $0.unsigned(UInt64($1)) }
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 3)
        let scope = try reader.scope()
        let start = reader.position
        let level = try reader.unsigned()
        let numbers = try reader.list(limit: StateDigest.bucketCount) {
            reader throws(CBORError) in try reader.number(UInt16.self)
        }
        try reader.finish()
        switch level {
        case 0: self = .groups(scope)
        case 1: self = .buckets(scope, groups: numbers)
        case 2: self = .records(scope, buckets: numbers)
        default: throw .unsupported(at: start)
        }
    }
}

extension DigestResponse {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 64)
        switch self {
        case .sums(let sums):
            writer.message(fields: 1)
            writer.tags(sums)
        case .records(let entries):
            writer.message(fields: 2)
            writer.list(entries) { $0.identifier($1.record) }
            writer.tags(entries.map { $0.digest })
        }
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        let start = reader.position
        switch try reader.messageCount() {
        case 1:
            self = .sums(try reader.tags())
        case 2:
            let records = try reader.list(limit: WireLimits.itemsMax) { reader throws(CBORError) in
                try reader.identifier(RecordID.self)
            }
            let digests = try reader.tags()
            guard digests.count == records.count else { throw .truncated(at: start) }
            self = .records(zip(records, digests).map { Entry(record: $0, digest: $1) })
        default:
            throw .unsupported(at: start)
        }
        try reader.finish()
    }
}
