/// Why the server did not do what it was asked: the body of every answer that is not 200.
///
///     failure = [1, code, message, field / null, hint / null]
public struct WireFailure: Error {
    /// For programs: lower-case ASCII words joined by `_`, the same in every language.
    public let code: String
    /// For people: what was attempted and why it failed, in lower case without a full stop.
    public let message: String
    /// The part of the request that is at fault, as it is called in JSON.
    public let field: String?
    /// What to do about it.
    public let hint: String?

    /// Texts above ``WireLimits/failureNameBytesMax`` and ``WireLimits/failureTextBytesMax`` are cut.
    public init(code: String, message: String, field: String? = nil, hint: String? = nil) {
        self.code = Self.cut(code, to: WireLimits.failureNameBytesMax)
        self.message = Self.cut(message, to: WireLimits.failureTextBytesMax)
        self.field = field.map { Self.cut($0, to: WireLimits.failureNameBytesMax) }
        self.hint = hint.map { Self.cut($0, to: WireLimits.failureTextBytesMax) }
    }

    /// The longest beginning of `text` that has whole characters and at most `limit` bytes.
    private static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        let bytes = Array(text.utf8.prefix(limit + 1))
        var end = limit
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}

extension WireFailure: Equatable {
    /// Texts are equal if their UTF-8 is.
    public static func == (left: WireFailure, right: WireFailure) -> Bool {
        left.encoded() == right.encoded()
    }
}

extension WireFailure: WireMessage {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 160)
        writer.message(fields: 4)
        writer.text(code)
        writer.text(message)
        writer.optional(field) { $0.text($1) }
        writer.optional(hint) { $0.text($1) }
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 4)
        self.init(
            code: try reader.text(limit: WireLimits.failureNameBytesMax),
            message: try reader.text(limit: WireLimits.failureTextBytesMax),
            field: try reader.optional { reader throws(CBORError) in
                try reader.text(limit: WireLimits.failureNameBytesMax)
            },
            hint: try reader.optional { reader throws(CBORError) in
                try reader.text(limit: WireLimits.failureTextBytesMax)
            }
        )
        try reader.finish()
    }
}
