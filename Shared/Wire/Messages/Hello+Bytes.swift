// The bytes of a hello.
//
//   request  = [1, schema version, directory version, [[scope, epoch / null, cursor, [head…]]…]]
//   response = [1, time, actor, schema / null, directory / null,
//               [[scope, epoch, last, [answer…], digest]…]]

extension HelloRequest: WireMessage {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 24 + scopes.count * 96)
        writer.message(fields: 3)
        writer.unsigned(schemaVersion)
        writer.unsigned(directoryVersion)
        writer.list(scopes) { writer, scope in
            writer.array(count: 4)
            writer.scope(scope.scope)
            writer.optional(scope.epoch) { $0.identifier($1) }
            writer.unsigned(scope.cursor)
            writer.heads(scope.own)
        }
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 3)
        self.init(
            schemaVersion: try reader.counter(),
            directoryVersion: try reader.counter(),
            scopes: try reader.list(limit: WireLimits.scopesMax) { reader throws(CBORError) in
                try reader.fields(4)
                return Scope(
                    scope: try reader.scope(),
                    epoch: try reader.optional { reader throws(CBORError) in
                        try reader.identifier()
                    },
                    cursor: try reader.counter(),
                    own: try reader.heads()
                )
            }
        )
        try reader.finish()
    }
}

extension HelloResponse: WireMessage {
    public func encoded() -> [UInt8] {
        let documents = (schema?.count ?? 0) + (directory?.count ?? 0)
        var writer = CBORWriter(capacity: 32 + documents + scopes.count * 128)
        writer.message(fields: 5)
        writer.integer(time)
        writer.unsigned(UInt64(actor))
        writer.optional(schema) { $0.bytes($1) }
        writer.optional(directory) { $0.bytes($1) }
        writer.list(scopes) { writer, scope in
            writer.array(count: 5)
            writer.scope(scope.scope)
            writer.identifier(scope.epoch)
            writer.unsigned(scope.last)
            writer.answers(scope.own)
            writer.hash(scope.digest)
        }
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 5)
        self.init(
            time: try reader.time(),
            actor: try reader.number(),
            schema: try reader.document(),
            directory: try reader.document(),
            scopes: try reader.list(limit: WireLimits.scopesMax) { reader throws(CBORError) in
                try reader.fields(5)
                return Scope(
                    scope: try reader.scope(),
                    epoch: try reader.identifier(),
                    last: try reader.counter(),
                    own: try reader.answers(),
                    digest: try reader.hash()
                )
            }
        )
        try reader.finish()
    }
}

extension CBORReader {
    fileprivate mutating func document() throws(CBORError) -> [UInt8]? {
        try optional { reader throws(CBORError) in
            try reader.bytes(limit: WireLimits.messageBytesMax)
        }
    }
}
