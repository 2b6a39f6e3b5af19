/// The types of item in our profile of CBOR.
public enum CBORType: Equatable, Sendable {
    /// Major type 0: from 0 to 2^64 - 1.
    case unsigned
    /// Major type 1: from -2^64 to -1.
    case negative
    /// Major type 2.
    case bytes
    /// Major type 3: UTF-8.
    case text
    /// Major type 4.
    case array
    /// Major type 5: pairs in ascending order of their encoded keys.
    case map
    /// Simple values 20 and 21.
    case boolean
    /// Simple value 22.
    case null
}

extension CBORType: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unsigned: "an unsigned integer"
        case .negative: "a negative integer"
        case .bytes: "a byte string"
        case .text: "a text string"
        case .array: "an array"
        case .map: "a map"
        case .boolean: "a boolean"
        case .null: "null"
        }
    }
}
