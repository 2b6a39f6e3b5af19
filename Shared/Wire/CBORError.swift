/// Why bytes are not an item of our profile of CBOR.
///
/// The profile is RFC 8949 with the core deterministic encoding of section 4.2.1, without tags,
/// floating-point numbers, `undefined` and other simple values. Every offset `at` is an index of
/// the bytes that were given to the reader, and points to the first byte of the item at fault.
public enum CBORError: Error, Equatable, Sendable {
    /// The bytes end inside an item, or a container holds fewer items than it announces.
    case truncated(at: Int)

    /// An item of another type than the message has at this place.
    case unexpected(found: CBORType, wanted: CBORType, at: Int)

    /// Well-formed CBOR with more than one way to write it.
    ///
    /// An argument longer than it needs to be, an indefinite length, map keys that are not in
    /// ascending order or occur twice, a floating-point number.
    case notDeterministic(at: Int)

    /// A tag, `undefined`, another simple value or a reserved initial byte.
    case unsupported(at: Int)

    /// A text string that is not well-formed UTF-8; the offset is that of the string.
    case invalidUTF8(at: Int)

    /// More containers inside each other than allowed.
    case tooDeep(at: Int)

    /// A length, a count or a number above `limit`.
    case tooLarge(limit: UInt64, at: Int)

    /// The message ended before the bytes did.
    case trailingBytes(at: Int)
}

extension CBORError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated(let at):
            "the CBOR item at byte \(at) is cut short"
        case .unexpected(let found, let wanted, let at):
            "the CBOR item at byte \(at) is \(found.description), not \(wanted.description)"
        case .notDeterministic(let at):
            "the CBOR item at byte \(at) is not in the deterministic encoding"
        case .unsupported(let at):
            "the CBOR item at byte \(at) has a type that is not used here"
        case .invalidUTF8(let at):
            "the CBOR text at byte \(at) is not UTF-8"
        case .tooDeep(let at):
            "the CBOR item at byte \(at) is nested too deeply"
        case .tooLarge(let limit, let at):
            "the CBOR item at byte \(at) is above the limit of \(limit)"
        case .trailingBytes(let at):
            "there are bytes after the end of the CBOR message, from byte \(at) on"
        }
    }
}
