// The bytes of the answer to a device that waits for news; what it asks with is a hello.
//
//   response = [1, has news]

extension WatchResponse: WireMessage {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 8)
        writer.message(fields: 1)
        writer.boolean(hasNews)
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 1)
        self.init(hasNews: try reader.boolean())
        try reader.finish()
    }
}
