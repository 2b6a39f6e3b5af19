/// Why a text is not JSON that is accepted here, and where.
public struct JSONError: Error, Equatable, Sendable {
    public enum Reason: Equatable, Sendable {
        /// The text has more than `limit` bytes.
        case tooLarge(limit: Int)
        /// More than `limit` arrays and objects are inside each other.
        case tooDeep(limit: Int)
        /// There are more than `limit` values in all.
        case tooManyValues(limit: Int)
        /// The text begins with a byte order mark.
        case byteOrderMark
        case invalidUTF8
        /// The text ends inside a value, or is empty.
        case unexpectedEnd
        /// A character that cannot be at this place.
        case unexpectedCharacter
        case invalidNumber
        case invalidEscape
        /// An escaped half of a surrogate pair without the other half.
        case loneSurrogate
        /// A character below U+0020 in a string, which has to be escaped.
        case controlCharacter
        /// A name occurs twice in an object; the place is that of the later one.
        case duplicateKey
        /// Something follows the value.
        case trailingText
    }

    public let reason: Reason
    /// Counted from 1; lines end at a line feed.
    public let line: Int
    /// Counted from 1, in Unicode scalars.
    public let column: Int

    public init(reason: Reason, line: Int, column: Int) {
        self.reason = reason
        self.line = line
        self.column = column
    }

    /// The error at the byte `offset` of `bytes`.
    init(_ reason: Reason, at offset: Int, in bytes: [UInt8]) {
        var (line, column) = (1, 1)
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                (line, column) = (line + 1, 1)
            } else if byte & 0xc0 != 0x80 {
                column += 1
            }
        }
        self.init(reason: reason, line: line, column: column)
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String {
        "line \(line), column \(column): \(reason.description)"
    }
}

extension JSONError.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLarge(let limit): "the JSON text has more than \(limit) bytes"
        case .tooDeep(let limit): "more than \(limit) arrays and objects are inside each other"
        case .tooManyValues(let limit): "there are more than \(limit) values"
        case .byteOrderMark: "the JSON text begins with a byte order mark"
        case .invalidUTF8: "the JSON text is not UTF-8"
        case .unexpectedEnd: "the JSON text ends inside a value"
        case .unexpectedCharacter: "this character cannot be here"
        case .invalidNumber: "this is not a number in JSON"
        case .invalidEscape: "this is not an escape sequence in JSON"
        case .loneSurrogate: "half of a surrogate pair is missing"
        case .controlCharacter: "a control character in a string is not escaped"
        case .duplicateKey: "the object already has a member of this name"
        case .trailingText: "there is text after the end of the value"
        }
    }
}
