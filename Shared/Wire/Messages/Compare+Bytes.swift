// The bytes of a comparison.
//
//   compare request  = [1, scope, [head…], [fork…]]
//   compare response = [1, epoch, [answer…], [fork…], vector]
//   chain request    = [1, scope, replica, first, last]
//   chain response   = [1, epoch, tags]

extension CompareRequest: WireMessage {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 80 + heads.count * 32 + forks.count * 48)
        writer.message(fields: 3)
        writer.scope(scope)
        writer.heads(heads)
        writer.forks(forks)
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 3)
        self.init(
            scope: try reader.scope(),
            heads: try reader.heads(),
            forks: try reader.forks()
        )
        try reader.finish()
    }
}

extension CompareResponse: WireMessage {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(
            capacity: 40 + answers.count * 34 + forks.count * 48 + vector.entries.count * 22
        )
        writer.message(fields: 4)
        writer.identifier(epoch)
        writer.answers(answers)
        writer.forks(forks)
        writer.vector(vector)
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 4)
        self.init(
            epoch: try reader.identifier(),
            answers: try reader.answers(),
            forks: try reader.forks(),
            vector: try reader.vector()
        )
        try reader.finish()
    }
}

extension ChainRequest: WireMessage {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 104)
        writer.message(fields: 4)
        writer.scope(scope)
        writer.identifier(replica)
        writer.unsigned(first)
        writer.unsigned(last)
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 4)
        let scope = try reader.scope()
        let replica = try reader.identifier(ReplicaID.self)
        let start = reader.position
        let first = try reader.counter()
        let last = try reader.counter()
        guard first > 0, first <= last else { throw .unsupported(at: start) }
        guard last - first < UInt64(WireLimits.tagsMax) else {
            throw .tooLarge(limit: UInt64(WireLimits.tagsMax), at: start)
        }
        self.init(scope: scope, replica: replica, first: first, last: last)
        try reader.finish()
    }
}

extension ChainResponse: WireMessage {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 24 + tags.count * 8)
        writer.message(fields: 2)
        writer.identifier(epoch)
        writer.tags(tags)
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 2)
        let epoch = try reader.identifier(Epoch.self)
        let start = reader.position
        let tags = try reader.tags()
        guard tags.count <= WireLimits.tagsMax else {
            throw .tooLarge(limit: UInt64(WireLimits.tagsMax * 8), at: start)
        }
        self.init(epoch: epoch, tags: tags)
        try reader.finish()
    }
}
