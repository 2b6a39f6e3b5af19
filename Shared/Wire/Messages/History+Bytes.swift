// The bytes of a record's history.
//
//   request  = [1, scope, record]
//   response = [1, [[replica, counter, header, salt, body, [rename…], received]…]]

extension HistoryRequest {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 48)
        writer.message(fields: 2)
        writer.scope(scope)
        writer.identifier(record)
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 2)
        self.init(scope: try reader.scope(), record: try reader.identifier())
        try reader.finish()
    }
}

extension HistoryResponse {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 64 + items.reduce(0) { $0 + $1.bytes.count + 64 })
        writer.message(fields: 1)
        writer.list(items) { writer, item in
            writer.array(count: 7)
            writer.identifier(item.dot.replica)
            writer.unsigned(item.dot.counter)
            writer.bytes(item.bytes.header)
            writer.bytes(item.bytes.salt)
            writer.bytes(item.bytes.body)
            writer.list(item.renames) { $0.rename($1) }
            writer.integer(item.received)
        }
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 1)
        let items = try reader.list(limit: WireLimits.itemsMax) { reader throws(CBORError) in
            try reader.fields(7)
            let dot = Dot(try reader.identifier(), try reader.counter())
            let limit = WireLimits.changeBytesMax
            let header = try reader.content(limit: limit)
            let salt = try reader.content(limit: WireLimits.saltBytes)
            let body = try reader.content(limit: limit)
            return Item(
                dot: dot,
                bytes: ChangeBytes(header: header, salt: salt, body: body),
                renames: try reader.list(limit: WireLimits.renamesMax) {
                    reader throws(CBORError) in try reader.rename()
                },
                received: try reader.integer()
            )
        }
        self.init(items: items)
        try reader.finish()
    }
}
