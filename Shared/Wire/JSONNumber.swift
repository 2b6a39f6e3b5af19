/// A JSON number, kept as its text (RFC 8259, section 6).
///
/// Nothing is rounded: `1.10` and `1.1` are different texts, and so are different here.
public struct JSONNumber: Sendable {
    /// As it was read, in ASCII.
    public let text: String

    /// Accepts `text` if it is a number in the grammar of JSON.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard Self.end(in: bytes, from: 0) == bytes.count else { return nil }
        self.text = text
    }

    public init(_ value: some FixedWidthInteger) { text = value.description }

    /// For text that ``end(in:from:)`` has accepted.
    init(checked text: String) { self.text = text }

    /// The value, if it is written without fraction and exponent and fits.
    public var integer: Int64? { Int64(text) }

    /// Where the number that begins at `start` ends; nil if none begins there.
    static func end(in bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        if byte(bytes, index) == UInt8(ascii: "-") { index += 1 }
        if byte(bytes, index) == UInt8(ascii: "0") {
            index += 1
        } else {
            guard let end = digits(bytes, index) else { return nil }
            index = end
        }
        if byte(bytes, index) == UInt8(ascii: ".") {
            guard let end = digits(bytes, index + 1) else { return nil }
            index = end
        }
        if let exponent = byte(bytes, index), exponent | 0x20 == UInt8(ascii: "e") {
            index += 1
            if let sign = byte(bytes, index), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
            {
                index += 1
            }
            guard let end = digits(bytes, index) else { return nil }
            index = end
        }
        return index
    }

    private static func byte(_ bytes: [UInt8], _ index: Int) -> UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    /// The end of one digit or more; nil if there is none at `start`.
    private static func digits(_ bytes: [UInt8], _ start: Int) -> Int? {
        var index = start
        while index < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[index] {
            index += 1
        }
        return index > start ? index : nil
    }
}

extension JSONNumber: Equatable {
    public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }
}
