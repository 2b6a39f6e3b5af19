/// A message of the protocol: the body of one request or one response.
///
/// Its bytes are one CBOR array in the deterministic encoding: first the format's number, then the
/// message's items in a fixed order. The formats that a program speaks are agreed on outside of the
/// message, so that an item too many or too few is an error, not an extension.
public protocol WireMessage: Sendable {
    /// The message's bytes; equal messages have equal bytes.
    func encoded() -> [UInt8]

    /// Reads a message's bytes.
    ///
    /// - Throws: ``CBORError`` when they are damaged, over a limit of ``WireLimits``, of another
    ///   format, or not in the one form that ``encoded()`` writes.
    init(encoded: [UInt8]) throws(CBORError)

    /// The message for people: the same content, ids as their text and records taken apart.
    func json() -> JSONValue
}

/// The format of the messages.
public enum WireFormat {
    /// The first item of every message.
    public static let number: UInt64 = 1
    /// The media type of a message's bytes (RFC 8949, section 9.5); they are CBOR in its deterministic encoding.
    public static let mediaType = "application/cbor"
}

extension CBORWriter {
    /// Begins a message that has `fields` items after its format.
    mutating func message(fields: Int) {
        array(count: fields + 1)
        unsigned(WireFormat.number)
    }
}

extension CBORReader {
    /// Begins a message that must have exactly `fields` items after its format.
    mutating func message(fields: Int) throws(CBORError) {
        let start = position
        let count = try messageCount()
        if count < fields { throw .truncated(at: start) }
        if count > fields { throw .tooLarge(limit: UInt64(fields + 1), at: start) }
    }

    /// Begins a message, and returns how many items follow its format.
    mutating func messageCount() throws(CBORError) -> Int {
        let start = position
        // The format is checked before the number of items, which another format may change.
        let count = try arrayCount(limit: 64)
        guard count > 0 else { throw .truncated(at: start) }
        guard try unsigned() == WireFormat.number else { throw .unsupported(at: start) }
        return count - 1
    }
}
